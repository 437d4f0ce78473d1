import { z } from 'zod'
import { defineKind } from '../kind.ts'

const minutes = (of: string) =>
  z.int().positive().max(100_000).nullable().default(null).describe(`Minutes a ${of} has; null where it may take its time`)

const byKind = () => z.strictObject({ store: minutes('store'), warehouse: minutes('warehouse'), supplier: minutes('supplier') })
const never = { store: null, warehouse: null, supplier: null }

const document = z.strictObject({
  withinMinutes: byKind().describe('To take work that is asked of it, by kind of location; then its units are sourced elsewhere'),
  sendWithinMinutes: byKind()
    .default(never)
    .describe(
      'To send work that is asked of it, by kind of location; then somebody is shown. Whoever has a system is waited for as that says',
    ),
})

export type StoreAcceptDocument = z.infer<typeof document>

/** How long locations may take to accept and to send; applied by `domain/fulfilment/acceptance.ts`. */
export const storeAcceptKind = defineKind<StoreAcceptDocument>({
  description:
    'How long a location may take to accept work before its units are sourced elsewhere, and to send it before somebody is shown',
  document: document as unknown as z.ZodType<StoreAcceptDocument>,
  builtIn: { withinMinutes: never, sendWithinMinutes: never },
})

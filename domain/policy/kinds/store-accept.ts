import { z } from 'zod'
import { defineKind } from '../kind.ts'

const minutes = (of: string) =>
  z
    .int()
    .positive()
    .max(100_000)
    .nullable()
    .default(null)
    .describe(`Minutes a ${of} has to take work that is asked of it; null where it may take its time`)

const document = z.strictObject({
  withinMinutes: z
    .strictObject({ store: minutes('store'), warehouse: minutes('warehouse'), supplier: minutes('supplier') })
    .describe('By kind of location'),
})

export type StoreAcceptDocument = z.infer<typeof document>

/** How long locations may take to accept; applied by `domain/fulfilment/acceptance.ts`. */
export const storeAcceptKind = defineKind<StoreAcceptDocument>({
  description: 'How long a location may take to accept work before its units are sourced elsewhere',
  document: document as unknown as z.ZodType<StoreAcceptDocument>,
  builtIn: { withinMinutes: { store: null, warehouse: null, supplier: null } },
})

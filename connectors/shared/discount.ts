import type { Discount } from '../../domain/channel/canonical.ts'

type Kind = Pick<Discount, 'bearer' | 'instrument' | 'source'> & { readonly reference?: string | null }

/** One discount, or none when there is nothing to give. */
export const discount = (amountFen: number, { reference = null, ...kind }: Kind): Discount[] =>
  amountFen > 0 ? [{ ...kind, amountFen, reference }] : []

import type { EventOfType } from '../../../../domain/events.ts'
import type { Bearer } from '../../../../domain/shared/fields.ts'
import type { TimelineEvent } from '../api/orders.ts'

type Amounts = Pick<EventOfType<'OrderPlaced'>['data'], 'lines' | 'listFen' | 'buyerFen' | 'receivableFen' | 'otherChargesFen'>
export type ChargedLine = Amounts['lines'][number]

export interface Share {
  readonly bearer: Bearer
  readonly amountFen: number
}

/** Both sides of what makes up the merchant's receivable: list less own discount, and the sum of what everyone else pays. */
export interface Receivable {
  readonly listFen: number
  readonly merchantFen: number
  readonly buyerFen: number
  /** Payers beside the buyer and the merchant, only those who pay. */
  readonly others: readonly Share[]
  readonly receivableFen: number
  readonly otherChargesFen: number
  /** Whether both sides come to what was recorded, to the fen. */
  readonly holds: boolean
  readonly lines: readonly ChargedLine[]
}

/** From the last event that cut the amounts; null before the order was placed. */
export function receivableOf(events: readonly TimelineEvent[]): Receivable | null {
  const last = events.findLast(({ type }) => type === 'OrderPlaced' || type === 'OrderRepriced')
  if (last === undefined) return null
  const { lines, listFen, buyerFen, receivableFen, otherChargesFen } = last.data as unknown as Amounts
  const shares = new Map<Bearer, number>()
  for (const { discounts } of lines)
    for (const { bearer, amountFen } of discounts) shares.set(bearer, (shares.get(bearer) ?? 0) + amountFen)
  const merchantFen = shares.get('merchant') ?? 0
  const others = [...shares].flatMap(([bearer, amountFen]) => (bearer === 'merchant' || amountFen === 0 ? [] : [{ bearer, amountFen }]))
  const paidFen = others.reduce((sum, { amountFen }) => sum + amountFen, buyerFen)
  const holds = listFen - merchantFen === receivableFen && paidFen === receivableFen
  return { listFen, merchantFen, buyerFen, others, receivableFen, otherChargesFen, holds, lines }
}

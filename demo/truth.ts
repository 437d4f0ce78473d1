import type { ExceptionCode, Fact, Message, Mishap, Operation, Outcome } from './message.ts'
import { type Channel, channels } from './shops.ts'

/** What must be found in the ledger once everything has arrived. */
export interface Truth {
  readonly channels: Readonly<Record<Channel, { readonly orders: number; readonly gmvFen: number }>>
  readonly outcomes: Readonly<Record<Outcome, number>>
  readonly exceptions: Readonly<Record<ExceptionCode, number>>
  readonly mishaps: Readonly<Record<Mishap, number>>
  readonly unpaid: number
  readonly cancelled: number
  readonly refunds: number
  readonly refundFen: number
  readonly returns: number
  readonly returnedUnits: { readonly sellable: number; readonly damaged: number }
  /** Orders still waiting for the hot SKU. */
  readonly waiting: number
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] extends object ? Writable<Value[Key]> : Value[Key] }

const none = (): Writable<Truth> => ({
  channels: Object.fromEntries(channels.map((channel) => [channel, { orders: 0, gmvFen: 0 }])) as Writable<Truth>['channels'],
  outcomes: { placed: 0, updated: 0, duplicate: 0, stale: 0, exception: 0 },
  exceptions: { UNPARSABLE: 0, SUM_BROKEN: 0, UNKNOWN_LISTING: 0 },
  mishaps: { duplicate: 0, stale: 0, malformed: 0, unknownListing: 0 },
  ...{ unpaid: 0, cancelled: 0, refunds: 0, refundFen: 0, returns: 0, waiting: 0 },
  returnedUnits: { sellable: 0, damaged: 0 },
})

/** @param hotUnits Units there are of what is short. */
export function truthOf(messages: readonly Message[], operations: readonly Operation[], hotUnits: number): Truth {
  const truth = none()
  let hotWanted = 0
  const take = (fact: Fact): void => {
    switch (fact.is) {
      case 'placed':
        truth.channels[fact.channel].orders += 1
        truth.channels[fact.channel].gmvFen += fact.payFen
        return
      case 'exception':
        truth.exceptions[fact.code] += 1
        return
      case 'unpaid':
      case 'cancelled':
        truth[fact.is] += 1
        return
      case 'hotWanted':
        hotWanted += 1
        return
      case 'hotGivenUp':
        hotWanted -= 1
        return
      case 'refund':
        truth.refunds += 1
        truth.refundFen += fact.fen
        return
      case 'return':
        truth.returns += 1
        truth.returnedUnits[fact.condition] += fact.units
    }
  }
  for (const { expected, mishap, facts } of messages) {
    truth.outcomes[expected] += 1
    if (mishap !== null) truth.mishaps[mishap] += 1
    facts.forEach(take)
  }
  for (const { facts } of operations) facts.forEach(take)
  truth.waiting = Math.max(0, hotWanted - hotUnits)
  return truth
}

import type { ExceptionCode, Fact, Grade, Message, Mishap, Operation, Outcome } from './message.ts'
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
  readonly returnedUnits: Readonly<Record<Grade, number>>
  /** None: everything comes to an end. */
  readonly openProcesses: 0
  /** What went wrong on the way to the buyer, by what was made to go wrong. */
  readonly exceptionsByCause: Readonly<Record<string, number>>
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] extends object ? Writable<Value[Key]> : Value[Key] }

/** A truth that grows as the outside world plays on. */
export interface Tally {
  readonly truth: Truth
  message(message: Pick<Message, 'expected' | 'mishap' | 'facts'>): void
  facts(facts: readonly Fact[]): void
}

const none = (): Writable<Truth> => ({
  channels: Object.fromEntries(channels.map((channel) => [channel, { orders: 0, gmvFen: 0 }])) as Writable<Truth>['channels'],
  outcomes: { placed: 0, updated: 0, duplicate: 0, stale: 0, exception: 0 },
  exceptions: { UNPARSABLE: 0, SUM_BROKEN: 0, UNKNOWN_LISTING: 0 },
  mishaps: { duplicate: 0, stale: 0, malformed: 0, unknownListing: 0 },
  ...{ unpaid: 0, cancelled: 0, refunds: 0, refundFen: 0, returns: 0 },
  returnedUnits: { sellable: 0, refurbish: 0, scrap: 0, damaged: 0 },
  openProcesses: 0,
  exceptionsByCause: {},
})

/** Goes on from a truth that is known already, and leaves that one as it is. */
export function tallyFrom(known: Truth | null): Tally {
  const truth: Writable<Truth> = known === null ? none() : structuredClone(known)
  const cause = (name: string): void => {
    truth.exceptionsByCause[name] = (truth.exceptionsByCause[name] ?? 0) + 1
  }
  const take = (fact: Fact): void => {
    switch (fact.is) {
      case 'placed':
        truth.channels[fact.channel].orders += 1
        truth.channels[fact.channel].gmvFen += fact.payFen
        return
      case 'exception':
        truth.exceptions[fact.code] += 1
        cause(`message.${fact.code}`)
        return
      case 'unpaid':
      case 'cancelled':
        truth[fact.is] += 1
        return
      case 'hotWanted':
      case 'hotGivenUp':
        return
      case 'refund':
        truth.refunds += 1
        truth.refundFen += fact.fen
        return
      case 'return':
        truth.returns += 1
        truth.returnedUnits[fact.condition] += fact.units
        return
      case 'cause':
        cause(fact.cause)
    }
  }
  return {
    truth,
    message({ expected, mishap, facts }) {
      truth.outcomes[expected] += 1
      if (mishap !== null) truth.mishaps[mishap] += 1
      facts.forEach(take)
    },
    facts: (facts) => facts.forEach(take),
  }
}

/**
 * What follows from what was decided before anything was sent.
 * @param hotUnits Units there ever are of what is short.
 */
export function truthOf(messages: readonly Message[], operations: readonly Operation[], hotUnits: number): Truth {
  const tally = tallyFrom(null)
  messages.forEach(tally.message)
  for (const { facts } of operations) tally.facts(facts)
  const told = messages.flatMap(({ facts }) => facts.map(({ is }) => is))
  const wanted = told.filter((is) => is === 'hotWanted').length - told.filter((is) => is === 'hotGivenUp').length
  const givenUp = Math.max(0, wanted - hotUnits)
  for (let order = 0; order < givenUp; order++) tally.facts([{ is: 'cause', cause: 'outOfStock' }])
  return tally.truth
}

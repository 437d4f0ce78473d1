import type { Random } from '../random.ts'
import type { Sale } from '../sale.ts'
import { hourMs, minuteMs, type Story, secondMs, type Telling, type Times, tell, version, withoutWork } from './told.ts'

const seconds = (random: Random, from: number, to: number): number => random.whole(from, to) * secondMs
const minutes = (random: Random, from: number, to: number): number => random.whole(from, to) * minuteMs

/** Placed and paid; a quarter is seen before it is paid. */
export function paid(sale: Sale, random: Random): { readonly times: Times & { paidAt: number }; readonly tellings: readonly Telling[] } {
  const paidAt = sale.placedAt + seconds(random, 20, 600)
  const seenUnpaid = sale.channel !== 'jd' && random.chance(0.25)
  const before = seenUnpaid ? [tell(version(sale, 'unpaid', sale.placedAt, {}))] : []
  return { times: { paidAt }, tellings: [...before, tell(version(sale, 'paid', paidAt + secondMs, { paidAt }))] }
}

/** Leaves some hours later, and arrives if there is time. */
export function leaves(
  sale: Sale,
  times: Times,
  random: Random,
  withinHours = 30,
): { readonly times: Times & { shippedAt: number }; readonly telling: Telling } {
  const shippedAt = (times.paidAt ?? sale.placedAt) + minutes(random, 90, withinHours * 60)
  const all = { ...times, shippedAt }
  return { times: all, telling: tell(version(sale, 'shipped', shippedAt + 5 * secondMs, all)) }
}

export function arrives(sale: Sale, times: Times & { shippedAt: number }, random: Random): Telling {
  const finishedAt = times.shippedAt + minutes(random, 10 * 60, 40 * 60)
  return tell(version(sale, 'finished', finishedAt, { ...times, finishedAt }))
}

export function ordinary(sale: Sale, random: Random): Story {
  const first = paid(sale, random)
  const left = leaves(sale, first.times, random)
  return withoutWork(sale, [...first.tellings, left.telling, arrives(sale, left.times, random)])
}

/** Waits for stock that is not there for all; the merchant ships none of it before the sale is over. */
export function hot(sale: Sale, random: Random): Story {
  const { tellings } = paid(sale, random)
  const [placed, ...later] = tellings
  return withoutWork(sale, [{ ...placed!, facts: [{ is: 'hotWanted' }] }, ...later])
}

/** Held by the channel at first: a group that has to fill, a check of the buyer. */
export function held(sale: Sale, random: Random): Story {
  const paidAt = sale.placedAt + seconds(random, 20, 300)
  const releasedAt = paidAt + minutes(random, 5, 60)
  const left = leaves(sale, { paidAt: releasedAt }, random)
  const shipped = tell(version(sale, 'shipped', left.times.shippedAt + secondMs, { paidAt, shippedAt: left.times.shippedAt }))
  return withoutWork(sale, [
    tell(version(sale, 'held', paidAt + secondMs, { paidAt })),
    tell(version(sale, 'paid', releasedAt, { paidAt })),
    shipped,
  ])
}

export function presale(sale: Sale, random: Random): Story {
  const depositAt = sale.placedAt + seconds(random, 10, 120)
  const paidAt = depositAt + minutes(random, 30, 8 * 60)
  const times = { depositAt, paidAt }
  const tellings = [
    tell(version(sale, 'depositPaid', depositAt + secondMs, { depositAt })),
    tell(version(sale, 'paid', paidAt + secondMs, times)),
  ]
  if (sale.channel === 'pos') return withoutWork(sale, tellings)
  return withoutWork(sale, [...tellings, leaves(sale, times, random).telling])
}

/** Paid to the carrier. */
export function cashOnDelivery(sale: Sale, random: Random): Story {
  const shippedAt = sale.placedAt + minutes(random, 60, 10 * 60)
  const finishedAt = shippedAt + minutes(random, 8 * 60, 30 * 60)
  return withoutWork(sale, [
    tell(version(sale, 'paid', sale.placedAt + secondMs, {})),
    tell(version(sale, 'shipped', shippedAt + secondMs, { shippedAt })),
    tell(version(sale, 'finished', finishedAt + secondMs, { shippedAt, finishedAt, paidAt: finishedAt })),
  ])
}

/** Paid in time, but word of it comes hours after the ledger gave the order up. */
export function toldLate(sale: Sale, random: Random): Story {
  const paidAt = sale.placedAt + seconds(random, 60, 900)
  return withoutWork(sale, [
    tell(version(sale, 'unpaid', sale.placedAt, {})),
    tell(version(sale, 'paid', paidAt, { paidAt }), [], random.whole(4, 7) * hourMs),
  ])
}

/** Over the counter: one ticket says it all, or paid and sent home. */
export const atTheTill = (sale: Sale): Story => withoutWork(sale, [tell(version(sale, 'paid', sale.placedAt, { paidAt: sale.placedAt }))])

import type { Ids } from '../order-ids.ts'
import type { Random } from '../random.ts'
import type { Sale } from '../sale.ts'
import { dayMs } from '../times.ts'
import { moneyBack } from './money-back.ts'
import { hourMs, minuteMs, type Sequel, type Story, secondMs, story, type Telling, type Times, tell, version } from './told.ts'

const seconds = (random: Random, from: number, to: number): number => random.whole(from, to) * secondMs
export const minutes = (random: Random, from: number, to: number): number => random.whole(from, to) * minuteMs
const hours = (random: Random, from: number, to: number): number => minutes(random, from * 60, to * 60)

/** Placed and paid; a quarter is seen before it is paid. */
export function paid(sale: Sale, random: Random): { readonly times: Times & { paidAt: number }; readonly tellings: readonly Telling[] } {
  const paidAt = sale.placedAt + seconds(random, 20, 600)
  const seenUnpaid = sale.channel !== 'jd' && random.chance(0.25)
  const before = seenUnpaid ? [tell(version(sale, 'unpaid', sale.placedAt, {}))] : []
  return { times: { paidAt }, tellings: [...before, tell(version(sale, 'paid', paidAt + secondMs, { paidAt }))] }
}

/** How long a buyer takes to say that everything is there; after ten days the channel says so. */
const confirms = (random: Random): number => (random.chance(0.4) ? 10 * dayMs : hours(random, 2, 9 * 24))

/** Told when it left and when the buyer has it. Tills say nothing more of what they sold. */
export function sends({ sale, ids }: { readonly sale: Sale; readonly ids: Ids }, times: Times, random: Random): Sequel {
  if (sale.channel === 'pos') return { left: () => [], arrived: () => [], inspected: () => [], givenUp: () => [] }
  return {
    left: ({ at, parcels }) => [tell(version(sale, 'shipped', at + minutes(random, 2, 20), { ...times, shippedAt: at, parcels }))],
    arrived({ at: shippedAt, parcels }, at) {
      const finishedAt = at + confirms(random)
      const paidAtDoor = sale.cashOnDelivery ? { paidAt: at } : {}
      const all = { ...times, shippedAt, parcels, ...paidAtDoor }
      const isCollected = sale.cashOnDelivery && sale.channel === 'taobao'
      const signed = isCollected ? [tell(version(sale, 'signed', at + 30 * minuteMs, all))] : []
      return [...signed, tell(version(sale, 'finished', finishedAt, { ...all, finishedAt }))]
    },
    inspected: () => [],
    givenUp: (at) => moneyBack(sale, ids, times, at + minutes(random, 5, 60)),
  }
}

type Bought = { readonly sale: Sale; readonly ids: Ids }

export function ordinary(bought: Bought, random: Random): Story {
  const first = paid(bought.sale, random)
  return story(bought.sale, first.tellings, { sequel: sends(bought, first.times, random) })
}

/** Of what there is not enough for all. */
export function hot(bought: Bought, random: Random): Story {
  const { times, tellings } = paid(bought.sale, random)
  const [placed, ...later] = tellings
  return story(bought.sale, [{ ...placed!, facts: [{ is: 'hotWanted' }] }, ...later], { sequel: sends(bought, times, random) })
}

/** Held by the channel at first: a group that has to fill, a check of the buyer. */
export function held(bought: Bought, random: Random): Story {
  const { sale } = bought
  const paidAt = sale.placedAt + seconds(random, 20, 300)
  const releasedAt = paidAt + minutes(random, 5, 60)
  const tellings = [tell(version(sale, 'held', paidAt + secondMs, { paidAt })), tell(version(sale, 'paid', releasedAt, { paidAt }))]
  return story(sale, tellings, { sequel: sends(bought, { paidAt }, random) })
}

export function presale(bought: Bought, random: Random): Story {
  const { sale } = bought
  const depositAt = sale.placedAt + seconds(random, 10, 120)
  const paidAt = depositAt + minutes(random, 30, 8 * 60)
  const times = { depositAt, paidAt }
  const tellings = [
    tell(version(sale, 'depositPaid', depositAt + secondMs, { depositAt })),
    tell(version(sale, 'paid', paidAt + secondMs, times)),
  ]
  return story(sale, tellings, { sequel: sends(bought, times, random) })
}

/** Paid to the carrier. */
export function cashOnDelivery(bought: Bought, random: Random): Story {
  const { sale } = bought
  return story(sale, [tell(version(sale, 'paid', sale.placedAt + secondMs, {}))], { sequel: sends(bought, {}, random) })
}

/** Paid in time, but word of it comes hours after the ledger gave the order up. */
export function toldLate(bought: Bought, random: Random): Story {
  const { sale } = bought
  const paidAt = sale.placedAt + seconds(random, 60, 900)
  const tellings = [
    tell(version(sale, 'unpaid', sale.placedAt, {})),
    tell(version(sale, 'paid', paidAt, { paidAt }), [], random.whole(4, 7) * hourMs),
  ]
  return story(sale, tellings, { sequel: sends(bought, { paidAt }, random) })
}

/** Over the counter: one ticket says it all, or paid and sent home. */
export const atTheTill = (sale: Sale): Story => story(sale, [tell(version(sale, 'paid', sale.placedAt, { paidAt: sale.placedAt }))])

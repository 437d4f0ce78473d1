import { hotSku } from '../goods.ts'
import type { Fact } from '../message.ts'
import type { Ids } from '../order-ids.ts'
import type { Random } from '../random.ts'
import type { Sale } from '../sale.ts'
import { moneyBack } from './money-back.ts'
import { paid } from './ordinary.ts'
import { hourMs, minuteMs, payWithinMs, type Story, secondMs, story, tell, version } from './told.ts'

const isHot = ({ lines }: Sale): boolean => lines.some(({ sku }) => sku.sku === hotSku.sku)
const gone = (sale: Sale): readonly Fact[] => (isHot(sale) ? [{ is: 'hotWanted' }, { is: 'hotGivenUp' }] : [])

/** Never paid: the deadline cancels it, and on some channels a message says the same. */
export function unpaid(sale: Sale, random: Random): Story {
  const first = tell(version(sale, 'unpaid', sale.placedAt, {}), [{ is: 'unpaid' }, ...gone(sale)])
  if (!random.chance(0.4)) return story(sale, [first])
  const closedAt = sale.placedAt + payWithinMs + random.whole(1, 300) * secondMs
  return story(sale, [first, tell(version(sale, 'closedUnpaid', closedAt, { closedAt }))])
}

/** All the buyer's money goes back and nothing leaves; at times word of the money comes before word of the order. */
export function cancelled(sale: Sale, ids: Ids, random: Random): Story {
  const { times, tellings } = paid(sale, random)
  const requestedAt = times.paidAt + random.whole(5, 45) * minuteMs
  const closedAt = requestedAt + random.whole(3, 20) * minuteMs
  const back = moneyBack(sale, ids, times, closedAt, requestedAt)
  const refunds = back.slice(0, -1)
  const closed = { ...back.at(-1)!, facts: [{ is: 'cancelled' } as const, ...gone(sale)] }
  const isLate = tellings.length === 1 && random.chance(0.15)
  if (!isLate) return story(sale, [...tellings, ...refunds, closed])
  const [order] = tellings
  const late = { ...order!, at: closed.at + 10 * minuteMs }
  return story(sale, [...refunds, late, { ...closed, at: late.at + random.whole(1, 3) * hourMs }])
}

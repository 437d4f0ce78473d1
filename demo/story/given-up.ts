import { hotSku } from '../goods.ts'
import type { Fact } from '../message.ts'
import type { Ids } from '../order-ids.ts'
import type { Random } from '../random.ts'
import type { AfterSale, Line, Sale } from '../sale.ts'
import type { Channel } from '../shops.ts'
import { paid } from './ordinary.ts'
import { hourMs, minuteMs, payWithinMs, type Story, secondMs, type Telling, tell, tellAfterSale, version, withoutWork } from './told.ts'

const isHot = ({ lines }: Sale): boolean => lines.some(({ sku }) => sku.sku === hotSku.sku)
const gone = (sale: Sale): readonly Fact[] => (isHot(sale) ? [{ is: 'hotWanted' }, { is: 'hotGivenUp' }] : [])

/** Never paid: the deadline cancels it, and on some channels a message says the same. */
export function unpaid(sale: Sale, random: Random): Story {
  const first = tell(version(sale, 'unpaid', sale.placedAt, {}), [{ is: 'unpaid' }, ...gone(sale)])
  if (!random.chance(0.4)) return withoutWork(sale, [first])
  const closedAt = sale.placedAt + payWithinMs + random.whole(1, 300) * secondMs
  return withoutWork(sale, [first, tell(version(sale, 'closedUnpaid', closedAt, { closedAt }))])
}

const soldLines = ({ lines }: Sale): readonly Line[] => lines.filter(({ isGift }) => !isGift)

/** Whether the channel gives a whole order back in one case, or line by line. */
const inOneCase: Readonly<Record<Channel, boolean>> = {
  taobao: false,
  jd: true,
  douyin: true,
  pdd: false,
  'wechat-shop': false,
  app: true,
  pos: true,
}

/** All the buyer's money goes back and nothing leaves; at times word of the money comes before word of the order. */
export function cancelled(sale: Sale, ids: Ids, random: Random): Story {
  const { times, tellings } = paid(sale, random)
  const requestedAt = times.paidAt + random.whole(5, 45) * minuteMs
  const closedAt = requestedAt + random.whole(3, 20) * minuteMs
  const lines = soldLines(sale)
  const groups = inOneCase[sale.channel] ? [lines] : lines.map((line) => [line])
  const refunds = groups.map((group, index): Telling => {
    const freightFen = index === 0 ? sale.freightFen : 0
    const refundFen = freightFen + group.reduce((sum, line) => sum + line.payFen, 0)
    const said: AfterSale = {
      ...{ refundId: ids.refund(index), kind: 'cancelBeforeShip', status: 'paid', refundFen, freightFen, requestedAt },
      ...{ lines: group.map((line) => ({ line, quantity: line.quantity })), returnWaybill: null, condition: 'sellable' },
      modifiedAt: closedAt - 60 * secondMs + index * secondMs,
    }
    return tellAfterSale(said, [{ is: 'refund', fen: refundFen }])
  })
  const closed = tell(version(sale, 'closedAfterPay', closedAt, { ...times, closedAt }), [{ is: 'cancelled' }, ...gone(sale)])
  const isLate = tellings.length === 1 && random.chance(0.15)
  if (!isLate) return withoutWork(sale, [...tellings, ...refunds, closed])
  const [order] = tellings
  const late = { ...order!, at: closed.at + 10 * minuteMs }
  return withoutWork(sale, [...refunds, late, { ...closed, at: late.at + random.whole(1, 3) * hourMs }])
}

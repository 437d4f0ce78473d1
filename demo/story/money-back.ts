import type { Ids } from '../order-ids.ts'
import type { AfterSale, Line, Sale } from '../sale.ts'
import type { Channel } from '../shops.ts'
import { secondMs, type Telling, type Times, tell, tellAfterSale, version } from './told.ts'

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

/** All the buyer's money goes back and the channel closes the order; the last thing told is that. */
export function moneyBack(
  sale: Sale,
  ids: Ids,
  times: Times,
  closedAt: number,
  requestedAt = closedAt - 120 * secondMs,
): readonly Telling[] {
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
  return [...refunds, tell(version(sale, 'closedAfterPay', closedAt, { ...times, closedAt }))]
}

import { orderAggregate } from '../../domain/order/order.ts'
import { notCancelledAlone } from '../../domain/order/state.ts'
import { type ProtectedLine, protectedBy } from '../../domain/promotion/price-protection.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import type { CommandBus } from '../command-bus.ts'
import type { Quoted, Quoter } from './quoter.ts'

export interface Protection {
  readonly policy: Quoted['policy']
  readonly lines: readonly ProtectedLine[]
  readonly refundFen: number
}

/**
 * What an order would cost less now, by the promotions in force, as far as one of them says that it is paid back; changes nothing: whoever
 * agrees asks for a refund of kind `priceProtection`.
 * @param placedAt When it was ordered.
 */
export const createPriceProtection =
  ({ bus, quote }: { readonly bus: Pick<CommandBus, 'look'>; readonly quote: Quoter }) =>
  async (orderId: string, placedAt: number, at: number): Promise<Protection | Rejection> => {
    const order = await bus.look(orderAggregate, orderId)
    if (order === null) return reject('ORDER_UNKNOWN', { orderId })
    const bought = [...order.lines.values()].flatMap((line) => {
      const quantity = notCancelledAlone(line)
      return line.kind === 'goods' && line.sku !== null && quantity > 0 ? [{ line, sku: line.sku, quantity }] : []
    })
    const lines = bought.map(({ line: { lineId }, sku, quantity }) => ({ lineId, sku, quantity }))
    const { channel, shop } = order
    const now = await quote({ channel, shop, lines, isPresale: false, tradeIn: null, freightFen: 0 }, at)
    if ('accepted' in now) return now
    const paid = bought.map(({ line: { lineId, unitBuyerFen, unitRefundedFen }, quantity }) => {
      return { lineId, unitBuyerFen: unitBuyerFen.slice(0, quantity), unitRefundedFen: unitRefundedFen.slice(0, quantity) }
    })
    const found = protectedBy(now.document, now.basket, now.quote, placedAt, paid)
    return { policy: now.policy, lines: found, refundFen: found.reduce((sum, { refundFen }) => sum + refundFen, 0) }
  }

import { unitsOf } from '../../../domain/after-sales/rules.ts'
import { leftOf } from '../../../domain/order/refunding.ts'
import type { Catalogue } from '../../catalogue/port.ts'
import { componentsOf } from '../../intake/resolve.ts'
import type { Next } from '../process.ts'
import { ask, type Look } from './look.ts'

/** What is sold as a SKU, and of which parts; null where the catalogue does not know all of them. */
export async function goodsOf(catalogue: Catalogue, sku: string) {
  const facts = await catalogue.sku(sku)
  const stock = facts === null ? null : await componentsOf(facts, catalogue)
  if (facts === null || stock === null) return null
  return { channelSku: facts.sku, sku: facts.sku, title: facts.name, category: facts.category, brand: facts.brand, stock }
}

/** Other goods for an exchange are priced once it is agreed to; nothing is, where somebody does not know what they are. */
export async function price(look: Look, catalogue: Catalogue): Promise<Next | null> {
  if (!isToPrice(look)) return null
  const goods = await Promise.all(look.afterSales.exchange!.lines.map(({ sku }) => goodsOf(catalogue, sku)))
  return priceOf(
    look,
    goods.every((each) => each !== null),
  )
}

function isToPrice({ afterSales: { kind, phase, exchange, replacement }, order }: Look): boolean {
  if (kind !== 'exchange' || exchange === null || exchange.priced !== null || replacement !== null || order === null) return false
  return phase === 'agreed' || phase === 'paid'
}

/** By what the order says that the units carry; what this case itself was to give back does not count against them. */
export function priceOf(look: Look, isKnown: boolean): Next | null {
  if (!isToPrice(look)) return null
  const { afterSalesId, phase, exchange } = look.afterSales
  const order = look.order!
  const wanted = new Map<string, number>()
  for (const { lineId, quantity } of unitsOf(look.afterSales, order)) wanted.set(lineId, (wanted.get(lineId) ?? 0) + quantity)
  const named = [...wanted]
    .filter(([lineId]) => exchange!.lines.some((line) => line.lineId === lineId))
    .map(([lineId, quantity]) => ({ lineId, quantity }))
  const isPossible =
    isKnown && named.length > 0 && named.every(({ lineId, quantity }) => quantity <= (order.lines.get(lineId)?.quantity ?? 0))
  const isRefused = look.state.steps.get('price')?.answers.some(({ accepted }) => !accepted) ?? false
  // The channel paid before it was known what the exchange comes to: people settle what does not fit.
  if (phase === 'paid' && (isRefused || !isPossible)) return { do: 'wait', forWhat: 'exchangePrice', keys: [], dueAt: null }
  if (!isPossible) {
    const data = { afterSalesId, code: 'SKU_UNKNOWN', reason: 'the other goods, or the units they are sent for, are not known' }
    return ask('refuse', [{ type: 'RefuseRefund', data }])
  }
  const committed = order.refunds.get(afterSalesId)
  if (phase === 'agreed' && committed !== undefined && committed.buyerFen > 0)
    return ask('release', [{ type: 'ReleaseRefund', data: { orderId: order.orderId, afterSalesId } }])
  const units = named.map((unit) => ({ ...unit, carriedFen: leftOf(order, [unit]) }))
  return ask('price', [{ type: 'PriceExchange', data: { afterSalesId, units } }])
}

import { notShipped } from '../../../domain/order/state.ts'
import type { Ask } from '../../../domain/process/process.ts'
import type { Look } from './departure.ts'
import type { News } from './issuing.ts'

/**
 * What a location says left, in units of the order's lines: a set counts once all its parts are named, so the fullest part decides. Null
 * when there is nothing to tell: more left than is wanted still.
 * @param shipmentId As the order is to know it.
 */
export function reportAsk({ departure, order }: Look, { further }: News, shipmentId: string): Ask | null {
  const { orderId, carrier, waybill, dispatchedAt: shippedAt } = departure
  const lines = [...Map.groupBy(further.lines, ({ lineId }) => lineId)].flatMap(([lineId, parts]) => {
    const line = order.lines.get(lineId)
    if (line === undefined) return []
    const units = parts.map(({ sku, quantity }) =>
      Math.ceil(quantity / (line.stock.find((each) => each.sku === sku)?.quantityPerUnit ?? 1)),
    )
    const quantity = Math.min(Math.max(...units), notShipped(line))
    return quantity > 0 ? [{ lineId, quantity, serialNumbers: parts.flatMap(({ serialNumbers }) => serialNumbers) }] : []
  })
  return lines.length === 0 ? null : { type: 'RecordShipment', data: { orderId, shipmentId, carrier, waybill, shippedAt, lines } }
}

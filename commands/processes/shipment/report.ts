import type { ShippedLine } from '../../../domain/fulfilment/state.ts'
import { newlyLeft, totalOf, unnamedBefore, unnamedUnits } from '../../../domain/fulfilment/unnamed-units.ts'
import { type LineState, notShipped } from '../../../domain/order/state.ts'
import { unitsBegun } from '../../../domain/order/units-begun.ts'
import { sum } from '../../../domain/shared/money.ts'
import type { Tell } from '../told.ts'
import { accountKey } from './account-key.ts'
import type { Left } from './departure.ts'
import type { News } from './issuing.ts'
import type { Look } from './look.ts'
import { isNamedBefore, type Named } from './named.ts'
import { isTold } from './told-as.ts'

/**
 * What a location says left, in units of the order's lines. Null when there is nothing to tell: a part of a set that is counted already, or
 * more than is wanted still.
 * @param shipmentId As the order is to know it.
 */
export function reportAsk(look: Look, { further }: News, shipmentId: string): Tell | null {
  const { orderId, carrier, waybill, dispatchedAt: shippedAt } = look.departure
  const soFar = unitsSoFar(look, further)
  const lines = [...Map.groupBy(further.lines, ({ lineId }) => lineId)].flatMap(([lineId, parts]) => {
    const quantity = newUnits(look.order.lines.get(lineId), parts, soFar)
    return quantity > 0 ? [{ lineId, quantity, serialNumbers: parts.flatMap(({ serialNumbers }) => serialNumbers) }] : []
  })
  return lines.length === 0 ? null : { type: 'RecordShipment', data: { orderId, shipmentId, carrier, waybill, shippedAt, lines } }
}

function newUnits(line: LineState | undefined, further: readonly ShippedLine[], soFar: ReadonlyMap<string, number>): number {
  if (line === undefined) return 0
  const parts = line.stock.map(({ sku, quantityPerUnit }) => {
    const after = soFar.get(accountKey({ lineId: line.lineId, sku })) ?? 0
    const before = after - sum(further.map((each) => (each.sku === sku ? each.quantity : 0)))
    return { after: { units: after, quantityPerUnit }, before: { units: before, quantityPerUnit } }
  })
  return Math.min(unitsBegun(parts.map(({ after }) => after)) - unitsBegun(parts.map(({ before }) => before)), notShipped(line))
}

/** Units that left with this shipment and before it, by line and SKU. Of those named later the order hears by what says so. */
function unitsSoFar({ order, promises, named }: Look, { fulfilmentId, shipmentId }: Left): ReadonlyMap<string, number> {
  const own = [...named.values()].flat().find((each) => each.fulfilmentId === fulfilmentId && each.shipmentId === shipmentId)
  const isLater = (each: Named) => own !== undefined && !isTold(order, each) && isNamedBefore(own, each)
  const units = new Map<string, number>()
  for (const [id, { key, issued }] of promises) {
    const ofIt = named.get(id) ?? []
    const later = ofIt.filter(isLater).map((each) => newlyLeft(each.quantity, 0, unnamedBefore(each.shipmentId, issued, ofIt)))
    const gone = totalOf(ofIt) + unnamedUnits(totalOf(issued), totalOf(ofIt))
    units.set(key, (units.get(key) ?? 0) + gone - sum(later))
  }
  return units
}

import { afterSalesAggregate } from '../../../domain/after-sales/after-sales.ts'
import { leftOf } from '../../../domain/order/refunding.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { AfterSalesDocument } from '../../../domain/policy/kinds/after-sales.ts'
import type { Ask } from '../../../domain/process/process.ts'
import { orderKey } from '../../../domain/shared/stream-name.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { PolicyInForce } from '../../policies/port.ts'
import { type Parcel, parcelsOf } from '../after-sales/parcels.ts'

/** A parcel the buyer did not take opens a case for what is left of its units, where no case is about them: its channel sends none. */
export async function openCaseAsks(
  bus: CommandBus,
  order: Readonly<Order>,
  { document }: PolicyInForce<AfterSalesDocument>,
  now: number,
): Promise<{ step: string; asks: readonly Ask[] } | null> {
  const { channel, shop, orderId } = order
  if (!document.opensRefusedFor.includes(channel)) return null
  for (const { shipmentId, shipment } of await parcelsOf(bus, order)) {
    if (shipment.outcome !== 'refused' || shipment.intercept !== null) continue
    const refundId = `refused/${shipmentId}`
    const afterSalesId = orderKey(channel, shop, refundId)
    const lines = linesIn(shipment, order)
    if (lines.length === 0 || isCovered(order, lines)) continue
    const known = await bus.look(afterSalesAggregate, afterSalesId)
    if (known !== null && known.phase !== 'requested') continue
    if (known !== null) return { step: `agree/${shipmentId}`, asks: [{ type: 'AgreeToRefund', data: { afterSalesId } }] }
    const request = {
      ...{ afterSalesId, orderId, channel, shop, refundId, kind: 'rejectedDelivery', requestedAt: now },
      ...{ lines, refundFen: leftOf(order, lines), freightFen: 0, reason: 'the buyer did not take the parcel' },
    }
    return { step: `open/${shipmentId}`, asks: [{ type: 'RequestRefund', data: request }] }
  }
  return null
}

/** Whole units of each line in it, the parts of a set together. */
function linesIn({ lines }: Parcel['shipment'], order: Readonly<Order>) {
  const units = new Map<string, number>()
  for (const { lineId, sku, quantity } of lines) {
    const perUnit = order.lines.get(lineId)?.stock.find((stock) => stock.sku === sku)?.quantityPerUnit ?? 1
    units.set(lineId, Math.max(units.get(lineId) ?? 0, Math.floor(quantity / perUnit)))
  }
  return [...units].filter(([, quantity]) => quantity > 0).map(([lineId, quantity]) => ({ lineId, quantity }))
}

/** Some case has money of these lines already: it is for people to say whether it is about the same units. */
const isCovered = (order: Readonly<Order>, lines: readonly { readonly lineId: string }[]): boolean =>
  order.refunds.values().some(({ units }) => units.some((unit) => lines.some(({ lineId }) => lineId === unit.lineId)))

import type { ReturnOrder } from '../../domain/wms/canonical.ts'
import { orderCodeOf } from '../../domain/wms/keys.ts'
import type { WmsReturn } from '../../domain/wms/return-order.ts'
import { type DeliveryOrderSources, readConsigned, recipientOf } from './delivery-order.ts'

/** What a warehouse is to be told of units that come back, their sender in clear; null when the buyer was forgotten, or there is no such order. */
export async function returnOrderOf(
  returnCode: string,
  orderId: string,
  { kind, fulfilmentId, waybill, lines }: NonNullable<WmsReturn['told']>,
  now: number,
  { events, catalogue, reveal }: DeliveryOrderSources,
): Promise<{ readonly personId: string; readonly order: ReturnOrder } | null> {
  const consigned = await readConsigned(events, orderId)
  const sender = consigned === null ? null : await recipientOf(consigned.to, reveal)
  if (consigned === null || sender === null) return null
  const named = await Promise.all(
    lines.map(async ({ sku, quantity }, place) => ({
      lineNumber: place + 1,
      sku,
      name: (await catalogue.sku(sku))?.name ?? sku,
      quantity,
    })),
  )
  const order = { orderCode: returnCode, deliveryOrderCode: orderCodeOf(fulfilmentId), kind, waybill, createdAt: now, sender, lines: named }
  return { personId: consigned.to.buyer.personId, order }
}

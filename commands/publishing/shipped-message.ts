import { listedAt, listingAggregate } from '../../domain/catalogue/listing.ts'
import type { FulfilmentRequest, Shipment } from '../../domain/fulfilment/state.ts'
import type { OrderLine } from '../../domain/order/events.ts'
import type { MessageOf } from '../../domain/publishing/messages.ts'
import { streamKey } from '../../domain/shared/stream-name.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { CommandBus } from '../command-bus.ts'
import { orderSeen } from './order-seen.ts'

export interface ShippedSources {
  readonly events: Pick<EventStore, 'readStream'>
  readonly bus: CommandBus
}

export interface Parcel {
  readonly request: FulfilmentRequest
  readonly shipmentId: string
  readonly shipment: Shipment
  /** What the channel calls its carrier. */
  readonly carrier: string | null
}

/** What a channel is told of a parcel; null where it told of it itself, or nobody knows the order. */
export async function shippedMessage(parcel: Parcel, sources: ShippedSources): Promise<MessageOf<'shipped'> | null> {
  const { request, shipmentId, shipment, carrier } = parcel
  const waybill = shipment.waybill!
  const order = await orderSeen(sources.events, request.orderId)
  if (order === null || order.toldByChannel.has(waybill) || order.toldByChannel.has(shipmentId)) return null
  const units = unitsOf(shipment, order.lines)
  const lines = await Promise.all(
    [...units].map(async ([line, { quantity, serialNumbers }]) => ({
      ...{ lineId: line.lineId, channelSku: line.channelSku, quantity, serialNumbers },
      channelItem: await itemOf(request, line.channelSku, shipment.dispatchedAt, sources.bus),
    })),
  )
  return {
    kind: 'shipped',
    ...{ channelOrderId: order.channelOrderId, fulfilmentId: request.fulfilmentId, shipmentId, carrier, waybill },
    isWhole: order.lines.every((line) => isIn(line, units, order.cancelled)),
    isFirst: order.left.every((each) => each === waybill || each === shipmentId),
    ...{ lines, shippedAt: shipment.dispatchedAt },
  }
}

type UnitsOfLine = { quantity: number; readonly serialNumbers: string[] }

/** What is in a parcel, in units of the order: of a set as many as its fullest part is of. */
function unitsOf({ lines: parts }: Shipment, lines: readonly OrderLine[]): ReadonlyMap<OrderLine, UnitsOfLine> {
  const units = new Map<OrderLine, UnitsOfLine>()
  for (const { lineId, sku, quantity, serialNumbers } of parts) {
    const line = lines.find((each) => each.lineId === lineId)
    if (line === undefined) continue
    const perUnit = line.stock.find((each) => each.sku === sku)?.quantityPerUnit ?? 1
    const so = units.get(line) ?? { quantity: 0, serialNumbers: [] }
    so.quantity = Math.max(so.quantity, Math.ceil(quantity / perUnit))
    so.serialNumbers.push(...serialNumbers)
    units.set(line, so)
  }
  return units
}

/** Whether a parcel has all there is of a line; what takes no stock is in none. */
function isIn(line: OrderLine, units: ReadonlyMap<OrderLine, UnitsOfLine>, cancelled: ReadonlyMap<string, number>): boolean {
  return line.stock.length === 0 || (units.get(line)?.quantity ?? 0) >= line.quantity - (cancelled.get(line.lineId) ?? 0)
}

async function itemOf(
  { channel, shop }: FulfilmentRequest,
  channelSku: string | null,
  at: number,
  bus: CommandBus,
): Promise<string | null> {
  if (channelSku === null) return null
  const listing = await bus.look(listingAggregate, streamKey([channel, shop, channelSku]))
  return (listing === null ? null : listedAt(listing, at)?.channelItem) ?? null
}

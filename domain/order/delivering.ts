import { accept, type Decision, type Rejection, reject } from '../shared/decision.ts'
import type { ChannelOrder } from './channel-order.ts'
import type { OrderCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { OrderEvent } from './events.ts'
import { freightLineId } from './freight.ts'
import { beyondLimit } from './limits.ts'
import { notShipped } from './state.ts'

type Shipment = Omit<Extract<OrderCommand, { type: 'RecordShipment' }>['data'], 'orderId'>

/** Each shipment once. It is a fact: it stands even when the order was cancelled meanwhile. */
function ship(draft: Draft, shipment: Shipment, channelModifiedAt: number | null): Rejection | null {
  const { shipmentId, carrier, waybill, shippedAt, lines } = shipment
  const { order } = draft
  if (order.shipments.has(shipmentId)) return null
  const unknown = lines.find(({ lineId }) => lineId === freightLineId || !order.lines.has(lineId))
  if (unknown !== undefined) return reject('LINE_UNKNOWN', { lineId: unknown.lineId, shipmentId })
  const tooMany = beyondLimit('shipments', order.shipments.size + 1)
  if (tooMany !== null) return tooMany
  draft.tell({ type: 'ShipmentReported', data: { ...draft.which, channelModifiedAt, shipmentId, carrier, waybill, shippedAt, lines } })
  return null
}

const deliver = (draft: Draft, deliveredAt: number, channelModifiedAt: number | null): void => {
  if (draft.order.deliveredAt === null) draft.tell({ type: 'DeliveryReported', data: { ...draft.which, channelModifiedAt, deliveredAt } })
}

/** Channels report one line in every parcel it was split over, so their quantities are kept as said and counted up to what was ordered. */
export function followDelivery(draft: Draft, { shipments, deliveredAt, modifiedAt }: ChannelOrder): Rejection | null {
  for (const shipment of shipments) {
    const problem = ship(draft, shipment, modifiedAt)
    if (problem !== null) return problem
  }
  if (deliveredAt !== null) deliver(draft, deliveredAt, modifiedAt)
  return null
}

export function recordShipment(draft: Draft, { data }: Extract<OrderCommand, { type: 'RecordShipment' }>): Decision<OrderEvent> {
  const { order } = draft
  if (order.shipments.has(data.shipmentId)) return accept()
  const quantities = new Map<string, number>()
  for (const { lineId, quantity } of data.lines) quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity)
  for (const [lineId, quantity] of quantities) {
    const line = order.lines.get(lineId)
    if (line !== undefined && quantity > notShipped(line))
      return reject('QUANTITY_EXCEEDED', { lineId, possible: Math.max(0, notShipped(line)) })
  }
  return ship(draft, data, null) ?? accept(...draft.events)
}

export function recordDelivery(draft: Draft, { data }: Extract<OrderCommand, { type: 'RecordDelivery' }>): Decision<OrderEvent> {
  deliver(draft, data.deliveredAt, null)
  return accept(...draft.events)
}

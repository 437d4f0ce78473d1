import type { Fulfilment, ShippedLine } from '../../../domain/fulfilment/state.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'

/** Units that left one location with one fulfilment. */
export interface Left {
  readonly fulfilmentId: string
  readonly shipmentId: string
  readonly location: string
  readonly lines: readonly ShippedLine[]
}

/** What was said of a shipment: by the channel in units of order lines, by a location in units of its reservations. */
export type Departure = {
  readonly orderId: string
  readonly shipmentId: string
  readonly carrier: string | null
  readonly waybill: string | null
  readonly dispatchedAt: number
  readonly reportedAt: number
} & (
  | { readonly saidBy: 'channel'; readonly lines: readonly { lineId: string; quantity: number; serialNumbers: readonly string[] }[] }
  | { readonly saidBy: 'location'; readonly left: Left }
)

/** As the channel says it. */
export type Reported = Extract<Departure, { readonly saidBy: 'channel' }>

export function departureOf(event: ProjectedEvent): Departure | null {
  if (event.type === 'ShipmentReported') {
    const { orderId, shipmentId, carrier, waybill, shippedAt, lines, channelModifiedAt } = event.data
    if (channelModifiedAt === null) return null
    const reportedAt = event.metadata.occurredAt
    return { saidBy: 'channel', orderId, shipmentId, carrier, waybill, dispatchedAt: shippedAt, reportedAt, lines }
  }
  if (event.type !== 'ShipmentDispatched') return null
  const { orderId, fulfilmentId, shipmentId, location, carrier, waybill, dispatchedAt, lines } = event.data
  const left = { fulfilmentId, shipmentId, location, lines }
  return { saidBy: 'location', orderId, shipmentId, carrier, waybill, dispatchedAt, reportedAt: event.metadata.occurredAt, left }
}

/**
 * Which fulfilments a shipment of order lines belongs to. A channel repeats a line in every parcel it was split over, so no more
 * is taken than is left to send; serial numbers go to the units in the order they are named.
 */
export function sharesOf(
  departure: Reported,
  order: Readonly<Order>,
  works: readonly { fulfilmentId: string; fulfilment: Readonly<Fulfilment> }[],
): readonly Left[] {
  const wanted = new Map<string, number>()
  const serialNumbers = new Map<string, string[]>()
  for (const { lineId, quantity, serialNumbers: numbers } of departure.lines) {
    for (const { sku, quantityPerUnit, serialNumberRequired } of order.lines.get(lineId)?.stock ?? []) {
      const key = JSON.stringify([lineId, sku])
      wanted.set(key, (wanted.get(key) ?? 0) + quantity * quantityPerUnit)
      if (serialNumberRequired) serialNumbers.set(key, [...(serialNumbers.get(key) ?? []), ...numbers])
    }
  }
  return works.flatMap(({ fulfilmentId, fulfilment }) => {
    const lines: ShippedLine[] = []
    for (const { requested, dispatched } of fulfilment.lines.values()) {
      const key = JSON.stringify([requested.lineId, requested.sku])
      const quantity = Math.min(requested.quantity - dispatched, wanted.get(key) ?? 0)
      if (quantity <= 0) continue
      wanted.set(key, wanted.get(key)! - quantity)
      const numbers = serialNumbers.get(key)?.splice(0, quantity) ?? []
      lines.push({ lineId: requested.lineId, sku: requested.sku, reservationId: requested.reservationId, quantity, serialNumbers: numbers })
    }
    const { shipmentId } = departure
    return lines.length === 0 ? [] : [{ fulfilmentId, shipmentId, location: fulfilment.request!.location, lines }]
  })
}

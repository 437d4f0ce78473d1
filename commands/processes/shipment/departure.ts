import type { ShippedLine } from '../../../domain/fulfilment/state.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'

/** Units that left one location with one fulfilment. */
export interface Left {
  readonly fulfilmentId: string
  readonly shipmentId: string
  readonly location: string
  /** One for each promise. */
  readonly lines: readonly ShippedLine[]
}

/** What was said of a shipment: by the channel in units of order lines, by a location in units of its reservations. */
export type Departure = {
  readonly orderId: string
  readonly shipmentId: string
  readonly carrier: string | null
  readonly waybill: string | null
  readonly dispatchedAt: number
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
    return { saidBy: 'channel', orderId, shipmentId, carrier, waybill, dispatchedAt: shippedAt, lines }
  }
  if (event.type !== 'ShipmentDispatched') return null
  const { orderId, fulfilmentId, shipmentId, location, carrier, waybill, dispatchedAt, lines } = event.data
  const left = { fulfilmentId, shipmentId, location, lines }
  return { saidBy: 'location', orderId, shipmentId, carrier, waybill, dispatchedAt, left }
}

import type { ShippedLine } from '../../../domain/fulfilment/state.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { Work } from '../order/fulfil.ts'
import type { Account } from './accounts.ts'
import type { Named } from './named.ts'
import type { Promises } from './promises.ts'

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

/** Everything one look at a shipment is about. */
export interface Look {
  readonly departure: Departure
  readonly order: Readonly<Order>
  /** All work of the order. */
  readonly works: readonly Work[]
  readonly promises: Promises
  /** Units of each promise by the shipments that name them, in the order they were named. */
  readonly named: ReadonlyMap<string, readonly Named[]>
  /** By line of the order and SKU: see `account-key.ts`. */
  readonly accounts: ReadonlyMap<string, Account>
  readonly state: Readonly<ProcessState>
}

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

import type { Channel } from '../../domain/shared/fields.ts'
import type { Milestone } from '../../domain/tracking/milestones.ts'
import type { Mark } from '../../domain/tracking/tracking.ts'

/** Where the carrier says it is, whatever the order in which its reports came, and when each milestone was first and last reported. */
export type TrackingDocument = { milestone: Milestone; status: string; reportedAt: number; marks: Mark[] }

export type ShipmentDocument = {
  shipmentId: string
  carrier: string | null
  waybill: string | null
  state: 'dispatched' | 'delivered' | 'refused'
  dispatchedAt: number
  endedAt: number | null
  /** Whether its carrier was asked to turn it round, and could not; not there while nobody asked. */
  intercept?: 'requested' | 'failed'
  /** Whether nobody said in time what became of it; not there while that is not so. */
  isOverdue?: true
  tracking: TrackingDocument | null
  lines: { lineId: string; sku: string; quantity: number; serialNumbers: string[] }[]
}

/** Work given to one location for one order. */
export type FulfilmentDocument = {
  fulfilmentId: string
  orderId: string
  channel: Channel
  shop: string
  location: string
  kind: 'delivery' | 'storePickup' | 'carryOut' | 'dropship'
  state:
    | 'requested'
    | 'accepted'
    | 'rejected'
    | 'packed'
    | 'partDispatched'
    | 'dispatched'
    | 'delivered'
    | 'refused'
    | 'cancelled'
    | 'expired'
  /** Whether the location still has something to do. */
  open: boolean
  /** Where it goes. */
  shipTo: string[]
  requestedAt: number
  promisedBy: number | null
  /** When it is too late to take the work; null when it never is. */
  acceptBy: number | null
  /** When somebody is shown that it has not left; null when nobody ever is. */
  sendBy: number | null
  /** What did not happen in time, and has not happened since: all of it to be sent, or a parcel of it to arrive. */
  overdue: 'sending' | 'arrival' | null
  /** Another system that has the work and must agree when it is called off. */
  handedOverTo: 'wms' | null
  callOff: 'asked' | 'refused' | null
  reason: string | null
  lines: { lineId: string; sku: string; category: string; brand: string; quantity: number; dispatched: number }[]
  parcels: string[]
  shipments: ShipmentDocument[]
  waybills: string[]
  /** Of shipments that the carrier reports on before the location said that they left. */
  trackedBefore: { shipmentId: string; tracking: TrackingDocument }[]
}

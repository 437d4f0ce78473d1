import type { Channel } from '../../domain/shared/fields.ts'

export type ShipmentDocument = {
  shipmentId: string
  carrier: string | null
  waybill: string | null
  state: 'dispatched' | 'delivered' | 'refused'
  dispatchedAt: number
  endedAt: number | null
  /** The carrier's last word, and when. */
  tracking: { status: string; reportedAt: number } | null
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
  state: 'requested' | 'accepted' | 'rejected' | 'packed' | 'partDispatched' | 'dispatched' | 'delivered' | 'refused' | 'cancelled'
  /** Whether the location still has something to do. */
  open: boolean
  /** Where it goes. */
  shipTo: string[]
  requestedAt: number
  promisedBy: number | null
  reason: string | null
  lines: { lineId: string; sku: string; category: string; brand: string; quantity: number; dispatched: number }[]
  parcels: string[]
  shipments: ShipmentDocument[]
  waybills: string[]
}

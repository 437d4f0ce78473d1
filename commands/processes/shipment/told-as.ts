import type { Order } from '../../../domain/order/state.ts'

/**
 * A shipment has a second number where the first is taken: tickets of two locations may have the same, and a location may know of more
 * units in a parcel than whoever told of it first.
 */
export const toldAs = (shipmentId: string, location: string): string => `${shipmentId}@${location}`

/** The number its location knows it under. */
export const firstNumberOf = (shipmentId: string, location: string): string =>
  shipmentId.endsWith(`@${location}`) ? shipmentId.slice(0, -location.length - 1) : shipmentId

/** Whether the order knows of it, under either number. */
export const isTold = ({ shipments }: Readonly<Order>, { shipmentId, location }: { shipmentId: string; location: string }): boolean =>
  shipments.has(shipmentId) || shipments.has(toldAs(shipmentId, location))

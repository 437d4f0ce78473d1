import { type Remembered, remember, remembering } from '../shared/remembered.ts'
import type { FulfilmentEvent } from './events.ts'

type DataOf<Type extends FulfilmentEvent['type']> = Extract<FulfilmentEvent, { type: Type }>['data']
export type FulfilmentRequest = DataOf<'FulfilmentRequested'>
export type RequestedLine = FulfilmentRequest['lines'][number]
export type ShippedLine = DataOf<'ShipmentDispatched'>['lines'][number]

/** Units that have come through each step. Every question about the whole is answered from these. */
export interface Progress {
  packed: number
  dispatched: number
  delivered: number
  refused: number
}
export type Step = keyof Progress

export interface FulfilmentLine extends Progress {
  /** Less what the location did not find. */
  requested: RequestedLine
  lacking: number
}

export interface Shipment {
  readonly carrier: string | null
  readonly waybill: string | null
  readonly lines: readonly ShippedLine[]
  readonly dispatchedAt: number
  outcome: 'delivered' | 'refused' | null
  /** When the buyer got it, or did not take it. */
  endedAt: number | null
  intercept: 'requested' | 'failed' | null
  /** Nobody said in time what became of it. */
  isOverdue: boolean
}

/** What becomes of a shipment later is no part of what was said when it left. */
export const underway = { outcome: null, endedAt: null, intercept: null, isOverdue: false }

export interface Fulfilment {
  request: FulfilmentRequest | null
  answer: 'accepted' | 'rejected' | 'cancelled' | 'expired' | null
  /** When it is too late to take the work; null when it never is. */
  acceptBy: number | null
  /** When somebody is shown that it has not left; null when nobody ever is. */
  sendBy: number | null
  isSendingOverdue: boolean
  /** Whether another system has the work, which must agree when it is called off. */
  handedOver: boolean
  /** Work of another order it was handed over with; null where it goes by itself. */
  under: string | null
  /** That system was asked to let the work be. Refused: it will not. */
  callOff: { readonly as: 'cancelled' | 'expired'; answer: 'asked' | 'refused' } | null
  requestedUnits: number
  readonly units: Progress
  /** By reservation: a line of a bundle has several. */
  readonly lines: Map<string, FulfilmentLine>
  readonly parcels: Map<string, readonly ShippedLine[]>
  readonly shipments: Map<string, Shipment>
  /** Of units that left. */
  readonly serialNumbers: Set<string>
  readonly tracking: Remembered<null>
}

export const noProgress = (): Progress => ({ packed: 0, dispatched: 0, delivered: 0, refused: 0 })

/** @param limit How many tracking reports are remembered to recognise repeats. */
export const initial = (limit: number): Fulfilment => ({
  request: null,
  answer: null,
  acceptBy: null,
  sendBy: null,
  isSendingOverdue: false,
  handedOver: false,
  under: null,
  callOff: null,
  requestedUnits: 0,
  units: noProgress(),
  lines: new Map(),
  parcels: new Map(),
  shipments: new Map(),
  serialNumbers: new Set(),
  tracking: remembering(limit),
})

export function evolve(fulfilment: Fulfilment, { type, data }: FulfilmentEvent): Fulfilment {
  switch (type) {
    case 'FulfilmentRequested':
      return request(fulfilment, data)
    case 'FulfilmentAccepted':
      fulfilment.answer = 'accepted'
      return fulfilment
    case 'FulfilmentRejected':
      fulfilment.answer = 'rejected'
      return fulfilment
    case 'FulfilmentCancelled':
      fulfilment.answer = 'cancelled'
      return fulfilment
    case 'AcceptanceDue':
      fulfilment.acceptBy = data.dueAt
      return fulfilment
    case 'SendingDue':
      fulfilment.sendBy = data.dueAt
      return fulfilment
    case 'SendingOverdue':
      fulfilment.isSendingOverdue = true
      return fulfilment
    case 'ArrivalOverdue':
      fulfilment.shipments.get(data.shipmentId)!.isOverdue = true
      return fulfilment
    case 'FulfilmentHandedOver':
      fulfilment.handedOver = true
      fulfilment.under = data.under ?? null
      return fulfilment
    case 'FulfilmentExpired':
      fulfilment.answer = 'expired'
      return fulfilment
    case 'CallOffAsked':
      fulfilment.callOff = { as: data.as, answer: 'asked' }
      return fulfilment
    case 'CallOffRefused':
      if (fulfilment.callOff !== null) fulfilment.callOff = { ...fulfilment.callOff, answer: 'refused' }
      return fulfilment
    case 'UnitsLacking':
      return lack(fulfilment, data.lines)
    case 'ParcelPacked':
      fulfilment.parcels.set(data.parcelId, data.lines)
      return advance(fulfilment, 'packed', data.lines)
    case 'ShipmentDispatched': {
      const { shipmentId, carrier, waybill, lines, dispatchedAt } = data
      // What left cannot be called off any more.
      fulfilment.callOff = null
      fulfilment.shipments.set(shipmentId, { carrier, waybill, lines, dispatchedAt, ...underway })
      for (const line of lines) for (const serialNumber of line.serialNumbers) fulfilment.serialNumbers.add(unitOf(line.sku, serialNumber))
      return advance(fulfilment, 'dispatched', lines)
    }
    case 'TrackingReported':
      remember(fulfilment.tracking, reportOf(data), data.reportedAt, null)
      return fulfilment
    case 'InterceptRequested':
      fulfilment.shipments.get(data.shipmentId)!.intercept = 'requested'
      return fulfilment
    case 'InterceptFailed':
      fulfilment.shipments.get(data.shipmentId)!.intercept = 'failed'
      return fulfilment
    case 'ShipmentDelivered':
      return end(fulfilment, data.shipmentId, 'delivered', data.deliveredAt)
    case 'DeliveryRefused':
      return end(fulfilment, data.shipmentId, 'refused', data.refusedAt)
  }
}

function request(fulfilment: Fulfilment, data: FulfilmentRequest): Fulfilment {
  fulfilment.request = data
  for (const line of data.lines) {
    fulfilment.lines.set(line.reservationId, { requested: line, lacking: 0, ...noProgress() })
    fulfilment.requestedUnits += line.quantity
  }
  return fulfilment
}

function advance(fulfilment: Fulfilment, step: Step, lines: readonly ShippedLine[]): Fulfilment {
  for (const { reservationId, quantity } of lines) {
    const line = fulfilment.lines.get(reservationId)
    if (line === undefined) throw new Error(`reservation ${reservationId} is not part of the fulfilment`)
    line[step] += quantity
    fulfilment.units[step] += quantity
  }
  return fulfilment
}

function lack(fulfilment: Fulfilment, lines: DataOf<'UnitsLacking'>['lines']): Fulfilment {
  for (const { reservationId, quantity, lacking } of lines) {
    const line = fulfilment.lines.get(reservationId)
    if (line === undefined) throw new Error(`reservation ${reservationId} is not part of the fulfilment`)
    line.requested = { ...line.requested, quantity: line.requested.quantity - quantity }
    line.lacking = lacking
    fulfilment.requestedUnits -= quantity
  }
  return fulfilment
}

function end(fulfilment: Fulfilment, shipmentId: string, outcome: 'delivered' | 'refused', endedAt: number): Fulfilment {
  const shipment = fulfilment.shipments.get(shipmentId)
  if (shipment === undefined) throw new Error(`shipment ${shipmentId} did not leave with this fulfilment`)
  shipment.outcome = outcome
  shipment.endedAt = endedAt
  return advance(fulfilment, outcome, shipment.lines)
}

export const unitOf = (sku: string, serialNumber: string): string => `${sku} ${serialNumber}`

type Report = Pick<DataOf<'TrackingReported'>, 'shipmentId' | 'carrier' | 'waybill' | 'reportedAt' | 'textHash'>

/** What makes a report the same one; the milestone is what we make of it, and may be made of it otherwise the next time. */
export const reportOf = ({ shipmentId, carrier, waybill, reportedAt, textHash }: Report): string =>
  JSON.stringify([shipmentId, carrier, waybill, reportedAt, textHash])

import type { Aggregate } from '../shared/aggregate.ts'
import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { mayBeForgotten, recall } from '../shared/remembered.ts'
import { same } from '../shared/same.ts'
import { askedToLetBe, expire, handOver, settle } from './calling-off.ts'
import { type FulfilmentCommand, fulfilmentCommands } from './commands.ts'
import type { FulfilmentEvent } from './events.ts'
import { reportLack } from './lacking.ts'
import { recordArrivalOverdue, recordSendingOverdue } from './overdue.ts'
import { isOpen, phaseOf } from './phase.ts'
import { type Requested, which, wrongPhase } from './requested.ts'
import { refused } from './shipped-lines.ts'
import { freeze, thaw, weigh } from './snapshot.ts'
import { evolve, type Fulfilment, type FulfilmentRequest, initial, reportOf, underway } from './state.ts'

export { fulfilmentKey } from './fulfilment-key.ts'
export { type Phase, phaseOf } from './phase.ts'
export type { Fulfilment } from './state.ts'

type Data<Type extends FulfilmentCommand['type']> = CommandOf<FulfilmentCommand, Type>['data']
type Decided = Decision<FulfilmentEvent>

export interface FulfilmentTypes {
  state: Fulfilment
  command: FulfilmentCommand
  event: FulfilmentEvent
}

/** Commands whose repeats the work itself knows: these a process may tell it. */
export const keyedOfFulfilment = [
  'RequestFulfilment',
  'ReportTracking',
  'DeliverShipment',
  'RefuseDelivery',
] as const satisfies readonly FulfilmentCommand['type'][]

/** Work given to one location for one order: stream `fulfilment-<id>`, the id being made by `fulfilmentKey`. */
export const fulfilmentAggregate = fulfilmentAggregateRemembering(1_000)

/** @param limit How many tracking reports are remembered; one that may repeat an older one is refused. */
export function fulfilmentAggregateRemembering(limit: number): Aggregate<FulfilmentTypes> {
  return {
    category: 'fulfilment',
    stateVersion: 6,
    commandTypes: Object.keys(fulfilmentCommands) as FulfilmentCommand['type'][],
    naturallyKeyed: keyedOfFulfilment,
    key: ({ data }) => data.fulfilmentId,
    initial: () => initial(limit),
    evolve,
    decide,
    freeze,
    thaw: (frozen) => thaw(frozen as Parameters<typeof thaw>[0], limit),
    weigh,
  }
}

function decide(fulfilment: Readonly<Fulfilment>, { type, data }: FulfilmentCommand): Decided {
  if (type === 'RequestFulfilment') return request(fulfilment, data)
  if (!isRequested(fulfilment)) return reject('FULFILMENT_UNKNOWN', { fulfilmentId: data.fulfilmentId })
  switch (type) {
    case 'AcceptFulfilment':
      return take(fulfilment)
    case 'RejectFulfilment':
      return callOff(fulfilment, 'rejected', { type: 'FulfilmentRejected', data: { ...which(fulfilment), reason: data.reason } })
    case 'CancelFulfilment':
      return cancel(fulfilment, data.reason)
    case 'HandOverFulfilment':
      return handOver(fulfilment, data)
    case 'ExpireFulfilment':
      return expire(fulfilment, data)
    case 'SettleCallOff':
      return settle(fulfilment, data)
    case 'RecordSendingOverdue':
      return recordSendingOverdue(fulfilment, data)
    case 'RecordArrivalOverdue':
      return recordArrivalOverdue(fulfilment, data)
    case 'ReportLack':
      return reportLack(fulfilment, data.lines, which(fulfilment))
    case 'PackParcel':
      return pack(fulfilment, data)
    case 'DispatchShipment':
      return dispatch(fulfilment, data)
    case 'ReportTracking':
      return track(fulfilment, data)
    case 'DeliverShipment':
      return end(fulfilment, 'delivered', data.shipmentId, { type: 'ShipmentDelivered', data: { ...data, ...which(fulfilment) } })
    case 'RequestIntercept':
      return requestIntercept(fulfilment, data)
    case 'FailIntercept':
      return failIntercept(fulfilment, data)
    case 'RefuseDelivery':
      return end(fulfilment, 'refused', data.shipmentId, { type: 'DeliveryRefused', data: { ...data, ...which(fulfilment) } })
  }
}

const isRequested = (fulfilment: Readonly<Fulfilment>): fulfilment is Requested => fulfilment.request !== null

/** Facts of SKUs and of the location may have changed since; what is asked for may not. */
function request(fulfilment: Readonly<Fulfilment>, data: Data<'RequestFulfilment'>): Decided {
  if (fulfilment.request !== null)
    return same(asked(fulfilment.request), asked(data)) ? accept() : reject('DOCUMENT_DIFFERS', { recorded: asked(fulfilment.request) })
  if (new Set(data.lines.map(({ reservationId }) => reservationId)).size < data.lines.length)
    return reject('BAD_REQUEST', { reason: 'a reservation is named twice' })
  const { acceptance, sending, ...request } = data
  const { fulfilmentId, orderId, channel, shop, location, regionPath } = data
  const of = { fulfilmentId, orderId, channel, shop, location, regionPath }
  return accept<FulfilmentEvent>(
    { type: 'FulfilmentRequested', data: request },
    ...(acceptance === undefined ? [] : [{ type: 'AcceptanceDue' as const, data: { ...of, ...acceptance } }]),
    ...(sending === undefined ? [] : [{ type: 'SendingDue' as const, data: { ...of, ...sending } }]),
  )
}

const asked = ({ orderId, location, kind, lines }: FulfilmentRequest) => ({
  orderId,
  location,
  kind,
  lines: lines.map(({ reservationId, lineId, sku, quantity }) => ({ reservationId, lineId, sku, quantity })),
})

/** Packing and dispatching take the work without saying so. */
function take(fulfilment: Requested): Decided {
  const phase = phaseOf(fulfilment)
  if (phase === 'requested') return accept({ type: 'FulfilmentAccepted', data: which(fulfilment) })
  return isOpen(fulfilment) ? accept() : wrongPhase(fulfilment)
}

/** A system that has the work may have sent it already: it is asked first. */
function cancel(fulfilment: Requested, reason: string): Decided {
  if (fulfilment.handedOver && isOpen(fulfilment)) return askedToLetBe(fulfilment, 'cancelled', reason)
  return callOff(fulfilment, 'cancelled', { type: 'FulfilmentCancelled', data: { ...which(fulfilment), reason } })
}

/** Only as long as nothing has left. */
function callOff(fulfilment: Requested, answer: 'rejected' | 'cancelled', event: FulfilmentEvent): Decided {
  if (fulfilment.answer === answer) return accept()
  return isOpen(fulfilment) && fulfilment.units.dispatched === 0 ? accept(event) : wrongPhase(fulfilment)
}

function pack(fulfilment: Requested, data: Data<'PackParcel'>): Decided {
  const packed = fulfilment.parcels.get(data.parcelId)
  if (packed !== undefined) return same(packed, data.lines) ? accept() : reject('DOCUMENT_DIFFERS', { parcelId: data.parcelId })
  if (!isOpen(fulfilment)) return wrongPhase(fulfilment)
  return refused(fulfilment, 'packed', data.lines, false) ?? accept({ type: 'ParcelPacked', data: { ...data, ...which(fulfilment) } })
}

function dispatch(fulfilment: Requested, data: Data<'DispatchShipment'>): Decided {
  const { fulfilmentId: _, shipmentId, ...content } = data
  const left = fulfilment.shipments.get(shipmentId)
  if (left !== undefined)
    return same({ ...left, ...underway }, { ...content, ...underway }) ? accept() : reject('DOCUMENT_DIFFERS', { shipmentId })
  if (!isOpen(fulfilment)) return wrongPhase(fulfilment)
  return (
    refused(fulfilment, 'dispatched', data.lines, true) ?? accept({ type: 'ShipmentDispatched', data: { ...data, ...which(fulfilment) } })
  )
}

/** Carriers report before the warehouse does, after the work is over, and again and again: all but repeats is recorded. */
function track(fulfilment: Requested, data: Data<'ReportTracking'>): Decided {
  if (recall(fulfilment.tracking, reportOf(data)) !== undefined) return accept()
  const { forgottenUpTo } = fulfilment.tracking
  if (mayBeForgotten(fulfilment.tracking, data.reportedAt)) return reject('COMMAND_TOO_OLD', { reportedAt: data.reportedAt, forgottenUpTo })
  return accept({ type: 'TrackingReported', data: { ...data, ...which(fulfilment) } })
}

function end(fulfilment: Requested, outcome: 'delivered' | 'refused', shipmentId: string, event: FulfilmentEvent): Decided {
  const shipment = fulfilment.shipments.get(shipmentId)
  if (shipment === undefined) return reject('SHIPMENT_UNKNOWN', { shipmentId })
  if (shipment.outcome === outcome) return accept()
  return shipment.outcome === null ? accept(event) : reject('FULFILMENT_STATE', { shipmentId, shipment: shipment.outcome })
}

/** A parcel that is on its way back already is what was wanted; one that the buyer has cannot be turned round any more. */
function requestIntercept(fulfilment: Requested, { shipmentId, afterSalesId, requestedAt }: Data<'RequestIntercept'>): Decided {
  const shipment = fulfilment.shipments.get(shipmentId)
  if (shipment === undefined) return reject('SHIPMENT_UNKNOWN', { shipmentId })
  if (shipment.outcome === 'delivered') return reject('FULFILMENT_STATE', { shipmentId, shipment: shipment.outcome })
  if (shipment.outcome === 'refused' || shipment.intercept !== null) return accept()
  const { carrier, waybill } = shipment
  return accept({ type: 'InterceptRequested', data: { ...which(fulfilment), shipmentId, afterSalesId, carrier, waybill, requestedAt } })
}

function failIntercept(fulfilment: Requested, { shipmentId, failedAt, reason }: Data<'FailIntercept'>): Decided {
  const shipment = fulfilment.shipments.get(shipmentId)
  if (shipment === undefined) return reject('SHIPMENT_UNKNOWN', { shipmentId })
  if (shipment.intercept === 'failed') return accept()
  if (shipment.intercept === null || shipment.outcome === 'refused')
    return reject('FULFILMENT_STATE', { shipmentId, shipment: shipment.outcome, intercept: shipment.intercept })
  return accept({ type: 'InterceptFailed', data: { ...which(fulfilment), shipmentId, failedAt, reason } })
}

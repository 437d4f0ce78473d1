import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import type { FulfilmentCommand } from './commands.ts'
import type { FulfilmentEvent } from './events.ts'
import { isOpen } from './phase.ts'
import { type Requested, which } from './requested.ts'
import type { Fulfilment } from './state.ts'

type Data<Type extends FulfilmentCommand['type']> = CommandOf<FulfilmentCommand, Type>['data']
type Decided = Decision<FulfilmentEvent>

/** Something is to leave still, by whom nobody else asks: a system that has the work is waited for by its own rules. */
export const isToSend = (fulfilment: Readonly<Fulfilment>): boolean =>
  isOpen(fulfilment) && !fulfilment.handedOver && fulfilment.units.dispatched < fulfilment.requestedUnits

/** Told once: it stays open, and what leaves later has left. */
export function recordSendingOverdue(fulfilment: Requested, { dueAt, askedAt }: Data<'RecordSendingOverdue'>): Decided {
  const { sendBy, isSendingOverdue } = fulfilment
  if (isSendingOverdue) return accept()
  if (sendBy !== dueAt || dueAt > askedAt || !isToSend(fulfilment)) return reject('NOT_DUE', { dueAt, sendBy })
  return accept({ type: 'SendingOverdue', data: { ...which(fulfilment), dueAt } })
}

/** Told once for each parcel; what became of it counts whenever it is said. */
export function recordArrivalOverdue(fulfilment: Requested, { shipmentId, dueAt, policy, askedAt }: Data<'RecordArrivalOverdue'>): Decided {
  const shipment = fulfilment.shipments.get(shipmentId)
  if (shipment === undefined) return reject('SHIPMENT_UNKNOWN', { shipmentId })
  if (shipment.isOverdue) return accept()
  if (shipment.outcome !== null || dueAt > askedAt) return reject('NOT_DUE', { dueAt, shipment: shipment.outcome })
  const { carrier, waybill } = shipment
  return accept({ type: 'ArrivalOverdue', data: { ...which(fulfilment), shipmentId, carrier, waybill, dueAt, policy } })
}

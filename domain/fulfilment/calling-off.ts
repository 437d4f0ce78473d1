import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import type { FulfilmentCommand } from './commands.ts'
import type { FulfilmentEvent } from './events.ts'
import { isOpen } from './phase.ts'
import { type Requested, which, wrongPhase } from './requested.ts'
import type { LackingLine } from './state.ts'

type Data<Type extends FulfilmentCommand['type']> = CommandOf<FulfilmentCommand, Type>['data']
type Decided = Decision<FulfilmentEvent>

/** Before that system is told: whatever it makes of it, the ledger knows that it may have the work. */
export function handOver(fulfilment: Requested, { system }: Data<'HandOverFulfilment'>): Decided {
  if (!isOpen(fulfilment)) return wrongPhase(fulfilment)
  return fulfilment.handedOver ? accept() : accept({ type: 'FulfilmentHandedOver', data: { ...which(fulfilment), system } })
}

/** Asked once. One that was refused is not asked again: the units will leave. */
export function askedToLetBe(fulfilment: Requested, as: 'cancelled' | 'expired', reason: string): Decided {
  if (fulfilment.units.dispatched > 0 || fulfilment.callOff?.answer === 'refused') return wrongPhase(fulfilment)
  return fulfilment.callOff === null ? accept({ type: 'CallOffAsked', data: { ...which(fulfilment), as, reason } }) : accept()
}

/** Its word is final: it may call off later what it would not let be at first, but not what has left. */
export function settle(fulfilment: Requested, { outcome, reason }: Data<'SettleCallOff'>): Decided {
  const { callOff, answer } = fulfilment
  if (callOff === null) return wrongPhase(fulfilment)
  if (!isOpen(fulfilment)) return outcome === 'calledOff' && answer === callOff.as ? accept() : wrongPhase(fulfilment)
  const data = { ...which(fulfilment), reason }
  if (outcome === 'refused') return callOff.answer === 'refused' ? accept() : accept({ type: 'CallOffRefused', data })
  return accept({ type: callOff.as === 'expired' ? 'FulfilmentExpired' : 'FulfilmentCancelled', data })
}

/** Work that was taken or begun in the last moment is not expired: whoever is late but not too late is let go on. */
export function expire(fulfilment: Requested, { because, dueAt, askedAt }: Data<'ExpireFulfilment'>): Decided {
  if (fulfilment.answer === 'expired') return accept()
  const isDue = because === 'notAccepted' ? isUnanswered(fulfilment, dueAt) : fulfilment.handedOver
  if (!isDue || dueAt > askedAt || !isOpen(fulfilment) || fulfilment.units.dispatched > 0)
    return reject('NOT_DUE', { dueAt, acceptBy: fulfilment.acceptBy, answer: fulfilment.answer })
  const reason = reasons[because]
  if (fulfilment.handedOver) return askedToLetBe(fulfilment, 'expired', reason)
  return accept({ type: 'FulfilmentExpired', data: { ...which(fulfilment), reason } })
}

const reasons = {
  notAccepted: 'not taken in time',
  notConfirmed: 'not sent in time',
  notTaken: 'not taken by the system that has it',
} as const

const isUnanswered = ({ acceptBy, answer, units }: Requested, dueAt: number): boolean =>
  acceptBy === dueAt && answer === null && units.packed === 0

/** Where nothing is left that the location could send, the work is over. */
export function lack(fulfilment: Requested, { documentId, lines, reason }: Data<'ReportLack'>): Decided {
  const known = fulfilment.lacks.get(documentId)
  if (known !== undefined) return same(known, lines) ? accept() : reject('DOCUMENT_DIFFERS', { documentId })
  if (!isOpen(fulfilment)) return wrongPhase(fulfilment)
  const units = unitsOf(fulfilment, lines)
  if (typeof units !== 'number') return units
  const lacking: FulfilmentEvent = { type: 'UnitsLacking', data: { ...which(fulfilment), documentId, lines, reason } }
  const isAll = fulfilment.lackingUnits + units === fulfilment.requestedUnits
  return isAll ? accept<FulfilmentEvent>(lacking, { type: 'FulfilmentRejected', data: { ...which(fulfilment), reason } }) : accept(lacking)
}

/** A line named twice is summed. */
function unitsOf(fulfilment: Requested, lines: readonly LackingLine[]): number | ReturnType<typeof reject> {
  const units = new Map<string, number>()
  for (const { reservationId, lineId, sku, quantity } of lines) {
    const line = fulfilment.lines.get(reservationId)
    if (line === undefined || line.requested.lineId !== lineId || line.requested.sku !== sku)
      return reject('LINE_UNKNOWN', { reservationId, lineId, sku })
    const sum = (units.get(reservationId) ?? 0) + quantity
    const remaining = line.requested.quantity - line.lacking - line.dispatched
    if (sum > remaining) return reject('QUANTITY_EXCEEDED', { reservationId, remaining })
    units.set(reservationId, sum)
  }
  return units.values().reduce((total, each) => total + each, 0)
}

import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import type { FulfilmentCommand } from './commands.ts'
import type { FulfilmentEvent } from './events.ts'
import { isOpen } from './phase.ts'
import { type Requested, which, wrongPhase } from './requested.ts'

type Data<Type extends FulfilmentCommand['type']> = CommandOf<FulfilmentCommand, Type>['data']
type Decided = Decision<FulfilmentEvent>

/** Before that system is told: whatever it makes of it, the ledger knows that it may have the work. */
export function handOver(fulfilment: Requested, { system, under }: Data<'HandOverFulfilment'>): Decided {
  if (!isOpen(fulfilment)) return wrongPhase(fulfilment)
  return fulfilment.handedOver
    ? accept()
    : accept({ type: 'FulfilmentHandedOver', data: { ...which(fulfilment), system, ...(under === undefined ? {} : { under }) } })
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

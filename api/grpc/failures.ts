import { EventStoreError, type EventStoreErrorCode } from '../../stores/events/port.ts'
import type { Refusal } from './refusals.ts'

const unavailable = (message: string): Refusal => ({ refused: 'unavailable', message })

const ofStore: Readonly<Record<EventStoreErrorCode, ((message: string) => Refusal) | null>> = {
  CLOSED: unavailable,
  STOPPED: unavailable,
  DISK_FULL: unavailable,
  READ_ONLY: unavailable,
  LOCKED: unavailable,
  REFUSED: (message) => ({ refused: 'access-denied', why: message }),
  UNAVAILABLE: unavailable,
  OUTCOME_UNKNOWN: (message) => ({ refused: 'outcome-unknown', message }),
  TOO_LARGE: (message) => ({ refused: 'bad-request', message }),
  CORRUPT: null,
  FORMAT: null,
}

/** What a caller is told of a failure; what nobody foresaw goes to the log, and the caller learns where. */
export function refusalOf(failure: unknown, onFailure: (failure: unknown) => string): Refusal {
  const known = failure instanceof EventStoreError ? ofStore[failure.code] : null
  return known === null ? { refused: 'internal', errorId: onFailure(failure) } : known((failure as EventStoreError).message)
}

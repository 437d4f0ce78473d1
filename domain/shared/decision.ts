import type { ErrorCode } from './error-codes.ts'

export interface Accepted<Event> {
  readonly accepted: true
  readonly events: readonly Event[]
  /** What the asker is to know beyond the events, such as that a message was stale. */
  readonly note?: string
}

/** An expected refusal: a code from the one table, and what would have been possible. */
export interface Rejection {
  readonly accepted: false
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>
}

export type Decision<Event> = Accepted<Event> | Rejection

/** With no events: a repeat of what already happened. */
export const accept = <Event>(...events: readonly Event[]): Accepted<Event> => ({ accepted: true, events })

export const acceptNoting = <Event>(note: string, events: readonly Event[]): Accepted<Event> => ({ accepted: true, events, note })

export const reject = (code: ErrorCode, details: Rejection['details'] = {}): Rejection => ({ accepted: false, code, details })

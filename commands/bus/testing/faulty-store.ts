import { setImmediate as nextTick } from 'node:timers/promises'
import { type EventStore, EventStoreError } from '../../../stores/events/port.ts'

/** What goes wrong with one append. */
export type Fault =
  | 'none'
  /** The answer comes later. */
  | 'slow'
  /** Another process writes first. */
  | 'overtaken'
  /** No answer comes, and nothing was written. */
  | 'lost'
  /** No answer comes, and it was written. */
  | 'written, answer lost'
  /** The server cannot be reached. */
  | 'unavailable'

export interface Faults {
  next(): Fault
  /** Writes to the stream as another process would. */
  overtake(stream: string): Promise<void>
}

/** A store whose appends go wrong as told; reading always works. */
export const faultyStore = (store: EventStore, faults: Faults): EventStore => ({
  ...store,
  async append(stream, events, expected) {
    const fault = faults.next()
    if (fault === 'slow') await nextTick()
    if (fault === 'overtaken') await faults.overtake(stream)
    if (fault === 'unavailable') throw new EventStoreError('UNAVAILABLE', 'cannot be reached')
    if (fault === 'lost') throw new EventStoreError('OUTCOME_UNKNOWN', 'no answer')
    const result = await store.append(stream, events, expected)
    if (fault === 'slow') await nextTick()
    if (fault === 'written, answer lost') throw new EventStoreError('OUTCOME_UNKNOWN', 'no answer')
    return result
  },
})

import { createMemoryEventStore } from '../../../stores/events/memory/memory-event-store.ts'
import type { EventStore, EventToAppend } from '../../../stores/events/port.ts'

/** A store that counts, and whose appends wait at a gate when it is shut. */
export interface WatchedStore extends EventStore {
  readonly appends: readonly (readonly EventToAppend[])[]
  readonly tailReads: number
  shut(): void
  open(): void
}

export function watchedStore(store: EventStore = createMemoryEventStore({ now: () => 1_764_000_000_000 })): WatchedStore {
  const appends: (readonly EventToAppend[])[] = []
  let gate = Promise.withResolvers<void>()
  let tailReads = 0
  gate.resolve()
  return {
    ...store,
    async append(stream, events, expected) {
      appends.push(events)
      await gate.promise
      return store.append(stream, events, expected)
    },
    readStream(stream, options) {
      tailReads += 1
      return store.readStream(stream, options)
    },
    appends,
    get tailReads() {
      return tailReads
    },
    shut() {
      gate = Promise.withResolvers()
    },
    open: () => gate.resolve(),
  }
}

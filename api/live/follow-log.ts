import type { EventFilter, EventStore, Position, RecordedEvent } from '../../stores/events/port.ts'
import type { EventHub } from './event-hub.ts'
import { bufferLive } from './live-buffer.ts'

export interface FollowOptions {
  readonly events: Pick<EventStore, 'readAll'>
  readonly hub: EventHub
  readonly after: Position
  readonly filter: EventFilter | null
  readonly matches: (event: RecordedEvent) => boolean
  readonly mostEvents: number
  readonly signal: AbortSignal
}

export interface Followed {
  readonly events: readonly RecordedEvent[]
  /** Everything up to here was seen: where to go on from. */
  readonly position: Position
}

/**
 * The log from a position on, for ever: from disk, a page at a time as the follower takes them, until it has come to the live end; from
 * then on out of memory, shared with everyone; from disk again when it falls behind. Without gap or repeat.
 */
export async function* followLog({ events, hub, after, filter, matches, mostEvents, signal }: FollowOptions): AsyncGenerator<Followed> {
  let position = after
  await hub.begins
  while (!signal.aborted) {
    const live = bufferLive(hub.pages, mostEvents, signal)
    try {
      for await (const page of events.readAll({ after: position, signal, ...(filter === null ? {} : { filter }) })) {
        position = page.position
        yield { events: page.events.filter(matches), position }
      }
      for await (const page of live) {
        if (page.position <= position) continue
        const unseen = page.events.filter((event) => event.position > position && matches(event))
        position = page.position
        yield { events: unseen, position }
      }
    } finally {
      live.close()
    }
  }
}

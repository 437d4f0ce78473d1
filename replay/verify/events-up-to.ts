import { once } from 'node:events'
import type { EventStore, LivePage, Position, SubscribeOptions } from '../../stores/events/port.ts'

/** A log that ends at a position, whatever is written after it; for reading forwards. */
export function eventsUpTo(events: EventStore, until: Position): EventStore {
  async function* subscribeAll(options: SubscribeOptions): AsyncGenerator<LivePage> {
    for await (const page of events.subscribeAll(options)) {
      if (page.position < until) yield page
      else {
        yield { events: page.events.filter(({ position }) => position <= until), position: until, caughtUp: true }
        break
      }
    }
    if (options.signal?.aborted === false) await once(options.signal, 'abort')
  }
  return {
    ...events,
    readAll: (options = {}) =>
      events.readAll(
        options.direction === 'backwards'
          ? options
          : { ...options, until: options.until === undefined || options.until > until ? until : options.until },
      ),
    subscribeAll,
    head: async () => until,
  }
}

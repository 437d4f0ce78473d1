import type { EventStore, Position } from '../../stores/events/port.ts'
import type { RawEvent } from './laws/law.ts'

/** Events of some types up to a position, straight from the log: no catalogue of events, no schemas, no upcasts. */
export async function* rawEvents(events: EventStore, types: readonly string[], until: Position): AsyncGenerator<readonly RawEvent[]> {
  for await (const page of events.readAll({ until, filter: { types } })) {
    yield page.events.map(({ type, stream, position, data }) => ({
      type,
      stream,
      position,
      data: JSON.parse(Buffer.from(data).toString('utf8')),
    }))
  }
}

import { decode } from '../../domain/codec.ts'
import type { LedgerEvent } from '../../domain/shared/event.ts'
import type { ProjectedEvent, Projection } from '../../projections/projection.ts'
import type { EventStore, Position } from '../../stores/events/port.ts'

/** All events of some streams up to a position (inclusive), in log order. */
export async function eventsOf(events: EventStore, streams: readonly string[], until: Position): Promise<LedgerEvent[]> {
  const found: LedgerEvent[] = []
  for (const stream of new Set(streams)) {
    for await (const page of events.readStream(stream)) {
      const known = page.filter(({ position }) => position <= until)
      for (const event of known) found.push(decode(event))
      if (known.length < page.length) break
    }
  }
  return found.sort((a, b) => (a.position < b.position ? -1 : 1))
}

/** The documents a read model makes of these events alone: the same fold as live, for as many documents as fit in memory. */
export function foldDocuments<Document>(projection: Projection, events: readonly LedgerEvent[]): ReadonlyMap<string, Document> {
  const documents = new Map<string, unknown>()
  const handled = new Set<string>(projection.handles)
  for (const event of events as ProjectedEvent[]) {
    if (!handled.has(event.type)) continue
    for (const key of projection.keys(event)) {
      const document = projection.evolve(documents.get(key), event, key)
      if (document === undefined) documents.delete(key)
      else documents.set(key, document)
    }
  }
  return documents as ReadonlyMap<string, Document>
}

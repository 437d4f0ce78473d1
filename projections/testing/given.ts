import { expect } from 'vitest'
import type { DomainEvent } from '../../domain/events.ts'
import { parseStreamName } from '../../domain/shared/stream-name.ts'
import type { ProjectedEvent, Projection } from '../projection.ts'
import type { Written } from './synthetic-life.ts'

/** Events as a fold sees them, in order, each one millisecond after the other from instant 1. */
export function projected(written: readonly Written[]): ProjectedEvent[] {
  const revisions = new Map<string, number>()
  return written.map(({ stream, event }, index) => {
    const revision = revisions.get(stream) ?? 0
    revisions.set(stream, revision + 1)
    const metadata = {
      ...{ occurredAt: index + 1, $correlationId: 'c', $causationId: 'c', commandId: 'c', actor: 'timer', schemaVersion: 1 },
    }
    return { ...event, stream, revision, id: `e${index}`, position: BigInt(index + 1), recordedAt: index + 1, metadata } as ProjectedEvent
  })
}

/** Folds events into the documents of one projection, each document once per event, and says what they look like. */
export function given(projection: Projection, ...written: readonly Written[]) {
  const documents = new Map<string, unknown>()
  for (const event of projected(written)) {
    if (!projection.handles.includes(event.type)) continue
    for (const key of new Set(projection.keys(event))) documents.set(key, projection.evolve(documents.get(key), event, key))
  }
  const ids = () => [...documents].flatMap(([id, document]) => (document === undefined ? [] : [id]))
  return {
    documents,
    ids,
    shows(id: string, expected: object) {
      expect(documents.get(id)).toMatchObject(expected)
      expect(JSON.parse(JSON.stringify(documents.get(id)))).toEqual(documents.get(id))
      return this
    },
    showsNothing(id: string) {
      expect(documents.get(id)).toBeUndefined()
      return this
    },
  }
}

/** One event of a stream, its data shortened to what a fold under test looks at. */
export function told(stream: string, type: DomainEvent['type'], data: object): Written {
  if (parseStreamName(stream).parts.length === 0) throw new Error(`${stream} is no stream`)
  return { stream, event: { type, data } as unknown as DomainEvent }
}

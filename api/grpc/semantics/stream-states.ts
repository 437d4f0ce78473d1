import { LRUCache } from 'lru-cache'
import type { EventStore, RecordedEvent } from '../../../stores/events/port.ts'
import { NO_METADATA, OF_A_METASTREAM, readMetadata, type StreamMetadata } from './metadata.ts'
import { aboutOf, isMetastream, isTombstone, METADATA_TYPE, metastreamOf, subjectOf } from './system-names.ts'

export interface StreamState {
  readonly tombstoned: boolean
  readonly metadata: StreamMetadata
}

/** What is known about streams. Only the door writes tombstones and metadata, so what was read once holds until the door writes there. */
export interface StreamStates {
  of(stream: string): Promise<StreamState>
  /** To be called once something of the kind was written, for the stream it is about. */
  forget(subject: string): void
}

const MOST_REMEMBERED = 20_000

export function createStreamStates(events: Pick<EventStore, 'readStream'>): StreamStates {
  const known = new LRUCache<string, Promise<StreamState>>({ max: MOST_REMEMBERED })

  async function read(stream: string): Promise<StreamState> {
    if (isMetastream(stream)) return { tombstoned: (await of(aboutOf(stream))).tombstoned, metadata: OF_A_METASTREAM }
    const [last, about] = await Promise.all([lastEvent(events, stream), lastEvent(events, metastreamOf(stream))])
    return {
      tombstoned: last !== undefined && isTombstone(last),
      metadata: about?.type === METADATA_TYPE ? readMetadata(about.data) : NO_METADATA,
    }
  }

  function of(stream: string): Promise<StreamState> {
    const found = known.get(stream)
    if (found !== undefined) return found
    const reading = read(stream)
    known.set(stream, reading)
    reading.catch(() => known.delete(stream))
    return reading
  }

  return {
    of,
    forget(subject) {
      let stream = subjectOf(subject)
      known.delete(stream)
      while (known.has(metastreamOf(stream))) {
        stream = metastreamOf(stream)
        known.delete(stream)
      }
    },
  }
}

export async function lastEvent(events: Pick<EventStore, 'readStream'>, stream: string): Promise<RecordedEvent | undefined> {
  for await (const [event] of events.readStream(stream, { direction: 'backwards', maxCount: 1 })) return event
  return undefined
}

import type { EventStore, RecordedEvent } from '../../../stores/events/port.ts'
import type { StreamMetadata } from './metadata.ts'
import { lastEvent, type StreamStates } from './stream-states.ts'
import { firstSeen, isYoung } from './window.ts'

export interface StreamReading {
  readonly stream: string
  readonly backwards: boolean
  /** Inclusive. */
  readonly from: bigint | 'start' | 'end'
  readonly maxCount: number
}

export interface Reading {
  readonly events: EventStore
  readonly states: StreamStates
  readonly now: () => number
}

export type StreamFound =
  | { readonly found: 'tombstoned' }
  | { readonly found: 'nothing' }
  | {
      readonly found: 'stream'
      /** The last revision there was when reading began. */
      readonly last: number
      readonly pages: AsyncIterable<readonly RecordedEvent[]>
    }

/** A stream as its metadata let it be seen. */
export async function readStream(reading: Reading, asked: StreamReading): Promise<StreamFound> {
  const { tombstoned, metadata } = await reading.states.of(asked.stream)
  if (tombstoned) return { found: 'tombstoned' }
  if (metadata.truncateBefore === 'deleted') return { found: 'nothing' }
  const last = (await lastEvent(reading.events, asked.stream))?.revision
  if (last === undefined) return { found: 'nothing' }
  return { found: 'stream', last, pages: pagesOf(reading, asked, metadata, last) }
}

async function* pagesOf(
  { events, now }: Reading,
  { stream, backwards, from, maxCount }: StreamReading,
  metadata: StreamMetadata,
  last: number,
): AsyncGenerator<readonly RecordedEvent[]> {
  const first = firstSeen(metadata, last)
  const start = from === 'start' ? 0 : from === 'end' ? (backwards ? last : last + 1) : Number(from)
  const begin = backwards ? Math.min(start, last) : Math.max(start, first)
  const most = backwards ? begin - first + 1 : last - begin + 1
  let remaining = Math.min(maxCount, most)
  // Whatever is too old lies below all that is not: it takes nothing from the count of what is read upwards.
  const wanted = backwards || metadata.maxAgeMs === null ? remaining : most
  if (remaining <= 0) return
  const read = { from: begin, maxCount: wanted }
  for await (const page of events.readStream(stream, backwards ? { ...read, direction: 'backwards' } : read)) {
    const seen = page.filter((event) => isYoung(metadata, event, now())).slice(0, remaining)
    remaining -= seen.length
    if (seen.length > 0) yield seen
    if (remaining <= 0 || (backwards && seen.length < page.length)) return
  }
}

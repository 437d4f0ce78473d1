import type { RecordedEvent } from '../../port.ts'
import type { NativeEvent, NativeReads } from '../client.ts'
import type { ServerFilter } from '../filter.ts'
import type { AllRequest, Direction, Reads } from './reads.ts'
import { recordedNatively } from './recorded.ts'

const EVERYTHING = Number.MAX_SAFE_INTEGER

/** Reads by the native code of the successor. A read that is left early goes on until its few buffers are full, and ends when it is collected. */
export function nativeReads(client: NativeReads): Reads {
  const common = (direction: Direction, count = EVERYTHING) => ({
    direction,
    maxCount: BigInt(count),
    requiresLeader: false,
    resolvesLink: false,
  })
  return {
    all: ({ direction, from, filter, count }, signal) =>
      eventsOf(client.readAll({ ...common(direction, count), fromPosition: placeOf(from), filter: filterOf(filter) }), signal),
    stream: (stream, { direction, from, count }) =>
      whatIsThere(eventsOf(client.readStream(stream, { ...common(direction, count), fromRevision: from === 'end' ? from : BigInt(from) }))),
  }
}

const placeOf = (from: AllRequest['from']): unknown => (typeof from === 'bigint' ? { commit: from, prepare: from } : from)

const filterOf = ({ on, prefixes, regex }: ServerFilter): object => ({
  filterOn: on === 'stream' ? 'streamName' : 'eventType',
  ...(regex === undefined ? { prefixes } : { regex }),
})

async function* eventsOf(batches: AsyncIterable<readonly NativeEvent[]>, signal?: AbortSignal): AsyncGenerator<readonly RecordedEvent[]> {
  for await (const batch of batches) {
    if (signal?.aborted) return
    yield batch.flatMap(({ event }) => (event === undefined ? [] : [recordedNatively(event)]))
  }
}

async function* whatIsThere(events: AsyncIterable<readonly RecordedEvent[]>): AsyncGenerator<readonly RecordedEvent[]> {
  try {
    yield* events
  } catch (failure) {
    if ((failure as Error).name !== 'StreamNotFoundError') throw failure
  }
}

import type { RecordedEvent } from '../../port.ts'
import type { NativeEvent, NativeReads } from '../client.ts'
import type { ServerFilter } from '../filter.ts'
import type { AllRequest, Direction, Reads, StreamRequest } from './reads.ts'
import { recordedNatively } from './recorded.ts'

const EVERYTHING = Number.MAX_SAFE_INTEGER

/**
 * Reads by the native code of the successor. It does not say why a server refuses: what fails before it began is asked again of `plain`. A
 * read that is left early goes on until its few buffers are full, and ends when it is collected.
 */
export function nativeReads(client: NativeReads, plain: Reads): Reads {
  const common = (direction: Direction, count = EVERYTHING) => ({
    direction,
    maxCount: BigInt(count),
    requiresLeader: false,
    resolvesLink: false,
  })
  const readAll = ({ direction, from, filter, count }: AllRequest) =>
    client.readAll({ ...common(direction, count), fromPosition: placeOf(from), filter: filterOf(filter) })
  const readStream = (stream: string, { direction, from, count }: StreamRequest) =>
    client.readStream(stream, { ...common(direction, count), fromRevision: from === 'end' ? from : BigInt(from) })
  return {
    all: (request, signal) => orElse(eventsOf(readAll(request), signal), () => plain.all(request, signal)),
    stream: (stream, request) => orElse(eventsOf(readStream(stream, request)), () => plain.stream(stream, request)),
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

async function* orElse<Item>(items: AsyncIterable<Item>, others: () => AsyncIterable<Item>): AsyncGenerator<Item> {
  let begun = false
  try {
    for await (const item of items) {
      begun = true
      yield item
    }
    return
  } catch (failure) {
    if (begun) throw failure
  }
  yield* others()
}

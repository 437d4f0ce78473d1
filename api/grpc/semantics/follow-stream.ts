import type { RecordedEvent } from '../../../stores/events/port.ts'
import { type Reading, readStream } from './read-stream.ts'
import { isTombstone } from './system-names.ts'

/**
 * The events of a stream from a revision on, as its metadata let them be seen, `caught up` once, then what comes. Its tombstone is the last.
 */
export async function* followStream(
  reading: Reading,
  stream: string,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<RecordedEvent | 'caught up'> {
  const { events, states } = reading
  // Before the stream is read: what is appended meanwhile is read there, and passed over when it comes again.
  const after = await events.head()
  let next = from
  const found = await readStream(reading, { stream, backwards: false, from: BigInt(from), maxCount: Number.MAX_SAFE_INTEGER })
  for await (const page of found.found === 'stream' ? found.pages : []) {
    for (const event of page) {
      next = event.revision + 1
      yield event
    }
  }
  yield 'caught up'
  for await (const page of events.subscribeAll({ after, filter: { streamPrefixes: [stream] }, signal })) {
    for (const event of page.events) {
      if (event.stream !== stream) continue
      if (isTombstone(event)) {
        yield event
        return
      }
      const { truncateBefore } = (await states.of(stream)).metadata
      if (event.revision < next || (truncateBefore !== 'deleted' && event.revision < truncateBefore)) continue
      next = event.revision + 1
      yield event
    }
  }
}

/** How many events a stream has had. */
export async function lengthOf({ events }: Pick<Reading, 'events'>, stream: string): Promise<number> {
  for await (const [last] of events.readStream(stream, { direction: 'backwards', maxCount: 1 })) return (last?.revision ?? -1) + 1
  return 0
}

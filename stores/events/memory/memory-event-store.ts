import { assertAppendable, MAX_APPEND_BYTES } from '../append-limits.ts'
import { judgeAppend, type StreamView } from '../expected-revision.ts'
import { matches } from '../matches.ts'
import type { AppendResult, EventStore, EventToAppend, ExpectedRevision, LivePage, Page, Position, ReadAllOptions } from '../port.ts'
import { EventStoreError, type ReadStreamOptions, type RecordedEvent, START, type SubscribeOptions } from '../port.ts'
import { createWakeUp } from '../wake-up.ts'

export interface MemoryEventStoreOptions {
  readonly now: () => number
  readonly pageSize?: number
  readonly maxAppendBytes?: number
}

/** Keeps everything in memory and nothing beyond it: for tests and throwaway replays. */
export function createMemoryEventStore(options: MemoryEventStoreOptions): EventStore {
  const { now, pageSize = 256, maxAppendBytes = MAX_APPEND_BYTES } = options
  const log: RecordedEvent[] = []
  const streams = new Map<string, RecordedEvent[]>()
  const grown = createWakeUp()
  let end = START
  let closed = false

  const assertOpen = () => {
    if (closed) throw new EventStoreError('CLOSED', 'The event store was closed')
  }

  const record = (stream: string, into: RecordedEvent[], event: EventToAppend, recordedAt: number) => {
    const { id, type, contentType = 'application/json' } = event
    const data = Uint8Array.from(event.data)
    const metadata = Uint8Array.from(event.metadata)
    end += 100n + BigInt(data.length + metadata.length)
    const recorded: RecordedEvent = { id, type, data, metadata, contentType, stream, revision: into.length, position: end, recordedAt }
    into.push(recorded)
    log.push(recorded)
  }

  const append = (stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): AppendResult => {
    assertOpen()
    assertAppendable(stream, events, expected, maxAppendBytes)
    const existing = streams.get(stream) ?? []
    const verdict = judgeAppend(viewOf(existing), events, expected)
    if (!('kind' in verdict)) return verdict
    if (verdict.kind === 'repeated') {
      return { ok: true, revision: verdict.revision, position: existing[verdict.revision]!.position, repeated: true }
    }
    if (events.length > 0) {
      const recordedAt = Math.max(now(), log.at(-1)?.recordedAt ?? 0)
      streams.set(stream, existing)
      for (const event of events) record(stream, existing, event, recordedAt)
      grown.ring()
    }
    return { ok: true, revision: existing.length - 1, position: end, repeated: false }
  }

  async function* readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<readonly RecordedEvent[]> {
    assertOpen()
    const events = streams.get(stream) ?? []
    const until = events.length
    let remaining = options.maxCount ?? Number.POSITIVE_INFINITY
    let next = options.from ?? (options.direction === 'backwards' ? until - 1 : 0)
    if (options.direction === 'backwards') next = Math.min(next, until - 1)
    while (remaining > 0 && next >= 0 && next < until) {
      assertOpen()
      const size = Math.min(pageSize, remaining)
      const backwards = options.direction === 'backwards'
      const page = backwards
        ? events.slice(Math.max(0, next - size + 1), next + 1).reverse()
        : events.slice(next, Math.min(until, next + size))
      remaining -= page.length
      next += backwards ? -page.length : page.length
      yield page
    }
  }

  /** One page of what follows index `next`, and the index after it. */
  const scan = (next: number, step: 1 | -1, stop: number, limit: number, filter: ReadAllOptions['filter']) => {
    const events: RecordedEvent[] = []
    let index = next
    for (let scanned = 0; index !== stop && scanned < pageSize && events.length < limit; scanned += 1, index += step) {
      const event = log[index]!
      if (matches(filter, event.stream, event.type)) events.push(event)
    }
    return { next: index, page: { events, position: log[index - step]!.position } }
  }

  async function* readAll(options: ReadAllOptions = {}): AsyncGenerator<Page> {
    assertOpen()
    const { filter, signal } = options
    const backwards = options.direction === 'backwards'
    let next = backwards ? indexAfter(log, (options.before ?? end + 1n) - 1n) - 1 : indexAfter(log, options.after ?? START)
    const stop = backwards ? -1 : Math.max(next, indexAfter(log, options.until ?? end))
    let remaining = options.maxCount ?? Number.POSITIVE_INFINITY
    while (next !== stop && remaining > 0) {
      assertOpen()
      signal?.throwIfAborted()
      const read = scan(next, backwards ? -1 : 1, stop, remaining, filter)
      next = read.next
      remaining -= read.page.events.length
      yield read.page
    }
  }

  async function* subscribeAll({ after, filter, signal }: SubscribeOptions): AsyncGenerator<LivePage> {
    let position = after
    let told = false
    while (!signal?.aborted) {
      assertOpen()
      const next = indexAfter(log, position)
      if (next < log.length) {
        const read = scan(next, 1, log.length, pageSize, filter)
        position = read.page.position
        told = read.next === log.length
        yield { ...read.page, caughtUp: told }
      } else if (!told) {
        told = true
        yield { events: [], position, caughtUp: true }
      } else {
        await grown.next(signal)
      }
    }
  }

  return {
    append: async (stream, events, expected) => append(stream, events, expected),
    readStream,
    readAll,
    subscribeAll,
    head: async () => {
      assertOpen()
      return end
    },
    positionAt: async (instant) => {
      assertOpen()
      return log[countUpTo(log, ({ recordedAt }) => recordedAt <= instant) - 1]?.position ?? START
    },
    close: async () => {
      closed = true
      grown.ring()
    },
  }
}

const viewOf = (events: readonly RecordedEvent[]): StreamView => ({
  lastRevision: events.length - 1,
  idAt: (revision) => events[revision]!.id,
  recentRevisionOf: (id, count) => {
    const found = events.findLastIndex((event) => event.id === id)
    return found >= 0 && found >= events.length - count ? found : undefined
  },
})

/** Index of the first event whose position is greater. */
const indexAfter = (log: readonly RecordedEvent[], end: Position): number => countUpTo(log, ({ position }) => position <= end)

/** How many events, from the first on, it holds for; behind them it holds for none. */
function countUpTo(log: readonly RecordedEvent[], holds: (event: RecordedEvent) => boolean): number {
  let low = 0
  let high = log.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(log[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}

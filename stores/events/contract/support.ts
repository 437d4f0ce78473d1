import { randomUUID } from 'node:crypto'
import type {
  EventFilter,
  EventStore,
  EventToAppend,
  LivePage,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
} from '../port.ts'

export interface Subject {
  store(): EventStore
  reader(): EventStore
}

export const newStream = (category = 'order'): string => `${category}-contract.${randomUUID()}`

export function event(overrides: Partial<EventToAppend> = {}): EventToAppend {
  return { id: randomUUID(), type: 'OrderPlaced', data: bytes('{"totalFen":129900}'), metadata: bytes('{"actor":"test"}'), ...overrides }
}

export const events = (count: number): EventToAppend[] => Array.from({ length: count }, (_, n) => event({ data: bytes(`{"n":${n}}`) }))

export const bytes = (text: string): Uint8Array => Buffer.from(text)

export async function streamOf(store: EventStore, stream: string, options?: ReadStreamOptions): Promise<RecordedEvent[]> {
  const found: RecordedEvent[] = []
  for await (const page of store.readStream(stream, options)) found.push(...page)
  return found
}

export async function allOf(store: EventStore, options?: ReadAllOptions): Promise<RecordedEvent[]> {
  const found: RecordedEvent[] = []
  for await (const page of store.readAll(options)) found.push(...page.events)
  return found
}

/** Follows a subscription until `count` events came and it says that it is live, then ends it. */
export async function follow(store: EventStore, after: Position, count: number, filter?: EventFilter): Promise<RecordedEvent[]> {
  const found: RecordedEvent[] = []
  const ending = new AbortController()
  for await (const page of subscribe(store, after, ending.signal, filter)) {
    found.push(...page.events)
    if (found.length >= count && page.caughtUp) ending.abort()
  }
  return found
}

export const subscribe = (store: EventStore, after: Position, signal: AbortSignal, filter?: EventFilter): AsyncIterable<LivePage> =>
  store.subscribeAll(filter === undefined ? { after, signal } : { after, signal, filter })

export const revisionsOf = (found: readonly RecordedEvent[]): number[] => found.map(({ revision }) => revision)
export const idsOf = (found: readonly { readonly id: string }[]): string[] => found.map(({ id }) => id)

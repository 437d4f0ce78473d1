import { randomUUID } from 'node:crypto'
import { type AppendExpectedRevision, type EventData, EventStoreDBClient, jsonEvent, type ReadStreamOptions } from '@eventstore/db-client'
import { ChannelCredentials, Metadata, makeGenericClientConstructor, type ServiceError } from '@grpc/grpc-js'
import { serviceOf } from '../protocol/codec.ts'

export const STREAMS = 'event_store.client.streams.Streams'
const unusedCredentials = { username: 'any', password: 'any' }

/** A server in clear that lets everyone do everything, and how rows talk to it: through the official client, or below it. */
export function openWorld(address: string) {
  const connect = (more: string): EventStoreDBClient => EventStoreDBClient.connectionString(`esdb://${address}?tls=false${more}`)
  const client = connect('')
  const forgiving = connect('&throwOnAppendFailure=false')
  const Raw = makeGenericClientConstructor(serviceOf(STREAMS), 'Streams')
  const raw = new Raw(address, ChannelCredentials.createInsecure())

  const append = (
    call: 'batch' | 'single',
    stream: string,
    events: EventData | EventData[],
    expectedRevision: AppendExpectedRevision = 'any',
    by = client,
  ) => by.appendToStream(stream, events, { expectedRevision, ...(call === 'single' ? { credentials: unusedCredentials } : {}) })

  return {
    client,
    /** Resolves where others throw because of what was expected. */
    forgiving,
    append,
    /** All there is in the whole log of streams with this prefix. */
    async inLog(prefix: string, more: object = {}) {
      const filter = { streamIdentifier: { prefix: [prefix] }, max: 1_000, checkpointintervalmultiplier: 1 }
      const { messages } = await rawRead(
        raw,
        { all: { start: {} }, count: 1_000, noFilter: undefined, filter, ...more },
        Number.POSITIVE_INFINITY,
      )
      return messages.map(({ event: { event: found, link } }) => ({ found, link }))
    },
    /** A name nothing was written to yet. */
    newStream: (): string => `golden-${randomUUID()}`,
    /** A stream with so many events. */
    async streamOf(count: number, events = eventsOf(count)): Promise<string> {
      const stream = `golden-${randomUUID()}`
      await append('batch', stream, events, 'no_stream')
      return stream
    },
    revisions: async (stream: string, options: ReadStreamOptions = {}): Promise<unknown> =>
      told(async () => (await all(client.readStream(stream, options))).map(({ event }) => event?.revision)),
    /** Every answer of a call that streams them, and the status it ends with. */
    read: (options: object, most = Number.POSITIVE_INFINITY) => rawRead(raw, options, most),
    batch: (requests: readonly object[]) => rawBatch(raw, requests),
    single: (requests: readonly object[]) => rawSingle(raw, requests),
    /** Status of a call of one request, by its path and bytes. */
    statusOf: (path: string, request: Buffer): Promise<number> =>
      new Promise((resolve) =>
        raw.makeUnaryRequest(
          path,
          (bytes: Buffer) => bytes,
          (bytes: Buffer) => bytes,
          request,
          new Metadata(),
          soon(),
          (failure: ServiceError | null) => resolve(failure?.code ?? 0),
        ),
      ),
    async close() {
      raw.close()
      await Promise.all([client.dispose(), forgiving.dispose()])
    },
  }
}

export type World = ReturnType<typeof openWorld>

export const event = (id: string = randomUUID(), data: Record<string, unknown> = { n: 1 }) => jsonEvent({ id, type: 'Noted', data })
export const eventsOf = (count: number) => Array.from({ length: count }, (_, n) => event(randomUUID(), { n }))
export const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID())

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

interface Told extends Record<string, unknown> {
  readonly _raw?: ServiceError
}

/** What a call resolves to, or what it fails with: the fields of the client's error, and the trailers behind it. */
export async function told(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call()
  } catch (failure) {
    const { _raw, name: _, message: __, stack: ___, ...fields } = failure as Told
    const { code, metadata } = _raw ?? {}
    const details = _raw?.details
    return { failed: (failure as Told).type, ...fields, message: (failure as Error).message, code, details, trailers: metadata?.getMap() }
  }
}

interface RawAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: rows look into messages of every kind
  readonly messages: any[]
  readonly code: number
  readonly details: string
  readonly trailers: Record<string, unknown>
}

// biome-ignore lint/suspicious/noExplicitAny: a client made of a definition has a method for each of its calls
type Raw = any

function collected(call: Raw, most: number): Promise<RawAnswer> {
  const { promise, resolve } = Promise.withResolvers<RawAnswer>()
  const messages: unknown[] = []
  const end = ({ code, details, metadata }: { code: number; details: string; metadata: Metadata }): void =>
    resolve({ messages, code, details, trailers: metadata.getMap() })
  call.on('data', (message: unknown) => {
    messages.push(message)
    if (messages.length < most) return
    resolve({ messages, code: -1, details: 'more was not awaited', trailers: {} })
    call.cancel()
  })
  call.on('error', () => undefined)
  call.on('status', end)
  return promise
}

const soon = () => ({ deadline: Date.now() + 5_000 })
const rawRead = (raw: Raw, options: object, most: number): Promise<RawAnswer> =>
  collected(raw.Read({ options: { uuidOption: { string: {} }, noFilter: {}, ...options } }, new Metadata(), soon()), most)

function rawBatch(raw: Raw, requests: readonly object[]): Promise<RawAnswer> {
  const call = raw.BatchAppend(new Metadata(), soon())
  const answer = collected(call, requests.length)
  for (const request of requests) call.write(request)
  return answer
}

function rawSingle(raw: Raw, requests: readonly object[]): Promise<RawAnswer> {
  const { promise, resolve } = Promise.withResolvers<RawAnswer>()
  const call = raw.Append(new Metadata(), soon(), (failure: ServiceError | null, message: unknown) =>
    resolve({
      messages: failure === null ? [message] : [],
      code: failure?.code ?? 0,
      details: failure?.details ?? '',
      trailers: failure?.metadata.getMap() ?? {},
    }),
  )
  for (const request of requests) call.write(request)
  call.end()
  return promise
}

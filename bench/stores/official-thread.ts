import { parentPort, workerData } from 'node:worker_threads'
import type { Asked } from './work.ts'
import { data, measure, metadata } from './work.ts'

/** How an official client is asked, by its own calls and with its own decoding. */
export interface OfficialWork {
  readonly client: 'eventstore' | 'kurrent'
  readonly port: number
  readonly scale: number
}

/*
 * On a thread of its own: the messages of both clients have the same names, and one client of them in a thread spoils the other's.
 */
const { client, port, scale } = workerData as OfficialWork
const { asked, dispose } = client === 'eventstore' ? await eventstore() : await kurrent()
const rates = await measure(asked, scale)
await dispose()
parentPort!.postMessage(rates)

async function eventstore() {
  const { EventStoreDBClient, jsonEvent, NO_STREAM, START } = await import('@eventstore/db-client')
  const connection = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`)
  const event = () => jsonEvent({ type: 'OrderPlaced', data, metadata })
  const asked: Asked = {
    append: (stream, events) => connection.appendToStream(stream, Array.from({ length: events }, event), { expectedRevision: NO_STREAM }),
    readAll: () => count(connection.readAll({ fromPosition: START })),
    subscribeUntilLive: (events) => count(connection.subscribeToAll({ fromPosition: START }), events),
  }
  return { asked, dispose: () => connection.dispose() }
}

async function kurrent() {
  const { KurrentDBClient, jsonEvent, NO_STREAM, START } = await import('@kurrent/kurrentdb-client')
  const connection = KurrentDBClient.connectionString(`kurrentdb://127.0.0.1:${port}?tls=false`)
  const event = () => jsonEvent({ type: 'OrderPlaced', data, metadata })
  const asked: Asked = {
    append: (stream, events) => connection.appendToStream(stream, Array.from({ length: events }, event), { streamState: NO_STREAM }),
    readAll: () => count(connection.readAll({ fromPosition: START })),
    subscribeUntilLive: (events) => count(connection.subscribeToAll({ fromPosition: START }), events),
  }
  return { asked, dispose: () => connection.dispose() }
}

async function count(events: AsyncIterable<unknown>, enough = Number.POSITIVE_INFINITY): Promise<number> {
  let seen = 0
  for await (const _ of events) {
    seen += 1
    if (seen === enough) break
  }
  return seen
}

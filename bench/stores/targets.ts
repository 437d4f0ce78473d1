import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openEmbeddedEventStore } from '../../stores/events/embedded/embedded-event-store.ts'
import { clientNames } from '../../stores/events/eventstoredb/client-names.ts'
import { openEventStoreDb } from '../../stores/events/eventstoredb/eventstoredb-event-store.ts'
import type { EventStore } from '../../stores/events/port.ts'

/** Somewhere events can be kept. */
export interface Target {
  readonly name: string
  open(): Promise<{ readonly store: EventStore; close(): Promise<void> }>
}

/** Every adapter that can be reached: the embedded log, the same behind the door, and the server that TEST_EVENTSTORE_URL names. */
export function targetsIn(folder: string): readonly Target[] {
  const server = process.env.TEST_EVENTSTORE_URL || undefined
  const ways = clientNames.flatMap((client) => [
    { client, ownIds: true as const, name: client },
    { client, name: `${client}, ids that others may have too` },
  ])
  return [
    embedded(join(folder, 'embedded')),
    ...ways.map((way, n) => behindDoor(join(folder, `door-${n}`), way)),
    ...(server === undefined ? [] : ways.map((way) => onServer(`server, ${way.name}`, server, way))),
  ]
}

type Way = Pick<Parameters<typeof openEventStoreDb>[0], 'client' | 'ownIds'> & { readonly name: string }

const embedded = (folder: string): Target => ({
  name: 'embedded',
  async open() {
    const store = await openEmbeddedEventStore({ folder, now: Date.now })
    return { store, close: () => store.close() }
  },
})

const onServer = (name: string, connectionString: string, { name: _, ...way }: Way): Target => ({
  name,
  async open() {
    const store = await openEventStoreDb({ connectionString, ...way, say: console.error })
    return { store, close: () => store.close() }
  },
})

const behindDoor = (folder: string, way: Way): Target => ({
  name: `door, ${way.name}`,
  async open() {
    const thread = new Worker(new URL('./door-thread.ts', import.meta.url), { workerData: folder })
    const [port] = await once(thread, 'message')
    const { store } = await onServer('', `esdb://127.0.0.1:${port}?tls=false`, way).open()
    return {
      store,
      async close() {
        await store.close()
        thread.postMessage('stop')
        await once(thread, 'message')
        await thread.terminate()
      },
    }
  },
})

import { join } from 'node:path'
import { openEmbeddedEventStore } from '../../stores/events/embedded/embedded-event-store.ts'
import { clientNames } from '../../stores/events/eventstoredb/client-names.ts'
import { openEventStoreDb } from '../../stores/events/eventstoredb/eventstoredb-event-store.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { openDoorThread } from './door.ts'

/** Somewhere events can be kept, as our port reaches it. */
export interface Target {
  readonly name: string
  /** @param folder Of the log, where it is one of this machine. */
  open(folder: string): Promise<{ readonly store: EventStore; close(): Promise<void> }>
}

/** Every adapter that can be reached: the embedded log, the same behind the door, and the server that TEST_EVENTSTORE_URL names. */
export function targets(): readonly Target[] {
  const server = process.env.TEST_EVENTSTORE_URL || undefined
  const ways = clientNames.flatMap((client) => [
    { client, ownIds: true as const, name: client },
    { client, name: `${client}, ids that others may have too` },
  ])
  return [
    embedded,
    ...ways.map(behindDoor),
    ...(server === undefined ? [] : ways.map((way) => onServer(`server, ${way.name}`, server, way))),
  ]
}

type Way = Pick<Parameters<typeof openEventStoreDb>[0], 'client' | 'ownIds'> & { readonly name: string }

export const embedded: Target = {
  name: 'embedded',
  async open(folder) {
    const store = await openEmbeddedEventStore({ folder: join(folder, 'embedded'), now: Date.now })
    return { store, close: () => store.close() }
  },
}

const onServer = (name: string, connectionString: string, { name: _, ...way }: Way): Target => ({
  name,
  async open() {
    const store = await openEventStoreDb({ connectionString, ...way, say: console.error })
    return { store, close: () => store.close() }
  },
})

const behindDoor = (way: Way): Target => ({
  name: `door, ${way.name}`,
  async open(folder) {
    const door = await openDoorThread(join(folder, way.name.replaceAll(/\W+/g, '-')))
    const { store } = await onServer('', `esdb://127.0.0.1:${door.port}?tls=false`, way).open(folder)
    return {
      store,
      async close() {
        await store.close()
        await door.close()
      },
    }
  },
})

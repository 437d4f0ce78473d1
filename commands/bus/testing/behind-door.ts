import { openEventStoreDb } from '../../../stores/events/eventstoredb/eventstoredb-event-store.ts'
import { openServer } from '../../../stores/events/eventstoredb/testing/door.ts'
import type { EventStore } from '../../../stores/events/port.ts'

/** Stores as so many processes open them, of one log behind a door, and what closes them all. */
export async function behindDoor(processes: number): Promise<{ readonly stores: readonly EventStore[]; close(): Promise<void> }> {
  const server = await openServer()
  const { connectionString } = server
  const open = () => openEventStoreDb({ connectionString, client: 'eventstore', ownIds: true, say: () => undefined })
  const stores = await Promise.all(Array.from({ length: processes }, open))
  return {
    stores,
    async close() {
      await Promise.all(stores.map((store) => store.close()))
      await server.stop()
    },
  }
}

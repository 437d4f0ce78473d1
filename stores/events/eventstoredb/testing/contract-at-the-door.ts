import { eventStoreContract } from '../../contract.ts'
import type { ClientName } from '../client-names.ts'
import { openEventStoreDb } from '../eventstoredb-event-store.ts'
import { openServer } from './door.ts'

/** The whole contract over a socket, each test against a door of its own. */
export function contractAtTheDoor(client: ClientName, tls: boolean): void {
  eventStoreContract(`the door of another ledger, through the client ${client}, ${tls ? 'over TLS' : 'in clear'}`, async () => {
    const server = await openServer({ tls })
    const { connectionString } = server
    const store = await openEventStoreDb({ connectionString, client, say: () => undefined })
    const dispose = async (): Promise<void> => {
      await store.close()
      await server.stop()
    }
    return { store, dispose }
  })
}

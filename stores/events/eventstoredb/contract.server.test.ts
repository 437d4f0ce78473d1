import { describe } from 'vitest'
import { eventStoreContract } from '../contract.ts'
import { clientNames } from './client-names.ts'
import { openEventStoreDb } from './eventstoredb-event-store.ts'
import { openServer } from './testing/door.ts'

const say = (): void => undefined

describe.each(clientNames)('through the client %s', (client) => {
  describe.each([{ tls: false }, { tls: true }])('and the door of a ledger, TLS: $tls', ({ tls }) => {
    eventStoreContract('a server of the protocol', async () => {
      const server = await openServer({ tls })
      const store = await openEventStoreDb({ connectionString: server.connectionString, client, otherWriters: true, say })
      const dispose = async (): Promise<void> => {
        await store.close()
        await server.stop()
      }
      return { store, dispose }
    })
  })

  const connectionString = process.env.TEST_EVENTSTORE_URL ?? ''
  describe.skipIf(connectionString === '')('and the server that TEST_EVENTSTORE_URL names', () => {
    eventStoreContract('an EventStoreDB', async () => {
      const store = await openEventStoreDb({ connectionString, client, otherWriters: true, say })
      return { store, dispose: () => store.close() }
    })
  })
})

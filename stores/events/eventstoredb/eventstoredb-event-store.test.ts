import { describe } from 'vitest'
import { eventStoreContract } from '../contract.ts'
import { clientNames } from './client-names.ts'
import { openEventStoreDb } from './eventstoredb-event-store.ts'
import { openServer } from './testing/door.ts'

describe.each(clientNames)('through the client %s', (client) => {
  describe.each([{ tls: false }, { tls: true }])('over TLS: $tls', ({ tls }) => {
    eventStoreContract('the door of another ledger', async () => {
      const server = await openServer({ tls })
      const { connectionString } = server
      const store = await openEventStoreDb({ connectionString, client, otherWriters: true, say: () => undefined })
      const dispose = async (): Promise<void> => {
        await store.close()
        await server.stop()
      }
      return { store, dispose }
    })
  })
})

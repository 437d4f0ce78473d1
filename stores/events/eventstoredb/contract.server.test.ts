import { afterAll, beforeAll, describe } from 'vitest'
import { eventStoreContract } from '../contract.ts'
import { clientNames } from './client.ts'
import { openEventStoreDb } from './eventstoredb-event-store.ts'
import { openServer, type ServerUnderTest } from './testing/door.ts'

const say = (): void => undefined

describe.each(clientNames)('through the client %s', (client) => {
  describe.each([{ tls: false }, { tls: true }])('and the door of a ledger, TLS: $tls', ({ tls }) => {
    let server: ServerUnderTest
    beforeAll(async () => {
      server = await openServer({ tls })
    })
    afterAll(() => server.stop())

    eventStoreContract('a server of the protocol', async () => {
      const store = await openEventStoreDb({ connectionString: server.connectionString, client, say })
      return { store, dispose: () => store.close() }
    })
  })

  const connectionString = process.env.TEST_EVENTSTORE_URL
  describe.skipIf(connectionString === undefined)('and the server that TEST_EVENTSTORE_URL names', () => {
    eventStoreContract('an EventStoreDB', async () => {
      const store = await openEventStoreDb({ connectionString: connectionString!, client, say })
      return { store, dispose: () => store.close() }
    })
  })
})

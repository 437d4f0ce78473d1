import { describe, test } from 'vitest'
import { eventStoreContract } from '../contract.ts'
import { clientNames } from './client-names.ts'
import { openEventStoreDb } from './eventstoredb-event-store.ts'

const connectionString = process.env.TEST_EVENTSTORE_URL || undefined
const name = 'events in an EventStoreDB'

if (connectionString === undefined) {
  console.warn(`${name} is skipped: there is no server, name one by TEST_EVENTSTORE_URL`)
  describe(name, () => {
    test.skip('against a server: there is none, name one by TEST_EVENTSTORE_URL', () => {})
  })
} else {
  describe.each(clientNames)(`${name}, through the client %s`, (client) => {
    eventStoreContract('the server', async () => {
      const store = await openEventStoreDb({ connectionString, client, say: () => undefined })
      return { store, dispose: () => store.close() }
    })
  })
}

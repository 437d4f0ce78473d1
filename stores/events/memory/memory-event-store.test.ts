import { eventStoreContract } from '../contract.ts'
import { createMemoryEventStore } from './memory-event-store.ts'

eventStoreContract('the memory store', async () => {
  const store = createMemoryEventStore({ now: Date.now, pageSize: 7 })
  return { store, dispose: () => store.close() }
})

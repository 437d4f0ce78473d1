import { type EventStore, EventStoreError } from './port.ts'

/** The same events, for those who only read. */
export const readOnly = (store: EventStore): EventStore => ({
  ...store,
  append: async () => {
    throw new EventStoreError('READ_ONLY', 'The events were opened for reading: append through a process that writes them')
  },
})

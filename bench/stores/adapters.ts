import { randomUUID } from 'node:crypto'
import { type EventStore, type EventToAppend, START } from '../../stores/events/port.ts'
import { type Asked, data, metadata } from './work.ts'

const [dataBytes, metadataBytes] = [data, metadata].map((value) => Buffer.from(JSON.stringify(value)))

const eventsOf = (count: number): readonly EventToAppend[] =>
  Array.from({ length: count }, () => ({ id: randomUUID(), type: 'OrderPlaced', data: dataBytes!, metadata: metadataBytes! }))

/** A store asked through our port. */
export const throughPort = (store: EventStore): Asked => ({
  append: (stream, events) => store.append(stream, eventsOf(events), 'no-stream'),
  async readAll() {
    let count = 0
    for await (const page of store.readAll()) count += page.events.length
    return count
  },
  async subscribeUntilLive() {
    for await (const page of store.subscribeAll({ after: START })) if (page.caughtUp) return
  },
})

import { expect, test } from 'vitest'
import { createMemoryEventStore } from '../../stores/events/memory/memory-event-store.ts'
import { type EventStore, type EventToAppend, type RecordedEvent, START } from '../../stores/events/port.ts'
import { batchesOf } from './batches.ts'
import { copyEvents } from './copy-events.ts'

const event = (id: string, bytes = 2): EventToAppend => ({
  id,
  type: 'Noted',
  data: Buffer.alloc(bytes, '0'),
  metadata: Buffer.from('{}'),
})
const emptyLog = () => createMemoryEventStore({ now: Date.now })

async function idsIn(store: EventStore): Promise<string[]> {
  const ids: string[] = []
  for await (const { events } of store.readAll()) ids.push(...events.map(({ id }) => id))
  return ids
}

const copy = (source: EventStore, mirror: EventStore, onDurable: (events: readonly RecordedEvent[]) => void = () => undefined) =>
  copyEvents({ source, mirror, after: START, onDurable })

test('what is there already is passed over, wherever the last run was cut off', async () => {
  const [source, mirror] = [emptyLog(), emptyLog()]
  await source.append('order-1', [event('a'), event('b'), event('c')], 'no-stream')
  await source.append('notes-1', [event('x')], 'no-stream')
  await source.append('orders-1', [event('y')], 'no-stream')
  await source.append('order-2', [event('d')], 'no-stream')
  await mirror.append('order-1', [event('a'), event('b')], 'no-stream')
  await copy(source, mirror)
  await copy(source, mirror)
  expect(await idsIn(mirror)).toEqual(['a', 'b', 'c', 'd'])
})

test('a mirror that holds something else is not written on', async () => {
  const [source, mirror] = [emptyLog(), emptyLog()]
  await source.append('order-1', [event('a')], 'no-stream')
  await mirror.append('order-1', [event('z')], 'no-stream')
  await expect(copy(source, mirror)).rejects.toThrow('order-1 revision 0 does not continue the mirror')
  expect(await idsIn(mirror)).toEqual(['z'])
})

test('nothing is called durable before it is, and nothing behind it is begun', async () => {
  const [source, mirror] = [emptyLog(), emptyLog()]
  const large = 900_000
  for (const id of ['a', 'b', 'c', 'd']) await source.append(`order-${id}`, [event(id, large)], 'no-stream')
  const released = Promise.withResolvers<void>()
  const [asked, durable]: [string[], string[]] = [[], []]
  const slow: EventStore = {
    ...mirror,
    async append(stream, events, expected) {
      asked.push(...events.map(({ id }) => id))
      await released.promise
      return mirror.append(stream, events, expected)
    },
  }
  const copying = copy(source, slow, (events) => durable.push(...events.map(({ id }) => id)))
  await expect.poll(() => asked).toEqual(['a', 'b'])
  expect(durable).toEqual([])
  released.resolve()
  await copying
  expect(durable).toEqual(['a', 'b', 'c', 'd'])
})

test('what the disk refuses ends the copying, with what it said', async () => {
  const source = emptyLog()
  await source.append('order-1', [event('a')], 'no-stream')
  const full: EventStore = { ...emptyLog(), append: () => Promise.reject(new Error('the disk is full')) }
  await expect(copy(source, full)).rejects.toThrow('the disk is full')
})

test('batches keep the order and their limits; an event over the limit is one of its own', async () => {
  const source = emptyLog()
  for (const [id, bytes] of [
    ['a', 10],
    ['b', 10],
    ['c', 10],
    ['d', 5_000],
    ['e', 10],
  ] as const) {
    await source.append('order-1', [event(id, bytes)], 'any')
  }
  const batches: string[][] = []
  for await (const batch of batchesOf(source.readAll(), { events: 2, bytes: 1_000 })) batches.push(batch.map(({ id }) => id))
  expect(batches).toEqual([['a', 'b'], ['c'], ['d'], ['e']])
})

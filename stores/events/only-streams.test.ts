import { beforeEach, expect, test } from 'vitest'
import { allOf, event, events, follow, idsOf } from './contract/support.ts'
import { eventStoreContract } from './contract.ts'
import { createMemoryEventStore } from './memory/memory-event-store.ts'
import { onlyStreams } from './only-streams.ts'
import { type EventStore, START } from './port.ts'

const open = () => createMemoryEventStore({ now: Date.now, pageSize: 4 })

eventStoreContract('a log of which everything is ours', async () => {
  const store = onlyStreams(open(), () => true)
  return { store, dispose: () => store.close() }
})

let whole: EventStore
let ours: EventStore
beforeEach(async () => {
  whole = open()
  ours = onlyStreams(whole, (stream) => stream.startsWith('order-'))
  for (let n = 0; n < 10; n += 1) {
    await whole.append('foreign-1', events(3), 'any')
    await whole.append('order-1', events(1), 'any')
  }
})

test('events of other streams are not read, whatever their type', async () => {
  const expected = idsOf((await allOf(whole)).filter(({ stream }) => stream === 'order-1'))
  expect(idsOf(await allOf(ours, { filter: { types: ['OrderPlaced'] } }))).toEqual(expected)
  expect(idsOf(await follow(ours, START, 10))).toEqual(expected)
})

test('so many are read as were asked for, those of others not counted', async () => {
  const all = idsOf(await allOf(ours))
  expect(idsOf(await allOf(ours, { maxCount: 3 }))).toEqual(all.slice(0, 3))
  expect(idsOf(await allOf(ours, { direction: 'backwards', maxCount: 3 }))).toEqual(all.toReversed().slice(0, 3))
  expect(idsOf(await allOf(ours, { maxCount: 30 }))).toEqual(all)
})

test('positions are those of the whole log', async () => {
  await whole.append('foreign-1', [event()], 'any')
  expect(await ours.head()).toBe(await whole.head())
  let reached = START
  for await (const page of ours.readAll()) reached = page.position
  expect(reached).toBe(await whole.head())
})

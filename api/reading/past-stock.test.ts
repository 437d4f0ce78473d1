import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScratchDocuments } from '../../compose/stores.ts'
import { stockMap } from '../../projections/stock-map/stock-map.ts'
import { createMemoryEventStore } from '../../stores/events/memory/memory-event-store.ts'
import type { ReadAllOptions } from '../../stores/events/port.ts'
import { createPastStock, type PastStock } from './past-stock.ts'

const log = createMemoryEventStore({ now: () => 0 })
let now: number
let begun: bigint[]
let openFolders: number
let mayRead: PromiseWithResolvers<void>
let past: PastStock

/** A log that is read only once the test lets it. */
const events = {
  async *readAll(options: ReadAllOptions = {}) {
    const { until = 0n, signal } = options as { until?: bigint; signal?: AbortSignal }
    begun.push(until)
    const aborted = new Promise((_, refuse) => signal?.addEventListener('abort', () => refuse(signal.reason), { once: true }))
    await Promise.race([mayRead.promise, aborted])
    yield* log.readAll(options)
  },
}
async function scratch() {
  const documents = await openScratchDocuments()
  openFolders += 1
  return {
    ...documents,
    async close() {
      await documents.close()
      openFolders -= 1
    },
  }
}

beforeEach(() => {
  now = 0
  begun = []
  openFolders = 0
  mayRead = Promise.withResolvers()
  past = createPastStock({ events, scratch, waitMs: 20, clock: { elapsed: () => now } })
})
afterEach(() => past.close())

const ask = (until: bigint): Promise<string> =>
  past.collection(stockMap, until).then(
    () => 'there',
    (problem) => problem.code,
  )
async function askUntilThere(until: bigint): Promise<void> {
  while ((await ask(until)) !== 'there');
}

test('whoever asks is told to ask again while a moment is built, and it is built once', async () => {
  expect([await ask(5n), await ask(5n)]).toEqual(['BEHIND', 'BEHIND'])
  mayRead.resolve()
  await askUntilThere(5n)
  expect(begun).toEqual([5n])
})

test('one moment is built at a time, and no more than three are kept or under way', async () => {
  expect([await ask(1n), await ask(2n), await ask(3n), await ask(4n)]).toEqual(['BEHIND', 'BEHIND', 'BEHIND', 'OVERLOADED'])
  expect(begun).toEqual([1n])
  mayRead.resolve()
  for (const moment of [1n, 2n, 3n]) await askUntilThere(moment)
  now += 1
  await ask(1n)
  await askUntilThere(4n)
  expect(begun).toEqual([1n, 2n, 3n, 4n])
  await askUntilThere(1n)
  expect(begun).toHaveLength(4)
  await askUntilThere(2n)
  expect(begun).toEqual([1n, 2n, 3n, 4n, 2n])
  await expect.poll(() => openFolders).toBe(3)
})

test('a moment nobody waits for any more makes room for the one that is waited for', async () => {
  await ask(1n)
  await ask(2n)
  now += 16_000
  await ask(3n)
  await expect.poll(() => begun).toEqual([1n, 3n])
  mayRead.resolve()
  await askUntilThere(3n)
  expect(begun).toEqual([1n, 3n])
  expect(openFolders).toBe(1)
})

test('nothing is left of them once it is closed', async () => {
  mayRead.resolve()
  await askUntilThere(1n)
  await past.close()
  expect(openFolders).toBe(0)
})

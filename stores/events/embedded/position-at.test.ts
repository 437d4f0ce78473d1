import { afterAll, expect, test } from 'vitest'
import { allOf, event, events } from '../contract/support.ts'
import type { EventStore } from '../port.ts'
import { openEmbeddedEventStore } from './embedded-event-store.ts'
import { openEmbeddedReader } from './embedded-reader.ts'
import { type FileLayer, type LogFile, realFileLayer } from './file-layer.ts'
import { DEFAULT_LIMITS, type EmbeddedLimits } from './options.ts'
import { scratchFolders } from './scratch-folder.ts'

const folders = scratchFolders()
afterAll(() => folders.removeAll())

/** Of a million milliseconds only a few see events, some of them thousands. */
async function fill(store: EventStore, tick: (byMs: number) => void, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    if (round % 5 === 0) tick(1 + ((round * 7_919) % 50_000))
    await Promise.all(Array.from({ length: 20 }, (_, n) => store.append(`order-${round}.${n}`, events(1 + ((round + n) % 9)), 'no-stream')))
  }
}

async function expectAsByLooking(store: EventStore): Promise<void> {
  const lasts = new Map((await allOf(store)).map(({ recordedAt, position }) => [recordedAt, position]))
  let before = 0n
  for (const [instant, last] of lasts) {
    expect(await store.positionAt(instant - 1), `just before ${instant}`).toBe(before)
    expect(await store.positionAt(instant), `at ${instant}`).toBe(last)
    before = last
  }
  expect(await store.positionAt(Number.MAX_SAFE_INTEGER)).toBe(before)
}

const small: EmbeddedLimits = { ...DEFAULT_LIMITS, maxSegmentBytes: 500_000, maxGroupBytes: 100_000 }

test.each([
  ['one segment', DEFAULT_LIMITS],
  ['many segments', small],
])('the position at any instant is that of its last event, in %s', async (_, limits) => {
  const folder = folders.create()
  let now = 1_000_000
  const store = await openEmbeddedEventStore({ folder, now: () => now, limits })
  expect(await store.positionAt(now)).toBe(0n)
  await fill(store, (byMs) => (now += byMs), 150)
  await expectAsByLooking(store)
  const reader = await openEmbeddedReader({ folder })
  await expectAsByLooking(reader)
  await reader.close()
  await store.close()
})

test('an event longer than all that is looked at in one go is passed over or found', async () => {
  const folder = folders.create()
  let now = 10
  const store = await openEmbeddedEventStore({ folder, now: () => now })
  for (const length of [10, 700_000, 10, 1_000_000, 10]) {
    now += 10
    await store.append(`order-${now}`, [event({ data: Buffer.alloc(length, 0x30), contentType: 'application/octet-stream' })], 'no-stream')
  }
  await expectAsByLooking(store)
  await store.close()
})

test('however long the log, few of its bytes are read', async () => {
  const folder = folders.create()
  let now = 0
  let readBytes = 0
  const counted = (file: LogFile): LogFile => ({
    ...file,
    read(into, at) {
      const bytes = file.read(into, at)
      readBytes += bytes
      return bytes
    },
    async readLater(into, at) {
      const bytes = await file.readLater(into, at)
      readBytes += bytes
      return bytes
    },
  })
  const fileLayer: FileLayer = { ...realFileLayer, open: (path, mode) => counted(realFileLayer.open(path, mode)) }
  const store = await openEmbeddedEventStore({ folder, now: () => now, fileLayer })
  const data = Buffer.alloc(2_000, 0x30)
  for (now = 10; now <= 2_000; now += 10)
    await store.append(
      `order-${now}`,
      Array.from({ length: 50 }, () => event({ data })),
      'no-stream',
    )
  expect(await store.head()).toBeGreaterThan(20_000_000n)
  readBytes = 0
  const position = await store.positionAt(777)
  expect(readBytes).toBeLessThan(4_000_000)
  const [last] = await allOf(store, { direction: 'backwards', before: position + 1n, maxCount: 1 })
  expect(last).toMatchObject({ stream: 'order-770', revision: 49 })
  await store.close()
})

import { afterEach, expect, test } from 'vitest'
import { DocumentStoreError } from '../../stores/documents/port.ts'
import { type EventStore, EventStoreError } from '../../stores/events/port.ts'
import { forcedOwnership } from '../testing/forced-ownership.ts'
import { openStores, type Stores } from '../testing/stores.ts'
import { receipt, tally } from '../testing/tally.ts'
import { createProjectionRunner } from './runner.ts'

const LONG = 20_000
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

async function stores(): Promise<Stores> {
  const opened = await openStores()
  open.push(opened.close)
  return opened
}

/** Answers `times` reads of the whole log with this failure, then reads. */
function failing(events: EventStore, times: number, failure: Error): EventStore & { readonly left: () => number } {
  let left = times
  return {
    ...events,
    left: () => left,
    async *readAll(options) {
      if (left > 0) {
        left -= 1
        throw failure
      }
      yield* events.readAll(options)
    },
  }
}

async function runnerOver({ documents }: Stores, events: EventStore, isShared: boolean) {
  const troubles: string[] = []
  const options = { events, documents, projections: [tally()], flushAfterMs: 1, onTrouble: (line: string) => void troubles.push(line) }
  const runner = await createProjectionRunner({ ...options, ...(isShared ? { ownership: forcedOwnership(1) } : {}) })
  open.push(() => runner.stop())
  await runner.start()
  return { runner, troubles }
}

test.each([
  { store: 'the events', failure: new EventStoreError('UNAVAILABLE', 'nobody answers'), isShared: true },
  { store: 'the documents', failure: new DocumentStoreError('UNAVAILABLE', 'nobody answers'), isShared: true },
  { store: 'the events of a ledger of one process', failure: new EventStoreError('UNAVAILABLE', 'nobody answers'), isShared: false },
])('a first build waits for $store to come back', async ({ failure, isShared }) => {
  const ledger = await stores()
  const position = await ledger.append(receipt('sku-1', 'r1'))
  const { runner, troubles } = await runnerOver(ledger, failing(ledger.events, 2, failure), isShared)
  expect(await runner.waitFor('tally', position, LONG)).toBe(true)
  expect(troubles).toHaveLength(2)
  await expect.poll(async () => (await runner.status())[0]).toMatchObject({ state: 'following', cause: null, building: null })
})

test.each([
  { what: 'an event that cannot be read', failure: new Error('no such event'), isShared: true },
  { what: 'a log of one process that is damaged', failure: new EventStoreError('CORRUPT', 'a checksum differs'), isShared: false },
])('a first build that meets $what stops, and says so', async ({ failure, isShared }) => {
  const ledger = await stores()
  await ledger.append(receipt('sku-1', 'r1'))
  const events = failing(ledger.events, 2, failure)
  const { runner } = await runnerOver(ledger, events, isShared)
  await expect.poll(async () => (await runner.status())[0]).toMatchObject({ state: 'stopped', cause: failure.message })
  expect(events.left()).toBe(1)
})

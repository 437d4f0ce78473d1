import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { orderPool } from '../projections/order-pool/order-pool.ts'
import type { BuildProgress } from '../projections/runner/build-progress.ts'
import { openReadModel } from '../projections/runner/read-models.ts'
import type { ProjectionRunner } from '../projections/runner/runner.ts'
import type { ReadModelChanges } from '../projections/runner/status.ts'
import { seeded } from '../projections/testing/seeded.ts'
import { orderLives, worldBegins } from '../projections/testing/synthetic-life.ts'
import { interleave, toAppend } from '../projections/testing/written-events.ts'
import { type EmbeddedDocumentStore, openEmbeddedDocuments } from '../stores/documents/embedded/embedded-document-store.ts'
import type { DocumentStore } from '../stores/documents/port.ts'
import { openEmbeddedEventStore } from '../stores/events/embedded/embedded-event-store.ts'
import type { EventStore } from '../stores/events/port.ts'
import { readModelsInThread } from './read-models-in-thread.ts'

const patienceMs = 30_000
let folder: string
let events: EventStore
let documents: EmbeddedDocumentStore
let shown: DocumentStore
let runner: ProjectionRunner
let troubles: string[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-apart-'))
  troubles = []
  events = await openEmbeddedEventStore({ folder, now: Date.now })
  documents = await openEmbeddedDocuments({ folder: join(folder, 'documents') })
  shown = await openEmbeddedDocuments({ folder: join(folder, 'documents'), readOnly: true })
  runner = readModelsInThread({ eventsFolder: folder, documents, onTrouble: (message) => troubles.push(message) })
})
afterEach(async () => {
  await runner.stop()
  for (const store of [shown, documents, events]) await store.close()
  rmSync(folder, { recursive: true })
})

async function sell(orders: number): Promise<bigint> {
  const pick = seeded(3)
  const world = { skus: 3, locations: 4, begins: 1_750_000_000_000 }
  function* lives() {
    for (let number = 0; number < orders; number += 1) yield orderLives(world, number, pick)
  }
  const written = [...worldBegins(world), ...interleave(lives(), 8, pick)]
  await Promise.all(written.map((one, at) => events.append(one.stream, [toAppend(one, `e${at}`, at)], 'any')))
  return events.head()
}

const countOrders = async () => (await openReadModel(shown, orderPool))?.collection.count({ areas: 'CN' })

test('what is appended here is shown by the thread, to who waits for it and to who follows along', async () => {
  await runner.start()
  const seen: ReadModelChanges[] = []
  runner.changes.subscribe((changes) => seen.push(changes))
  const head = await sell(30)
  expect(await runner.waitFor('order-pool', head, patienceMs)).toBe(true)
  expect(await countOrders()).toBe(30)
  expect(seen.flatMap(({ changed }) => changed.map(({ projection }) => projection))).toContain('order-pool')
  expect(await runner.waitFor('order-pool', head + 1n, 1)).toBe(false)
  expect(troubles).toEqual([])
})

test('a read model is rebuilt in it while another store of this process goes on writing', async () => {
  await runner.start()
  const head = await sell(20)
  await runner.waitFor('order-pool', head, patienceMs)
  const before = (await runner.status()).find(({ projection }) => projection === 'order-pool')
  const progress: BuildProgress[] = []
  const own = await documents.collection<{ n: number }>({ name: 'own', indexes: [] })
  await Promise.all([
    runner.rebuild(['order-pool'], (one) => progress.push(one)),
    ...Array.from({ length: 50 }, (_, n) => own.write([{ id: `${n}`, position: 1n, body: { n } }])),
  ])
  const after = (await runner.status()).find(({ projection }) => projection === 'order-pool')
  expect(after).toMatchObject({ state: 'following', position: head })
  expect(after?.collection).not.toBe(before?.collection)
  expect(await countOrders()).toBe(20)
  expect(await own.count({})).toBe(50)
})

test('everything stands still while a pause lasts', async () => {
  await runner.start()
  await runner.waitFor('order-pool', await sell(10), patienceMs)
  const late = await runner.whilePaused(async () => {
    const position = await sell(20)
    expect(await runner.waitFor('order-pool', position, 300)).toBe(false)
    expect(await countOrders()).toBe(10)
    return position
  })
  expect(await runner.waitFor('order-pool', late, patienceMs)).toBe(true)
})

test('an event that cannot be taken stops its read models and is told, as in one thread', async () => {
  await runner.start()
  const bad = { id: 'bad', type: 'OrderPlaced', data: Buffer.from('{'), metadata: Buffer.from('{"schemaVersion":1}') }
  await events.append('order-app.shop.1', [bad], 'any')
  await runner.waitFor('order-pool', await events.head(), 500)
  const status = (await runner.status()).find(({ projection }) => projection === 'order-pool')
  expect(status).toMatchObject({ state: 'stopped', cause: expect.stringContaining('not JSON') })
  expect(troubles.join()).toContain('order-pool')
})

test('a call that fails in the thread fails here, in the same words', async () => {
  await runner.start()
  await expect(runner.rebuild(['nothing'])).rejects.toThrow('There is no read model nothing')
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { projections } from '../projections/index.ts'
import { buildView } from '../projections/runner/build-view.ts'
import { openReadModel } from '../projections/runner/read-models.ts'
import { rebuildOffline } from '../projections/runner/rebuild.ts'
import { seeded } from '../projections/testing/seeded.ts'
import { textOf } from '../projections/testing/stores.ts'
import { orderLives, worldBegins } from '../projections/testing/synthetic-life.ts'
import { interleave, toAppend } from '../projections/testing/written-events.ts'
import { type EmbeddedDocumentStore, openEmbeddedDocuments } from '../stores/documents/embedded/embedded-document-store.ts'
import { openEmbeddedEventStore } from '../stores/events/embedded/embedded-event-store.ts'
import type { EventStore } from '../stores/events/port.ts'
import { createBuildThreads } from './build-threads.ts'

let folder: string
let events: EventStore
let documents: EmbeddedDocumentStore

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-threads-'))
  events = await openEmbeddedEventStore({ folder, now: Date.now })
  documents = await openEmbeddedDocuments({ folder: join(folder, 'documents') })
  const pick = seeded(3)
  const world = { skus: 3, locations: 4, begins: 1_750_000_000_000 }
  function* lives() {
    for (let number = 0; number < 50; number += 1) yield orderLives(world, number, pick)
  }
  const written = [...worldBegins(world), ...interleave(lives(), 8, pick)]
  await Promise.all(written.map((one, at) => events.append(one.stream, [toAppend(one, `e${at}`, at)], 'any')))
})
afterEach(async () => {
  await events.close()
  await documents.close()
  rmSync(folder, { recursive: true })
})

const threads = () => createBuildThreads(folder, () => documents.lend(), 0n)

test('what threads of their own rebuild is live afterwards, with its indexes, and is what one thread builds', async () => {
  await rebuildOffline({ events, documents, projections, threads: threads() })
  const until = await events.head()
  await buildView({ events, documents, projections, until, into: ({ name }) => `here.${name}` })
  for (const projection of projections) {
    const live = await openReadModel(documents, projection)
    expect(live?.position).toBe(until)
    expect(await textOf(live!.collection)).toBe(await textOf(await documents.collection({ name: `here.${projection.name}`, indexes: [] })))
  }
  const orders = await openReadModel<{ areas: readonly string[] }>(documents, projections[0]!)
  expect(await orders!.collection.count({ areas: 'CN' })).toBe(50)
})

test('an event that cannot be taken is named though another thread met it', async () => {
  const metadata = Buffer.from('{"schemaVersion":1}')
  const bad = { id: 'bad', type: 'OrderPlaced', data: Buffer.from('{'), metadata }
  const appended = await events.append('order-app.shop.1', [bad], 'any')
  const until = await events.head()
  const building = buildView({ events, documents, projections, until, threads: threads(), into: ({ name }) => name })
  await expect(building).rejects.toMatchObject({
    name: 'ProjectionFailed',
    position: (appended as { position: bigint }).position,
    key: null,
  })
})

test('a build that is given up ends its threads', async () => {
  const signal = AbortSignal.abort(new Error('enough'))
  const until = await events.head()
  const building = buildView({ events, documents, projections, until, threads: threads(), signal, into: ({ name }) => name })
  await expect(building).rejects.toThrow('enough')
})

test('a short log is not worth a thread', () => {
  expect(createBuildThreads(folder, () => documents.lend()).countFor(1_000_000n)).toBe(1)
})

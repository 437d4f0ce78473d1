import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../tests/seed/runs.ts'
import { projections as everyProjection } from '../index.ts'
import type { Projection } from '../projection.ts'
import { Crash, crashingAt } from '../testing/crashing-documents.ts'
import { seeded } from '../testing/seeded.ts'
import { openStores, type Stores, textOf } from '../testing/stores.ts'
import { orderLives, type Written, worldBegins } from '../testing/synthetic-life.ts'
import { interleave } from '../testing/written-events.ts'
import { buildView } from './build-view.ts'
import { openReadModel } from './read-models.ts'
import { rebuildOffline } from './rebuild.ts'
import { createProjectionRunner } from './runner.ts'
import { verifyReadModels } from './verify-read-models.ts'

/** Those whose folds differ in kind; small collections without indexes are quick to make. */
const names = ['order-pool', 'stock-map', 'stock-by-area', 'stock-ages', 'deadlines', 'waiting', 'skus']
const projections = everyProjection.filter(({ name }) => names.includes(name)).map((projection) => ({ ...projection, indexes: [] }))

/** Some dozen orders of a small world, their lives mixed. */
function history(seed: number, orders: number): Written[] {
  const pick = seeded(seed)
  const world = { skus: 3, locations: 4, begins: 1_750_000_000_000 }
  function* lives() {
    for (let number = 0; number < orders; number += 1) yield orderLives(world, number, pick)
  }
  return [...worldBegins(world), ...interleave(lives(), 8, pick)]
}

async function liveTexts({ documents }: Stores): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const projection of projections) {
    const model = await openReadModel(documents, projection)
    texts.set(projection.name, model === null ? '' : await textOf(model.collection))
  }
  return texts
}

async function builtTexts({ events, documents }: Stores, name: string, until: bigint, memoryBytes: number): Promise<Map<string, string>> {
  const into = (projection: Projection) => `${name}.${projection.name}`
  await buildView({ events, documents, projections, into, until, memoryBytes })
  const texts = new Map<string, string>()
  for (const projection of projections) {
    texts.set(projection.name, await textOf(await documents.collection({ name: into(projection), indexes: [] })))
  }
  return texts
}

/**
 * Follows the log, dying at the given change each time, until it gets to the end. Flushes lie elsewhere each time: what is read again
 * then meets documents that go on to later events in the same flush, which the store's own guard cannot tell from good ones.
 */
async function followThroughCrashes(
  ledger: Stores,
  until: bigint,
  crashes: readonly number[],
  cacheBytes: number,
  flushEvents: number,
): Promise<number> {
  let died = 0
  for (const change of [...crashes, Number.POSITIVE_INFINITY]) {
    const dead = Promise.withResolvers<boolean>()
    const documents = crashingAt(change, ledger.documents)
    const options = { events: ledger.events, documents, projections, cacheBytes, flushEvents: flushEvents + 17 * died }
    try {
      const runner = await createProjectionRunner({ ...options, onTrouble: () => dead.resolve(true) })
      await runner.start()
      const waiting = Promise.all(projections.map(({ name }) => runner.waitFor(name, until, 60_000)))
      const crashed = await Promise.race([dead.promise, waiting.then(() => false)])
      await runner.stop().catch(() => undefined)
      if (!crashed) return died
      died += 1
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      died += 1
    }
  }
  return died
}

describe('random histories', () => {
  test('live through crashes = rebuilt = rebuilt again, whatever the sizes of pages, caches and flushes', async () => {
    let died = 0
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(),
          orders: fc.integer({ min: 1, max: 12 }),
          pageSize: fc.integer({ min: 1, max: 60 }),
          first: fc.nat({ max: 300 }),
          early: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 1 }),
          late: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 3 }),
          cacheBytes: fc.constantFrom(0, 20_000, 10_000_000),
          memoryBytes: fc.constantFrom(0, 50_000, 100_000_000),
          flushEvents: fc.integer({ min: 1, max: 100 }),
        }),
        async ({ seed, orders, pageSize, first, early, late, cacheBytes, memoryBytes, flushEvents }) => {
          const ledger = await openStores(pageSize)
          try {
            const all = history(seed, orders)
            await ledger.append(...all.slice(0, first))
            died += await followThroughCrashes(ledger, await ledger.events.head(), early, cacheBytes, flushEvents)
            await ledger.append(...all.slice(first))
            const head = await ledger.events.head()
            died += await followThroughCrashes(ledger, head, late, cacheBytes, flushEvents)
            const live = await liveTexts(ledger)
            expect(await builtTexts(ledger, 'one', head, memoryBytes)).toEqual(live)
            expect(await builtTexts(ledger, 'two', head, 100_000_000)).toEqual(live)
          } finally {
            await ledger.close()
          }
        },
      ),
      { numRuns: runs(30) },
    )
    expect(died).toBeGreaterThan(0)
  })

  test('a worker may die at any change of a flush: nothing is lost, nothing is folded twice', async () => {
    const ledger = await openStores(9)
    try {
      const all = history(11, 20)
      await ledger.append(...all.slice(0, 20))
      await followThroughCrashes(ledger, await ledger.events.head(), [], 1_000_000, 1_000)
      await ledger.append(...all.slice(20))
      const head = await ledger.events.head()
      const everyChange = Array.from({ length: 40 }, (_, change) => change + 1)
      expect(await followThroughCrashes(ledger, head, everyChange, 1_000_000, 10)).toBeGreaterThan(4)
      expect(await builtTexts(ledger, 'one', head, 1_000_000)).toEqual(await liveTexts(ledger))
    } finally {
      await ledger.close()
    }
  })

  test('a view as of a position is what was live then', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 100 }), async (seed, orders, percent) => {
        const ledger = await openStores(13)
        try {
          const all = history(seed, orders)
          const cut = Math.ceil((all.length * percent) / 100)
          const then = await ledger.append(...all.slice(0, cut))
          await rebuildOffline({ events: ledger.events, documents: ledger.documents, projections })
          const live = await liveTexts(ledger)
          await ledger.append(...all.slice(cut))
          expect(await builtTexts(ledger, 'then', then, 30_000)).toEqual(live)
        } finally {
          await ledger.close()
        }
      }),
      { numRuns: runs(15) },
    )
  })

  test('verify agrees with every read model, and names the first document and field that was altered', async () => {
    const ledger = await openStores()
    try {
      await ledger.append(...history(7, 30))
      const { events, documents } = ledger
      await rebuildOffline({ events, documents, projections })
      const verify = () => verifyReadModels({ events, documents, scratch: documents, projections })
      expect((await verify()).filter(({ first, skipped }) => first !== null || skipped !== null)).toEqual([])
      const pool = await openReadModel<{ amounts: number; [field: string]: unknown }>(documents, projections[0]!)
      const [order] = await pool!.collection.find({
        where: { placedAt: { gt: 0 } },
        sort: [{ field: 'id', direction: 'ascending' }],
        limit: 1,
      })
      await pool!.collection.compareAndSet(order!.id, {}, { ...order!.body!, capturedFen: 1 })
      const [altered] = await verify()
      expect(altered).toMatchObject({
        projection: 'order-pool',
        differences: 1,
        first: { document: order!.id, field: 'capturedFen', live: 1 },
      })
    } finally {
      await ledger.close()
    }
  })
})

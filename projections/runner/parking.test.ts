import { afterEach, expect, test } from 'vitest'
import { crashingAt } from '../testing/crashing-documents.ts'
import { openStores, type Stores } from '../testing/stores.ts'
import { receipt, type Tally, tally } from '../testing/tally.ts'
import { openReadModel } from './read-models.ts'
import { createProjectionRunner } from './runner.ts'

let stores: Stores
afterEach(() => stores.close())

/** What is parked when everything up to the position is shown, or when the store dies at a change before. */
async function parkedAt(until: bigint, change: number, fails: (documentId: string) => boolean) {
  const dead = Promise.withResolvers<boolean>()
  const documents = crashingAt(change, stores.documents)
  const options = { events: stores.events, documents, projections: [tally(fails)] }
  const runner = await createProjectionRunner({ ...options, flushEvents: 3, onTrouble: () => dead.resolve(false) })
  await runner.start()
  const done = await Promise.race([dead.promise, runner.waitFor('tally', until, 60_000)])
  const revisions = (await runner.parked()).flatMap(({ events }) => events.map(({ revision }) => revision))
  await runner.stop().catch(() => undefined)
  return { done, revisions }
}

test('a list holds each event once and in order, whenever the worker dies while it parks', async () => {
  stores = await openStores(2)
  await parkedAt(await stores.append(receipt('B', '0')), Number.POSITIVE_INFINITY, () => false)
  await stores.append(receipt('A', '1'), receipt('A', 'bad'), receipt('A', '2'), receipt('B', '3'))
  const until = await stores.append(receipt('C', '4'), receipt('A', '5'), receipt('A', '6'))
  let change = 0
  for (let done = false; !done; ) {
    change += 1
    const parked = await parkedAt(until, change, (documentId) => documentId === 'bad')
    expect(parked.revisions).toEqual([1, 2, 3, 4].slice(0, parked.done ? 4 : parked.revisions.length))
    done = parked.done
  }
  expect(change).toBeGreaterThan(3)
})

test('a retry interrupted after its document was written folds nothing twice', async () => {
  stores = await openStores()
  const failures = new Set(['2'])
  const start = async (change: number) => {
    const documents = crashingAt(change, stores.documents)
    const runner = await createProjectionRunner({ events: stores.events, documents, projections: [tally((id) => failures.has(id))] })
    await runner.start()
    return runner
  }
  const first = await start(Number.POSITIVE_INFINITY)
  await first.waitFor('tally', await stores.append(receipt('A', '1'), receipt('A', '2'), receipt('A', '3')), 60_000)
  await first.stop()
  failures.clear()
  for (let change = 1; ; change += 1) {
    const runner = await start(change)
    const retried = await runner.retryParked('tally', 'A').catch(() => null)
    await runner.stop().catch(() => undefined)
    if (retried?.ok) break
    expect(change).toBeLessThan(20)
  }
  const model = await openReadModel<Tally>(stores.documents, tally())
  const [stored] = await model!.collection.get(['A'])
  expect(stored?.body).toEqual({ taken: ['1', '2', '3'], sum: 3 })
})

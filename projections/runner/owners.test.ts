import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { DocumentStore } from '../../stores/documents/port.ts'
import { othersOwn } from '../../stores/leases/records.ts'
import { troubled } from '../../stores/leases/testing/troubled-documents.ts'
import { projections as everyProjection } from '../index.ts'
import { Crash, crashingAt } from '../testing/crashing-documents.ts'
import { flicker } from '../testing/flicker.ts'
import { type ForcedOwnership, forcedOwnership } from '../testing/forced-ownership.ts'
import { seeded } from '../testing/seeded.ts'
import { openStores, type Stores } from '../testing/stores.ts'
import { orderLives, type Written, worldBegins } from '../testing/synthetic-life.ts'
import { receipt, type Tally, tally } from '../testing/tally.ts'
import { interleave } from '../testing/written-events.ts'
import { openCheckpoints } from './checkpoints.ts'
import { openReadModel } from './read-models.ts'
import { createProjectionRunner, type ProjectionRunner } from './runner.ts'
import type { ReadModelChanges } from './status.ts'
import { verifyReadModels } from './verify-read-models.ts'

const names = ['order-pool', 'stock-map', 'deadlines', 'waiting']
const everyone = [
  ...everyProjection.filter(({ name }) => names.includes(name)).map((projection) => ({ ...projection, indexes: [] })),
  flicker,
  tally(),
]
const projections = everyone
const LONG = 20_000

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close().catch(() => undefined)
})

async function stores(pageSize = 9): Promise<Stores> {
  const opened = await openStores(pageSize)
  open.push(opened.close)
  return opened
}

function history(seed: number, orders: number): Written[] {
  const pick = seeded(seed)
  const world = { skus: 3, locations: 4, begins: 1_750_000_000_000 }
  function* lives() {
    for (let number = 0; number < orders; number += 1) yield orderLives(world, number, pick)
  }
  const lived = interleave(lives(), 8, pick)
  return [
    ...worldBegins(world),
    ...[...lived].flatMap((one, at) => (at % 7 === 0 ? [one, receipt(`sku-${pick(3)}`, `r${seed}-${at}`)] : [one])),
  ]
}

interface Owner {
  readonly runner: ProjectionRunner
  readonly ownership: ForcedOwnership
}

async function owner(
  { events }: Stores,
  documents: DocumentStore,
  epoch: number,
  flushEvents = 10,
  projections = everyone,
): Promise<Owner> {
  const ownership = forcedOwnership(epoch)
  const runner = await createProjectionRunner({ events, documents, projections, ownership, flushEvents, flushAfterMs: 1 })
  open.push(() => runner.stop())
  await runner.start()
  return { runner, ownership }
}

async function shows({ runner }: Owner, position: bigint): Promise<void> {
  for (const { name } of projections) expect(await runner.waitFor(name, position, LONG), name).toBe(true)
}

/** Everything that can be read is what the log says, and says that it goes as far as the log does. */
async function expectTrue({ events, documents }: Stores): Promise<void> {
  const head = await events.head()
  const verified = await verifyReadModels({ events, documents, scratch: documents, projections })
  expect(verified.filter(({ first, skipped }) => first !== null || skipped !== null)).toEqual([])
  expect(verified.map(({ projection, position }) => ({ projection, position }))).toEqual(
    projections.map(({ name }) => ({ projection: name, position: head })),
  )
}

describe('a worker that dies', () => {
  test('at any change of a flush or checkpoint, and its successor too: nothing is lost, nothing folded twice', async () => {
    const ledger = await stores()
    const all = history(3, 20)
    await ledger.append(...all.slice(0, 30))
    const first = await owner(ledger, ledger.documents, 1)
    await shows(first, await ledger.events.head())
    await first.runner.stop()
    await ledger.append(...all.slice(30))
    const head = await ledger.events.head()
    let died = 0
    for (let change = 1; change <= 60; change += 1) {
      const dead = Promise.withResolvers<true>()
      const documents = crashingAt(change, ledger.documents)
      const ownership = forcedOwnership(change + 1)
      const options = { events: ledger.events, documents, projections, ownership, flushEvents: 10 + change, flushAfterMs: 1 }
      const runner = await createProjectionRunner({ ...options, onTrouble: () => dead.resolve(true) })
      const started = runner.start().then(
        () => Promise.race([dead.promise, Promise.all(projections.map(({ name }) => runner.waitFor(name, head, LONG))).then(() => false)]),
        (failure: unknown) => failure instanceof Crash,
      )
      if (await started) died += 1
      await runner.stop().catch(() => undefined)
    }
    expect(died).toBeGreaterThan(20)
    await shows(await owner(ledger, ledger.documents, 100), head)
    await expectTrue(ledger)
  })
})

describe('two owners', () => {
  test('forced upon one read model both write, and it stays true; the earlier one learns of the later and stops', async () => {
    const ledger = await stores()
    const pick = seeded(5)
    const late = troubled(ledger.documents, () => sleep(pick(4)))
    const all = history(5, 30)
    const earlier = await owner(ledger, late, 1)
    await ledger.append(...all.slice(0, 60))
    await shows(earlier, await ledger.events.head())
    const later = await owner(ledger, ledger.documents, 2, 37)
    for (let from = 60; from < all.length; from += 40) {
      await ledger.append(...all.slice(from, from + 40))
      await sleep(5)
    }
    await shows(later, await ledger.events.head())
    await expect.poll(() => earlier.ownership.resigned.size).toBe(projections.length)
    await expectTrue(ledger)
    expect(later.ownership.resigned.size).toBe(0)
  })

  /** Its clock stood still with it, or went on: then it does not even try. */
  test.each([
    { clock: 'stood still', goesOn: false },
    { clock: 'went on', goesOn: true },
  ])(
    'a paused one whose clock $clock wakes at any step of its flush after another took over: nothing it does counts',
    async ({ goesOn }) => {
      const all = history(7, 12)
      for (let step = 1; step <= 16; step += 1) {
        const ledger = await stores()
        let changes = 0
        let written = 0
        const paused = Promise.withResolvers<void>()
        const woken = Promise.withResolvers<void>()
        let counting = false
        const documents = troubled(ledger.documents, async (call) => {
          if (!counting || call === 'read') return
          changes += 1
          if (call !== 'flush') written += 1
          if (changes < step) return
          paused.resolve()
          await woken.promise
        })
        await ledger.append(...all.slice(0, 40), receipt('sku-0', 'before'))
        const sleeper = await owner(ledger, documents, 1)
        await shows(sleeper, await ledger.events.head())
        counting = true
        await ledger.append(receipt('sku-9', 'one'), ...all.slice(40, 60))
        await Promise.race([paused.promise, sleep(300)])
        const taker = await owner(ledger, ledger.documents, 2, 1_000)
        await ledger.append(receipt('sku-9', 'two'), ...all.slice(60))
        await shows(taker, await ledger.events.head())
        if (goesOn) sleeper.ownership.runOut()
        const before = written
        woken.resolve()
        await sleep(30)
        if (goesOn) expect(written).toBe(before)
        await expectTrue(ledger)
        await taker.runner.stop()
        const heir = await owner(ledger, ledger.documents, 3)
        await ledger.append(receipt('sku-9', 'three'))
        await shows(heir, await ledger.events.head())
        await expectTrue(ledger)
      }
    },
  )

  test('what a deposed one wrote of a document as it came is overruled though its successor saw it come and go', async () => {
    const ledger = await stores()
    const paused = Promise.withResolvers<void>()
    const woken = Promise.withResolvers<void>()
    const documents = troubled(ledger.documents, async (call, collection) => {
      if (call !== 'write' || !collection.startsWith('flicker')) return
      paused.resolve()
      await woken.promise
    })
    const sleeper = await owner(ledger, ledger.documents, 1)
    await shows(sleeper, await ledger.append(receipt('A', '0'), receipt('B', '0')))
    await sleeper.runner.stop()
    const dying = await owner(ledger, documents, 2)
    await ledger.append(receipt('C', '1'))
    await paused.promise
    await ledger.append(receipt('C', '2'))
    const taker = await owner(ledger, ledger.documents, 3, 1_000)
    await shows(taker, await ledger.events.head())
    woken.resolve()
    await expect.poll(() => dying.ownership.resigned.has('projection/flicker'), { timeout: 20_000 }).toBe(true)
    const model = await openReadModel(ledger.documents, flicker)
    expect(await model!.collection.get(['C'])).toMatchObject([{ body: null }])
  })

  test('one that begins though a later owner is there already gets nothing', async () => {
    const ledger = await stores()
    const later = await owner(ledger, ledger.documents, 2)
    await shows(later, await ledger.append(receipt('A', '1')))
    await expect(owner(ledger, ledger.documents, 1)).rejects.toThrow("another worker's now")
    expect(await openCheckpoints(ledger.documents).then((checkpoints) => checkpoints.claim('tally.v1.1', 1))).toBe(null)
  })

  test('what a deposed one parked, late, takes nothing from the list of its successor', async () => {
    const ledger = await stores()
    const failing = [tally((documentId) => documentId === 'bad')]
    const paused = Promise.withResolvers<void>()
    const woken = Promise.withResolvers<void>()
    const documents = troubled(ledger.documents, async (call, collection) => {
      if (call === 'read' || collection !== 'projection-parked') return
      paused.resolve()
      await woken.promise
    })
    const sleeper = await owner(ledger, documents, 1, 1, failing)
    await ledger.append(receipt('A', 'bad'))
    await paused.promise
    const taker = await owner(ledger, ledger.documents, 2, 1, failing)
    const position = await ledger.append(receipt('A', '2'), receipt('A', '3'))
    expect(await taker.runner.waitFor('tally', position, LONG)).toBe(true)
    woken.resolve()
    await expect.poll(() => sleeper.ownership.resigned.size).toBe(1)
    await taker.runner.stop()
    const heir = await owner(ledger, ledger.documents, 3, 1, [tally()])
    expect(await heir.runner.parked()).toMatchObject([{ key: 'A', epoch: 2, events: [{}, {}, {}] }])
    expect(await heir.runner.retryParked('tally', 'A')).toMatchObject({ ok: true, folded: 3 })
    expect(await heir.runner.parked()).toEqual([])
    const model = await openReadModel<Tally>(ledger.documents, tally())
    expect((await model!.collection.get(['A']))[0]?.body?.taken).toEqual(['bad', '2', '3'])
    await heir.runner.waitFor('tally', await ledger.append(receipt('A', '4')), LONG)
    expect((await model!.collection.get(['A']))[0]?.body?.taken).toEqual(['bad', '2', '3', '4'])
  })

  test('a rebuild of a deposed one never becomes what is read', async () => {
    const ledger = await stores()
    await ledger.append(...history(9, 5))
    const paused = Promise.withResolvers<void>()
    const woken = Promise.withResolvers<void>()
    let rebuilding = false
    const documents = troubled(ledger.documents, async (call) => {
      if (!rebuilding || call !== 'flush') return
      paused.resolve()
      await woken.promise
    })
    const builder = await owner(ledger, documents, 1)
    await shows(builder, await ledger.events.head())
    rebuilding = true
    const rebuilt = builder.runner.rebuild(['tally']).catch((failure: unknown) => failure)
    await paused.promise
    const taker = await owner(ledger, ledger.documents, 2)
    woken.resolve()
    await rebuilt
    await builder.runner.stop()
    await ledger.append(receipt('A', 'late'))
    await shows(taker, await ledger.events.head())
    await expectTrue(ledger)
  })
})

describe('a process that owns nothing', () => {
  test('has the owner do what only that one can, and sees that it is done', async () => {
    const ledger = await stores()
    let isMended = false
    const failing = [tally((documentId) => documentId === 'bad' && !isMended)]
    const owning = await owner(ledger, ledger.documents, 1, 1, failing)
    const { events, documents } = ledger
    const asker = await createProjectionRunner({ events, documents, projections: failing, ownership: othersOwn(documents) })
    open.push(() => asker.stop())
    await asker.start()
    const seen: ReadModelChanges[] = []
    asker.changes.subscribe((changes) => seen.push(changes))
    const position = await ledger.append(receipt('A', '1'), receipt('A', 'bad'), receipt('B', '2'))
    expect(await asker.waitFor('tally', position, LONG)).toBe(true)
    expect(await asker.status()).toMatchObject([{ projection: 'tally', state: 'following', position, lagMs: 0, parkedDocuments: 1 }])
    expect(await asker.parked()).toMatchObject([{ key: 'A', epoch: 1 }])
    expect(await asker.retryParked('tally', 'A')).toMatchObject({ ok: false, left: 1 })
    expect(await asker.retryParked('tally', 'C')).toBe(null)
    expect(await asker.dropParked('tally', 'A')).toBe(true)
    expect(await asker.parked()).toEqual([])
    const before = (await owning.runner.status())[0]?.collection
    isMended = true
    await asker.rebuild(['tally'])
    await expect.poll(async () => (await asker.status())[0]?.collection, { timeout: 10_000 }).not.toBe(before)
    await sleep(600)
    await ledger.append(receipt('B', '3'))
    await expect.poll(() => seen.flatMap(({ changed }) => changed.map((each) => each.projection)), { timeout: 5_000 }).toContain('tally')
  })
})

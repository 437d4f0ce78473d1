import { afterEach, describe, expect, test } from 'vitest'
import type { Projection } from '../projection.ts'
import { openStores, type Stores } from '../testing/stores.ts'
import { aside, receipt, type Tally, tally } from '../testing/tally.ts'
import { readPointer } from './pointers.ts'
import { openReadModel } from './read-models.ts'
import { createProjectionRunner, type ProjectionRunner, type RunnerOptions } from './runner.ts'
import type { ReadModelChanges } from './status.ts'

const open: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.stop()
})

async function stores(pageSize?: number): Promise<Stores> {
  const opened = await openStores(pageSize)
  open.push({ stop: opened.close })
  return opened
}

async function running(
  { events, documents }: Stores,
  projections: readonly Projection[],
  options: Partial<RunnerOptions> = {},
): Promise<ProjectionRunner> {
  const runner = await createProjectionRunner({ events, documents, projections, ...options })
  open.push(runner)
  await runner.start()
  return runner
}

async function tallyOf({ documents }: Stores, sku: string): Promise<Tally | null | undefined> {
  const model = await openReadModel<Tally>(documents, tally())
  const [stored] = (await model?.collection.get([sku])) ?? []
  return stored?.body
}

const LONG = 20_000

describe('following the log', () => {
  test('shows an event as soon as its position can be waited for', async () => {
    const ledger = await stores()
    const runner = await running(ledger, [tally()])
    const position = await ledger.append(receipt('A', '1', 3), receipt('A', '2', 4), receipt('B', '3'))
    expect(await runner.waitFor('tally', position, LONG)).toBe(true)
    expect(await tallyOf(ledger, 'A')).toEqual({ taken: ['1', '2'], sum: 7 })
    expect(await tallyOf(ledger, 'B')).toEqual({ taken: ['3'], sum: 1 })
  })

  test('an event nobody reads advances every read model', async () => {
    const ledger = await stores()
    const runner = await running(ledger, [tally()])
    const position = await ledger.append(receipt('A', '1'), aside('k1'))
    expect(await runner.waitFor('tally', position, LONG)).toBe(true)
    expect(await runner.status()).toMatchObject([{ projection: 'tally', state: 'following', position, lagMs: 0, parkedDocuments: 0 }])
  })

  test('waiting for what does not come ends with false', async () => {
    const runner = await running(await stores(), [tally()])
    expect(await runner.waitFor('tally', 999_999n, 20)).toBe(false)
  })

  test('says which documents a flush changed', async () => {
    const ledger = await stores()
    const runner = await running(ledger, [tally()])
    const seen: ReadModelChanges[] = []
    runner.changes.subscribe((changes) => seen.push(changes))
    await runner.waitFor('tally', await ledger.append(receipt('A', '1'), receipt('B', '2')), LONG)
    expect(new Set(seen.flatMap(({ changed }) => changed.flatMap(({ documents }) => documents)))).toEqual(new Set(['A', 'B']))
  })

  test('what went before anybody could see it leaves nothing behind, what was seen leaves its tombstone', async () => {
    const ledger = await stores()
    const once = (): Projection => ({
      ...tally(),
      evolve: (document) => (document === undefined ? ({ taken: [], sum: 1 } satisfies Tally) : undefined),
    })
    const runner = await running(ledger, [once()], { flushAfterMs: LONG })
    await runner.waitFor('tally', await ledger.append(receipt('A', '1')), LONG)
    await runner.waitFor('tally', await ledger.append(receipt('A', '2'), receipt('B', '3'), receipt('B', '4')), LONG)
    const model = await openReadModel<Tally>(ledger.documents, once())
    expect(await model?.collection.get(['A', 'B'])).toMatchObject([{ id: 'A', body: null }])
  })

  test('a worker started again goes on where the last one stopped', async () => {
    const ledger = await stores()
    const first = await running(ledger, [tally()])
    await first.waitFor('tally', await ledger.append(receipt('A', '1')), LONG)
    await first.stop()
    const position = await ledger.append(receipt('A', '2'))
    const second = await running(ledger, [tally()])
    await second.waitFor('tally', position, LONG)
    expect(await tallyOf(ledger, 'A')).toEqual({ taken: ['1', '2'], sum: 2 })
  })

  test('nothing moves while it is paused', async () => {
    const ledger = await stores()
    const runner = await running(ledger, [tally()])
    const before = await ledger.append(receipt('A', '1'))
    await runner.waitFor('tally', before, LONG)
    const after = await runner.whilePaused(async () => {
      const position = await ledger.append(receipt('A', '2'))
      await runner.waitFor('tally', position, 50)
      expect(await tallyOf(ledger, 'A')).toEqual({ taken: ['1'], sum: 1 })
      return position
    })
    expect(await runner.waitFor('tally', after, LONG)).toBe(true)
  })

  test('an event that cannot be decoded stops the read models that need it, before it, and no other', async () => {
    const ledger = await stores()
    const troubles: string[] = []
    const keys: Projection = { ...tally(), name: 'keys', handles: ['AccessKeyRevoked'], keys: () => ['all'] }
    const evolve: Projection['evolve'] = (document) => ({ taken: [], sum: ((document as Tally | undefined)?.sum ?? 0) + 1 })
    const runner = await running(ledger, [tally(), { ...keys, evolve }], { onTrouble: (message) => troubles.push(message) })
    const good = await ledger.append(receipt('A', '1'), aside('k1'))
    const bytes = Buffer.from('{"quantity":')
    await ledger.events.append('stock-A@WH-1', [{ id: 'bad', type: 'StockReceived', data: bytes, metadata: bytes }], 'any')
    const last = await ledger.append(aside('k2'), receipt('B', '9'))
    expect(await runner.waitFor('keys', last, LONG)).toBe(true)
    const [stopped, other] = await runner.status()
    expect(stopped).toMatchObject({ state: 'stopped', position: good })
    expect(stopped?.cause).toContain('cannot be decoded')
    expect(other).toMatchObject({ state: 'following', position: last })
    expect(troubles.join()).toContain('tally')
    expect(await tallyOf(ledger, 'B')).toBeUndefined()
  })
})

describe('a fold that fails', () => {
  const failing = async () => {
    const ledger = await stores()
    const failures = new Set(['2'])
    const runner = await running(ledger, [tally((id) => failures.has(id))])
    const position = await ledger.append(receipt('A', '1'), receipt('A', '2'), receipt('B', '3'), receipt('A', '4'), receipt('A', '5'))
    expect(await runner.waitFor('tally', position, LONG)).toBe(true)
    return { ledger, failures, runner, position }
  }

  test('parks its document as it was before, with its later events in order; others go on', async () => {
    const { ledger, runner } = await failing()
    expect(await tallyOf(ledger, 'A')).toEqual({ taken: ['1'], sum: 1 })
    expect(await tallyOf(ledger, 'B')).toEqual({ taken: ['3'], sum: 1 })
    expect(await runner.parked()).toMatchObject([{ projection: 'tally', key: 'A', cause: 'cannot take 2', attempts: 1, overflowed: false }])
    expect((await runner.parked())[0]!.events.map(({ revision }) => revision)).toEqual([1, 2, 3])
  })

  test('a retry that fails again keeps the list', async () => {
    const { ledger, runner } = await failing()
    expect(await runner.retryParked('tally', 'A')).toEqual({ ok: false, folded: 0, left: 3, cause: 'cannot take 2' })
    expect(await runner.parked()).toMatchObject([{ attempts: 2 }])
    expect(await tallyOf(ledger, 'A')).toEqual({ taken: ['1'], sum: 1 })
  })

  test('a retry folds the list in order, and the document is live again', async () => {
    const { ledger, runner, failures } = await failing()
    failures.clear()
    expect(await runner.retryParked('tally', 'A')).toEqual({ ok: true, folded: 3, left: 0, cause: null })
    expect(await tallyOf(ledger, 'A')).toEqual({ taken: ['1', '2', '4', '5'], sum: 4 })
    await runner.waitFor('tally', await ledger.append(receipt('A', '6')), LONG)
    expect(await tallyOf(ledger, 'A')).toEqual({ taken: ['1', '2', '4', '5', '6'], sum: 5 })
    expect(await runner.parked()).toEqual([])
  })

  test('a retry that gets further keeps what is left', async () => {
    const { ledger, runner, failures } = await failing()
    failures.clear()
    failures.add('5')
    expect(await runner.retryParked('tally', 'A')).toMatchObject({ ok: false, folded: 2, left: 1 })
    expect(await tallyOf(ledger, 'A')).toEqual({ taken: ['1', '2', '4'], sum: 3 })
    failures.clear()
    await runner.waitFor('tally', await ledger.append(receipt('A', '6')), LONG)
    expect(await runner.retryParked('tally', 'A')).toMatchObject({ ok: true, folded: 2 })
    expect(await tallyOf(ledger, 'A')).toMatchObject({ taken: ['1', '2', '4', '5', '6'] })
  })

  test('stays parked over a restart', async () => {
    const { ledger, runner, failures } = await failing()
    await runner.stop()
    failures.clear()
    const again = await running(ledger, [tally()])
    await again.waitFor('tally', await ledger.append(receipt('A', '6')), LONG)
    expect(await again.retryParked('tally', 'A')).toMatchObject({ ok: true, folded: 4 })
    expect(await tallyOf(ledger, 'A')).toMatchObject({ taken: ['1', '2', '4', '5', '6'] })
  })

  test('dropped, only the listed events are given up', async () => {
    const { ledger, runner, failures } = await failing()
    failures.clear()
    expect(await runner.dropParked('tally', 'A')).toBe(true)
    expect(await runner.dropParked('tally', 'A')).toBe(false)
    await runner.waitFor('tally', await ledger.append(receipt('A', '6')), LONG)
    expect(await tallyOf(ledger, 'A')).toMatchObject({ taken: ['1', '6'] })
  })

  test('events beyond the longest list are found in the log when it is retried', async () => {
    const { ledger, runner, failures } = await failing()
    const more = Array.from({ length: 220 }, (_, n) => receipt(n % 4 === 3 ? 'B' : 'A', `m${n}`))
    await runner.waitFor('tally', await ledger.append(...more), LONG)
    expect(await runner.parked()).toMatchObject([{ overflowed: false }])
    await runner.waitFor('tally', await ledger.append(...Array.from({ length: 60 }, (_, n) => receipt('A', `n${n}`))), LONG)
    expect((await runner.parked())[0]!.overflowed).toBe(true)
    expect((await runner.parked())[0]!.events).toHaveLength(200)
    failures.clear()
    failures.add('n59')
    expect(await runner.retryParked('tally', 'A')).toMatchObject({ ok: false, folded: 227 })
    failures.clear()
    expect(await runner.retryParked('tally', 'A')).toMatchObject({ ok: true, folded: 1 })
    const expected = [
      '1',
      '2',
      '4',
      '5',
      ...more.flatMap((_, n) => (n % 4 === 3 ? [] : [`m${n}`])),
      ...Array.from({ length: 60 }, (_, n) => `n${n}`),
    ]
    expect((await tallyOf(ledger, 'A'))?.taken).toEqual(expected)
  })
})

describe('a new version', () => {
  test('is built beside the live one, which answers until then, and takes its place', async () => {
    const ledger = await stores()
    const first = await running(ledger, [tally()])
    await first.waitFor('tally', await ledger.append(receipt('A', '1'), receipt('B', '2')), LONG)
    const before = await readPointer(ledger.documents, 'tally')
    await first.stop()
    const second = await running(ledger, [tally(undefined, 2)])
    const position = await ledger.append(receipt('A', '3'))
    expect(await second.waitFor('tally', position, LONG)).toBe(true)
    const after = await readPointer(ledger.documents, 'tally')
    expect(after).toMatchObject({ version: 2, building: null, retired: [before!.live] })
    expect(await tallyOf(ledger, 'A')).toEqual({ taken: ['1', '3'], sum: 2 })
    await second.stop()
    await running(ledger, [tally(undefined, 2)])
    expect(await ledger.documents.names()).not.toContain(before!.live)
  })
})

describe('a rebuild', () => {
  test('removes state the replay cannot produce, while events keep coming', async () => {
    const ledger = await stores(7)
    const runner = await running(ledger, [tally()])
    await runner.waitFor('tally', await ledger.append(...Array.from({ length: 50 }, (_, n) => receipt(`S${n % 5}`, `r${n}`))), LONG)
    const model = await openReadModel<Tally>(ledger.documents, tally())
    await model!.collection.insert({ id: 'ghost', position: 1n, body: { taken: [], sum: 5 } })
    await model!.collection.compareAndSet('S1', {}, { taken: ['wrong'], sum: 99 })
    const rebuilding = runner.rebuild(['tally'])
    const position = await ledger.append(...Array.from({ length: 30 }, (_, n) => receipt(`S${n % 5}`, `later${n}`)))
    await rebuilding
    expect(await runner.waitFor('tally', position, LONG)).toBe(true)
    expect(await tallyOf(ledger, 'ghost')).toBeUndefined()
    expect((await tallyOf(ledger, 'S1'))?.taken).toEqual([
      ...Array.from({ length: 10 }, (_, n) => `r${n * 5 + 1}`),
      ...Array.from({ length: 6 }, (_, n) => `later${n * 5 + 1}`),
    ])
  })

  test('stops at the first event it cannot take, with its position, and the live one stays', async () => {
    const ledger = await stores()
    const failures = new Set<string>()
    const runner = await running(ledger, [tally((id) => failures.has(id))])
    const bad = await ledger.append(receipt('A', '1'), receipt('A', '2'))
    const last = await ledger.append(receipt('A', '3'))
    await runner.waitFor('tally', last, LONG)
    failures.add('2')
    await expect(runner.rebuild(['tally'])).rejects.toMatchObject({ projection: 'tally', position: bad, key: 'A' })
    expect(await tallyOf(ledger, 'A')).toEqual({ taken: ['1', '2', '3'], sum: 3 })
    failures.clear()
    await runner.rebuild(['tally'])
    expect(await tallyOf(ledger, 'A')).toEqual({ taken: ['1', '2', '3'], sum: 3 })
  })

  test('frees what was parked, once the fold is right', async () => {
    const ledger = await stores()
    const failures = new Set(['2'])
    const runner = await running(ledger, [tally((id) => failures.has(id))])
    await runner.waitFor('tally', await ledger.append(receipt('A', '1'), receipt('A', '2')), LONG)
    failures.clear()
    await runner.rebuild(['tally'])
    expect(await runner.parked()).toEqual([])
    expect(await tallyOf(ledger, 'A')).toMatchObject({ taken: ['1', '2'] })
  })
})

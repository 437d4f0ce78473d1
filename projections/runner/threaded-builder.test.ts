import { describe, expect, test } from 'vitest'
import { projections as everyProjection } from '../index.ts'
import { projection } from '../projection.ts'
import { seeded } from '../testing/seeded.ts'
import { openStores, type Stores, textOf } from '../testing/stores.ts'
import { orderLives, type Written, worldBegins } from '../testing/synthetic-life.ts'
import { interleave } from '../testing/written-events.ts'
import type { BuildProgress } from './build-progress.ts'
import { buildView } from './build-view.ts'
import { createBuilder } from './builder.ts'
import { deal, loadOf } from './deal.ts'
import { openBuilder } from './threaded-builder.ts'
import type { BuildThreads } from './threads.ts'

const projections = everyProjection.map((one) => ({ ...one, indexes: [] }))

function history(orders: number): Written[] {
  const pick = seeded(5)
  const world = { skus: 3, locations: 4, begins: 1_750_000_000_000 }
  function* lives() {
    for (let number = 0; number < orders; number += 1) yield orderLives(world, number, pick)
  }
  return [...worldBegins(world), ...interleave(lives(), 8, pick)]
}

/** Builds every part beside the others in this thread, with stores of the test. */
function threadsOf({ events, documents }: Stores, known = projections): BuildThreads {
  return {
    countFor: () => 2,
    async run({ into, counted, until, memoryBytes }, { signal, onProgress }) {
      const mine = known.filter(({ name }) => into.has(name))
      const builder = await createBuilder({
        ...{ events, documents, projections: mine, into: ({ name }) => into.get(name)!, memoryBytes, counted },
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined ? {} : { onProgress }),
      })
      await builder.advance(until)
      return builder.finish()
    },
  }
}

async function textsOf({ documents }: Stores, prefix: string): Promise<string[]> {
  const texts: string[] = []
  for (const { name } of projections) texts.push(await textOf(await documents.collection({ name: prefix + name, indexes: [] })))
  return texts
}

describe('a build in several threads', () => {
  test('is what a build in one is, each event counted once', async () => {
    const ledger = await openStores(50)
    try {
      const until = await ledger.append(...history(40))
      const told: BuildProgress[] = []
      const onProgress = (progress: BuildProgress) => told.push(progress)
      const { events, documents } = ledger
      const one = await buildView({ events, documents, projections, until, into: ({ name }) => `one.${name}` })
      const threads = threadsOf(ledger)
      const two = await buildView({ events, documents, projections, until, threads, onProgress, into: ({ name }) => `two.${name}` })
      expect(await textsOf(ledger, 'two.')).toEqual(await textsOf(ledger, 'one.'))
      expect(two).toMatchObject({ position: until, events: one.events })
      expect(told.at(-1)).toMatchObject({ position: until, until, events: expect.any(Number) })
    } finally {
      await ledger.close()
    }
  })

  test('goes on in one thread with what comes after it', async () => {
    const ledger = await openStores(50)
    try {
      const { events, documents } = ledger
      const all = history(60)
      const then = await ledger.append(...all.slice(0, all.length / 2))
      const builder = openBuilder({ events, documents, projections, threads: threadsOf(ledger), into: ({ name }) => `two.${name}` })
      await builder.advance(then)
      const until = await ledger.append(...all.slice(all.length / 2))
      await builder.advance(until)
      const two = await builder.finish()
      const one = await buildView({ events, documents, projections, until, into: ({ name }) => `one.${name}` })
      expect(await textsOf(ledger, 'two.')).toEqual(await textsOf(ledger, 'one.'))
      expect(two).toMatchObject({ position: until, events: one.events })
    } finally {
      await ledger.close()
    }
  })

  test('stops everywhere when it fails somewhere, and names the event', async () => {
    const ledger = await openStores(5)
    try {
      const until = await ledger.append(...history(40))
      const broken = projection<object>({
        ...{ name: 'broken', version: 1, indexes: [], handles: ['OrderPlaced'], keys: () => ['x'] },
        evolve: () => {
          throw new Error('never mind')
        },
      })
      const { events, documents } = ledger
      const all = [...projections, { ...broken, indexes: [] }]
      const building = buildView({ events, documents, projections: all, until, threads: threadsOf(ledger, all), into: ({ name }) => name })
      await expect(building).rejects.toMatchObject({ name: 'ProjectionFailed', projection: 'broken', key: 'x' })
      const checkpoints = await documents.collection({ name: 'projection-checkpoints', indexes: [] })
      expect(await checkpoints.count()).toBe(0)
    } finally {
      await ledger.close()
    }
  })
})

describe('read models dealt out to threads', () => {
  test('are all there, none twice, and of even load', () => {
    const dealt = deal(everyProjection, 2)
    expect(dealt.flat()).toHaveLength(everyProjection.length)
    expect(new Set(dealt.flat())).toEqual(new Set(everyProjection))
    const [one, other] = dealt.map(loadOf) as [number, number]
    expect(Math.abs(one - other)).toBeLessThanOrEqual(2)
  })

  test('come together when they read the same events', () => {
    const of = (name: string, handles: typeof all) => projection({ ...empty, name, handles })
    const empty = { version: 1, indexes: [], keys: () => [], evolve: () => undefined }
    const all = ['StockReserved', 'StockIssued', 'StockReturned'] as const
    const dealt = deal([of('a', all), of('b', ['OrderPlaced'] as never), of('c', all), of('d', ['OrderPlaced'] as never)], 2)
    expect(dealt.map((hand) => hand.map(({ name }) => name))).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ])
  })

  test('leave threads out that would have nothing to do', () => {
    expect(deal(everyProjection.slice(0, 1), 3)).toHaveLength(1)
  })
})

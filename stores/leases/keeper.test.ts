import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EmbeddedDocumentStore, openEmbeddedDocuments } from '../documents/embedded/embedded-document-store.ts'
import type { DocumentStore } from '../documents/port.ts'
import { createHeldLease } from './held-lease.ts'
import { createLeaseKeeper } from './keeper.ts'
import type { Lease } from './port.ts'
import { ownersIn } from './records.ts'
import { createHandClock, type HandClock } from './testing/hand-clock.ts'
import { troubled } from './testing/troubled-documents.ts'

const timing = { beatMs: 10, heldMs: 40, takenAfterMs: 50, answerMs: 20 }
const six = ['1', '2', '3', '4', '5', '6']

let folder: string
let documents: EmbeddedDocumentStore
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leases-'))
  documents = await openEmbeddedDocuments({ folder })
})
afterEach(async () => {
  await documents.close()
  rmSync(folder, { recursive: true })
})

interface Options {
  readonly clock?: HandClock
  readonly store?: DocumentStore
  readonly resources?: readonly string[]
}

async function worker(owner: string, { clock = createHandClock(), store = documents, resources = six }: Options = {}) {
  const held = new Map<string, Lease>()
  const troubles: string[] = []
  const keeper = await createLeaseKeeper({ documents: store, owner, clock, timing, onTrouble: (message) => troubles.push(message) })
  const contest = await keeper.ownership.contend(resources, {
    acquired: async (leases) => {
      for (const lease of leases) held.set(lease.resource, lease)
    },
    lost: (lease) => void (held.get(lease.resource) === lease && held.delete(lease.resource)),
    handOver: async (lease) => held.delete(lease.resource),
  })
  const names = () => [...held.keys()].sort()
  return { ...keeper, owner, clock, held, names, troubles, contest }
}

type Worker = Awaited<ReturnType<typeof worker>>

/** Everyone makes so many rounds; the time between two passes on every clock. */
async function rounds(count: number, ...workers: readonly Worker[]): Promise<void> {
  for (let round = 0; round < count; round += 1) {
    for (const clock of new Set(workers.map((each) => each.clock))) clock.pass(timing.beatMs)
    for (const each of workers) await each.round()
    await new Promise(setImmediate)
  }
}

const claimed = (workers: readonly Worker[]): string[] => workers.flatMap(({ names }) => names()).sort()

describe('workers', () => {
  test('share everything out evenly, and again when one comes and when one goes', async () => {
    const [a, b, c] = [await worker('a'), await worker('b'), await worker('c')]
    await rounds(3, a)
    expect(a.names()).toEqual(six)
    await rounds(6, a, b, c)
    expect([a, b, c].map(({ held }) => held.size)).toEqual([2, 2, 2])
    expect(claimed([a, b, c])).toEqual(six)
    await c.leave()
    await rounds(10, a, b)
    expect([a, b].map(({ held }) => held.size)).toEqual([3, 3])
  })

  test('take over what a dead one owned, soon and not too soon, under a later epoch', async () => {
    const [a, b] = [await worker('a', { resources: ['1'] }), await worker('b', { resources: ['1'] })]
    await rounds(2, a)
    await rounds(1, b)
    await rounds(4, b)
    expect(b.names()).toEqual([])
    await rounds(2, b)
    expect(b.names()).toEqual(['1'])
    expect(b.held.get('1')?.epoch).toBe(2)
    expect(a.held.get('1')?.epoch).toBe(1)
  })

  test('leave what another released to be taken at once', async () => {
    const [a, b] = [await worker('a', { resources: ['1'] }), await worker('b', { resources: ['1'] })]
    await rounds(2, a, b)
    const [owner, other] = a.held.size > 0 ? [a, b] : [b, a]
    await owner.leave()
    await rounds(1, other)
    expect(other.names()).toEqual(['1'])
  })

  test('who resigns leaves it to others, and is told of it', async () => {
    const [a, b] = [await worker('a', { resources: ['1'] }), await worker('b', { resources: ['1'] })]
    await rounds(1, a)
    a.held.get('1')!.resign()
    await rounds(2, a, b)
    expect([a.names(), b.names()]).toEqual([[], ['1']])
  })

  test('an owner’s remark is seen beside it', async () => {
    const a = await worker('a', { resources: ['1'] })
    await rounds(1, a)
    a.held.get('1')!.remark('an event cannot be taken')
    await rounds(1, a)
    expect((await ownersIn(documents)).get('1')).toMatchObject({ owner: 'a', epoch: 1, remark: 'an event cannot be taken' })
  })

  test('hold nothing together, whoever of them stands still, for how long and in whatever order', async () => {
    const workers = await Promise.all(['a', 'b', 'c'].map((owner) => worker(owner)))
    let state = 7
    const pick = (below: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((state / 2_147_483_648) * below)
    }
    for (let step = 0; step < 400; step += 1) {
      const awake = workers.filter(() => pick(3) > 0)
      for (const { clock } of workers) clock.pass(timing.beatMs)
      await Promise.all(awake.map((each) => each.round()))
      const holding = workers.flatMap(({ held }) => [...held.values()].filter((lease) => lease.isHeld()).map(({ resource }) => resource))
      expect(new Set(holding).size, `step ${step}`).toBe(holding.length)
    }
  })
})

describe('an owner', () => {
  test('without an acknowledged beat stops before another may take over, and takes it anew', async () => {
    let answers = true
    const silent = troubled(documents, () => (answers ? Promise.resolve() : new Promise(() => undefined)))
    const a = await worker('a', { store: silent, resources: ['1'] })
    await rounds(3, a)
    const lease = a.held.get('1')!
    answers = false
    const round = a.round()
    a.clock.pass(20)
    await round
    expect(lease.isHeld()).toBe(true)
    a.clock.pass(20)
    expect(lease.isHeld()).toBe(false)
    expect(lease.signal.aborted).toBe(true)
    answers = true
    await rounds(2, a)
    expect(lease.isHeld(), 'once over, for ever').toBe(false)
    expect(a.held.get('1')).toMatchObject({ epoch: 2 })
  })

  test('whose beat was written though nobody said so goes on', async () => {
    let isLost = false
    const losing: DocumentStore = {
      ...documents,
      async collection(definition) {
        const real = await documents.collection<never>(definition)
        return {
          ...real,
          async compareAndSet(...rest: Parameters<typeof real.compareAndSet>) {
            const done = await real.compareAndSet(...rest)
            if (!isLost) return done
            isLost = false
            throw new Error('no answer')
          },
        } as never
      },
    }
    const a = await worker('a', { store: losing, resources: ['1'] })
    await rounds(1, a)
    const lease = a.held.get('1')!
    isLost = true
    await rounds(1, a)
    await rounds(8, a)
    expect(lease.isHeld()).toBe(true)
    expect(a.troubles).toEqual(['leases: no answer; tried again'])
  })

  test('that slept does not take its old lease for a lease', async () => {
    const [a, b] = [await worker('a', { resources: ['1'] }), await worker('b', { resources: ['1'] })]
    await rounds(1, a)
    const slept = a.held.get('1')!
    await rounds(8, b)
    expect(b.names()).toEqual(['1'])
    a.clock.pass(80)
    expect(slept.isHeld()).toBe(false)
    await rounds(1, a, b)
    expect([a.names(), b.names()]).toEqual([[], ['1']])
  })

  test('whose clock stood still learns from the store that it was deposed', async () => {
    const [a, b] = [await worker('a', { resources: ['1'] }), await worker('b', { resources: ['1'] })]
    await rounds(1, a)
    await rounds(8, b)
    expect(a.held.get('1')?.isHeld()).toBe(true)
    await a.round()
    expect([a.names(), b.names()]).toEqual([[], ['1']])
  })
})

test('a beat acknowledged too late revives nothing', () => {
  const clock = createHandClock()
  const lease = createHeldLease('1', 1, {} as never, clock.monotonic, 40)
  clock.pass(40)
  lease.renew(100)
  expect(lease.isHeld()).toBe(false)
})

test('a worker that could not look for long does not take what it did not see stand still', async () => {
  const [a, b] = [await worker('a', { resources: ['1'] }), await worker('b', { resources: ['1'] })]
  await rounds(1, a)
  await rounds(1, b)
  b.clock.pass(500)
  await b.round()
  expect(b.names()).toEqual([])
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CHECKPOINTS } from '../../projections/runner/checkpoints.ts'
import { POINTERS } from '../../projections/runner/pointers.ts'
import type { Child } from '../../replay/cli/testing/child.ts'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { openCable } from '../../stores/events/eventstoredb/testing/cable.ts'
import { projectionResource } from '../../stores/leases/port.ts'
import { type LeaseRecord, memberIn, openLeases, ownersIn, readLeases } from '../../stores/leases/records.ts'
import { defaultTiming } from '../../stores/leases/timing.ts'
import { type Client, clientOf } from './testing/client.ts'
import { openDocumentsProxy } from './testing/documents-proxy.ts'
import { everything } from './testing/everything.ts'
import { ownedBy } from './testing/owned.ts'
import { documentsServer, documentsThrough, openRealLedger, type RealLedger } from './testing/real-ledger.ts'
import { createSelling, type Selling } from './testing/selling.ts'
import { expectDone, isAtRest } from './testing/sold.ts'

const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0)
const released = (epoch: number): LeaseRecord => ({ owner: null, epoch, beat: 0, remark: null })
const patience = { timeout: 40_000, interval: 100 }

withMongoDb('owners', (create) => {
  let ledger: RealLedger
  let client: Client
  let selling: Selling
  beforeEach(async () => {
    ledger = await openRealLedger(create())
    const api = await ledger.startApi()
    client = clientOf(api, api.told.key!)
    await client.define()
    selling = createSelling()
    await selling.receive(client, 1_000)
  })
  afterEach(() => ledger.close())

  const owners = () => ownersIn(ledger.documents)
  const rest = () => expect.poll(() => isAtRest(ledger, selling), patience).toBe(true)
  const owned = async ({ pid }: Child) => ownedBy(ledger.documents, pid)

  test.each([
    { what: 'a write', fate: 'wait' },
    { what: 'its answer', fate: 'answer-waits' },
  ] as const)(
    'one that is stopped with $what on the way, and wakes when another has owned everything for a while, writes nothing more under its old epoch',
    async ({ fate }) => {
      let isArmed = false
      let sleeper: Child | null = null
      const asleep = Promise.withResolvers<void>()
      const proxy = await openDocumentsProxy({
        target: documentsServer(ledger.environment),
        fateOf({ command, collection }) {
          if (!isArmed || command !== 'update' || !collection.startsWith('stock-totals')) return 'pass'
          isArmed = false
          void sleeper!.kill('SIGSTOP').then(asleep.resolve)
          return fate
        },
      })
      try {
        sleeper = await ledger.startWorker(documentsThrough(proxy.port, ledger.environment))
        await expect.poll(() => owned(sleeper!), patience).toBe(everything)
        await selling.sellMany(client, 3)
        await rest()
        // Goods that come in change three read models: once it has written the last of them, only their checkpoints are left to be written.
        isArmed = true
        await selling.receive(client, 1)
        await asleep.promise
        const before = await owners()
        const heir = await ledger.startWorker()
        await expect.poll(() => owned(heir), patience).toBe(before.size)
        await selling.sellMany(client, 5)
        await rest()

        const seen = proxy.changes().length
        proxy.release()
        await sleeper.kill('SIGCONT')
        // It owns its share again, under later epochs.
        await expect.poll(() => owned(sleeper!), patience).toBeGreaterThan(0)
        // Nothing has been sold since: what the late write did would still be there.
        await expectDone(ledger, client, selling, [sleeper, heir])
        await selling.sellMany(client, 3)
        await rest()
        const claims = proxy
          .changes()
          .slice(seen)
          .filter(({ collection, id }) => [CHECKPOINTS, POINTERS].includes(collection) && id !== null)
        const epochBefore = (id: string | null) => before.get(projectionResource(id!.split('.')[0]!))!.epoch
        expect(claims.length).toBeGreaterThan(0)
        expect(claims.filter(({ id, body }) => !(Number(body?.epoch) > epochBefore(id)))).toEqual([])
      } finally {
        await proxy.close()
      }
    },
  )

  test('two of everything at once, each by leases of its own, and then neither: each order is served once', async () => {
    const earlier = await ledger.startWorker()
    await expect.poll(() => owned(earlier), patience).toBe(everything)
    const others = await ledger.documents.collection<LeaseRecord>({ name: 'leasez', indexes: [] })
    for (const resource of (await owners()).keys()) await others.insert({ id: resource, position: 0n, body: released(100) })
    const proxy = await openDocumentsProxy({ target: documentsServer(ledger.environment), leases: 'leasez' })
    try {
      const later = await ledger.startWorker(documentsThrough(proxy.port, ledger.environment))
      const isEverywhere = async () => (await readLeases(others)).filter(({ record }) => record.epoch > 100).length
      await expect.poll(isEverywhere, patience).toBe(everything)
      for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 8 }, () => selling.sell(client)))
      await rest()
      expect([earlier, later].map(({ isAlive }) => isAlive())).toEqual([true, true])
      await earlier.kill()
      await later.kill()
    } finally {
      await proxy.close()
    }
    const leases = await openLeases(ledger.documents)
    for (const { resource } of await readLeases(leases)) {
      if (memberIn(resource) === null) await leases.compareAndSet(resource, {}, released(200))
      else await leases.remove(resource)
    }
    await expectDone(ledger, client, selling, [await ledger.startWorker()])
  })

  test('whose document store answers slowly, then not at all, then again, own anew what ran out meanwhile, and do then what was asked', async () => {
    const { host, port } = documentsServer(ledger.environment)
    const cable = await openCable(port, host)
    try {
      const through = documentsThrough(cable.port, ledger.environment)
      const workers = await Promise.all([ledger.startWorker(through), ledger.startWorker(through)])
      await selling.sellMany(client, 3)
      await rest()
      await expect.poll(async () => sum(await Promise.all(workers.map(owned))), patience).toBe(everything)
      const before = await owners()
      cable.slow(20)
      await selling.sellMany(client, 5)
      await sleep(1_000)
      cable.slow(Number.POSITIVE_INFINITY)
      await selling.sellMany(client, 5)
      await sleep(defaultTiming.heldMs + defaultTiming.beatMs)
      cable.slow(0)
      await selling.sellMany(client, 3)
      await expectDone(ledger, client, selling, workers)
      const kept = [...(await owners())].filter(([resource, { epoch }]) => epoch === before.get(resource)!.epoch)
      expect(kept, 'what ran out is not gone on with').toEqual([])
    } finally {
      await cable.close()
    }
  })
})

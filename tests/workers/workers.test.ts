import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { projections } from '../../projections/index.ts'
import { forcedOwnership } from '../../projections/testing/forced-ownership.ts'
import { ownersIn } from '../../stores/leases/records.ts'
import { troubled } from '../../stores/leases/testing/troubled-documents.ts'
import { defaultTiming } from '../../stores/leases/timing.ts'
import { appOrder, minuteMs, unanswered } from '../spine/harness.ts'
import { mortal } from './mortal.ts'
import { openShop, receive, send, stockOf } from './shop.ts'
import { openShared, type Shared, type TestWorker, type WorkerOptions } from './world.ts'

const patience = { timeout: 40_000, interval: 25 }
let shared: Shared
let open: TestWorker[]
beforeEach(async () => {
  shared = await openShared()
  open = []
})
afterEach(async () => {
  for (const one of open.toReversed()) await one.stop()
  await shared.close()
})

async function worker(options: WorkerOptions = {}): Promise<TestWorker> {
  const one = await shared.open(options)
  open.push(one)
  return one
}

/** Everything that was asked is done, everything can be read, and all of it is true. */
async function expectRest({ ledger }: TestWorker, orders: number, reserved = orders): Promise<void> {
  await expect.poll(async () => (await stockOf(ledger))?.reserved, patience).toBe(reserved)
  await expect.poll(() => unanswered(shared.events, ledger.bus), patience).toEqual([])
  const isCurrent = async () => {
    const head = await shared.events.head()
    return (await ledger.readModels.status()).filter(({ position }) => position < head).map(({ projection }) => projection)
  }
  await expect.poll(isCurrent, patience).toEqual([])
  const verified = await shared.verify()
  expect(verified, JSON.stringify(verified.first)).toMatchObject({ differences: 0, oversold: 0 })
}

const ownersOf = async (): Promise<ReadonlySet<string>> =>
  new Set([...(await ownersIn(shared.documents)).values()].map(({ owner }) => owner ?? 'nobody'))

describe('several workers and API processes', () => {
  test('do together what one does alone, each its share', async () => {
    const [one, two] = [await worker({ role: 'api' }), await worker({ role: 'api' })]
    await Promise.all([worker(), worker(), worker()])
    await openShop(one.ledger, 20)
    await expect.poll(async () => (await ownersOf()).size, patience).toBe(3)
    for (let order = 0; order < 12; order += 1) await send((order % 2 === 0 ? one : two).ledger, appOrder(`${order}`))
    await expectRest(one, 12)
    const owners = await ownersIn(shared.documents)
    expect([...owners.keys()].filter((resource) => resource.startsWith('process/'))).toHaveLength(one.ledger.processes.length)
    expect([...owners.keys()].filter((resource) => resource.startsWith('projection/'))).toHaveLength(projections.length)
  })

  test('one reads what another wrote as soon as it can be read, and is told in time when it cannot', async () => {
    const [one, two] = [await worker({ role: 'api' }), await worker({ role: 'api' })]
    const only = await worker()
    await openShop(one.ledger, 0)
    const received = await receive(one.ledger, 3)
    const position = received.accepted ? received.position : 0n
    expect(await two.ledger.readModels.waitFor('stock-map', position, 20_000)).toBe(true)
    expect(await only.ledger.readModels.waitFor('stock-map', position, 20_000)).toBe(true)
    const begun = performance.now()
    expect(await two.ledger.readModels.waitFor('stock-map', position + 1_000_000n, 200)).toBe(false)
    expect(performance.now() - begun).toBeLessThan(2_000)
    const status = (await two.ledger.readModels.status()).find(({ projection }) => projection === 'stock-map')
    expect(status).toMatchObject({ state: 'following', owner: only.name, lagMs: 0 })
  })

  test('killed one after another, each at another change it makes, lose nothing and do nothing twice', async () => {
    const api = await worker({ role: 'api' })
    // Processes act on nothing that came before they were first deployed.
    await (await shared.open()).stop()
    await openShop(api.ledger, 60)
    let orders = 0
    for (const deathAt of [3, 14, 33, 60, 85, 110]) {
      const dying = mortal(shared, deathAt)
      const opening = shared.open(dying)
      for (let more = 0; more < 4; more += 1) await send(api.ledger, appOrder(`${orders++}`))
      await Promise.race([dying.died, sleep(3_000)])
      dying.kill()
      opening.catch(() => undefined)
    }
    await worker()
    await expectRest(api, orders)
  })

  test('take over from a dead one within a few beats', async () => {
    const api = await worker({ role: 'api' })
    await openShop(api.ledger, 5)
    const dying = mortal(shared)
    await shared.open(dying)
    await expect.poll(async () => [...(await ownersOf())], patience).toEqual(['worker-2'])
    await worker()
    await expect.poll(async () => (await ownersOf()).size, patience).toBe(2)
    dying.kill()
    const diedAt = performance.now()
    await expect.poll(async () => [...(await ownersOf())], patience).toEqual(['worker-3'])
    expect(performance.now() - diedAt).toBeLessThan(8_000)
    await send(api.ledger, appOrder('late'))
    await expectRest(api, 1)
  })

  test('two owners of everything at once, and then only the later one: each order is served once', async () => {
    const api = await worker({ role: 'api' })
    await (await shared.open()).stop()
    await openShop(api.ledger, 40)
    const dying = mortal(shared)
    await shared.open({ ...dying, ownership: forcedOwnership(100) })
    for (let order = 0; order < 6; order += 1) await send(api.ledger, appOrder(`first-${order}`))
    await worker({ ownership: forcedOwnership(101) })
    for (let order = 0; order < 12; order += 1) {
      await send(api.ledger, appOrder(`both-${order}`))
      if (order === 8) dying.kill()
    }
    await expectRest(api, 18)
  })

  test('a document store that answers slowly, then not at all, then again: what was asked meanwhile is done then', async () => {
    const api = await worker({ role: 'api' })
    await (await shared.open()).stop()
    await openShop(api.ledger, 40)
    let answer = async () => {}
    const documents = troubled(shared.documents, () => answer())
    const workers = [await worker({ documents }), await worker({ documents })]
    await expect.poll(async () => (await ownersOf()).size, patience).toBe(2)
    let orders = 0
    const sell = async (count: number) => {
      for (let more = 0; more < count; more += 1) await send(api.ledger, appOrder(`${orders++}`))
    }
    answer = () => sleep(15)
    await sell(5)
    await sleep(500)
    const back = Promise.withResolvers<void>()
    answer = () => back.promise
    await sell(5)
    await expect.poll(() => workers.map(({ processes }) => processes?.runtime.position), patience).toEqual([null, null])
    answer = async () => {}
    back.resolve()
    await sell(5)
    await expectRest(api, orders)
  })

  test('a wall clock that jumps, forwards and back, takes nothing from anybody', async () => {
    const api = await worker({ role: 'api' })
    let jumpMs = 0
    const wall = () => shared.clock.now() + jumpMs
    // Long enough that a busy machine takes nothing from anybody either.
    const timing = { ...defaultTiming, beatMs: 100 }
    await worker({ wall, timing })
    await worker({ wall, timing })
    await openShop(api.ledger, 10)
    const shares = async () => {
      const owned = [...(await ownersIn(shared.documents))].map(([resource, { owner }]) => `${resource.split('/')[0]} ${owner}`)
      return Object.fromEntries(
        Map.groupBy(owned, (each) => each)
          .entries()
          .map(([each, those]) => [each, those.length]),
      )
    }
    const half = Math.floor(projections.length / 2)
    const even = [half, projections.length - half].map((some) => ({
      ...{ 'projection worker-2': some, 'projection worker-3': projections.length - some },
    }))
    const all = api.ledger.processes.length
    const some = [...new Set([Math.floor(all / 2), Math.ceil(all / 2)])]
    const evenly = even.flatMap((one) => some.map((few) => ({ ...one, 'process worker-2': few, 'process worker-3': all - few })))
    await expect.poll(shares, patience).toSatisfy((now) => evenly.some((each) => isDeepStrictEqual(each, now)))
    const before = await ownersIn(shared.documents)
    const realNow = Date.now
    try {
      for (const hours of [5, -5, 0]) {
        jumpMs = hours * 3_600_000
        Date.now = () => realNow() + jumpMs
        await send(api.ledger, appOrder(`at ${hours}`))
        await sleep(250)
      }
    } finally {
      Date.now = realNow
    }
    await expectRest(api, 3)
    const epochs = (owners: typeof before) => [...owners].map(([resource, { owner, epoch }]) => [resource, owner, epoch]).sort()
    expect(epochs(await ownersIn(shared.documents))).toEqual(epochs(before))
  })

  test('a deadline is met by whoever owns the process when it comes, though another set it', async () => {
    const api = await worker({ role: 'api' })
    const dying = mortal(shared)
    await shared.open(dying)
    await openShop(api.ledger, 5)
    await expect.poll(async () => [...(await ownersOf())], patience).toEqual(['worker-2'])
    await send(api.ledger, appOrder('unpaid', { paid: false }))
    await expect.poll(async () => (await stockOf(api.ledger))?.reserved, patience).toBe(1)
    dying.kill()
    await Promise.all([worker(), worker()])
    shared.clock.advanceTo(shared.clock.now() + 31 * minuteMs)
    await expectRest(api, 1, 0)
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { projections } from '../../projections/index.ts'
import { ownersIn } from '../../stores/leases/records.ts'
import { appOrder, unanswered } from '../spine/harness.ts'
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
    expect([...owners.keys()].filter((resource) => resource.startsWith('process/'))).toHaveLength(5)
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
    for (const deathAt of [3, 8, 14, 21, 33, 48, 60, 85, 110]) {
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
    expect(performance.now() - diedAt).toBeLessThan(3_000)
    await send(api.ledger, appOrder('late'))
    await expectRest(api, 1)
  })
})

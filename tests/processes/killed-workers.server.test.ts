import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seeded } from '../../projections/testing/seeded.ts'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { appOrder } from '../spine/harness.ts'
import type { Child } from './testing/child.ts'
import { type Client, clientOf } from './testing/client.ts'
import { openRealLedger, type RealLedger } from './testing/real-ledger.ts'
import { expectDone } from './testing/sold.ts'

const kills = Number(process.env.KILLS ?? 4)

withMongoDb('workers that are killed', (create) => {
  let ledger: RealLedger
  beforeEach(async () => {
    ledger = await openRealLedger(create())
  })
  afterEach(() => ledger.close())

  test(`${kills} times with -9 while orders, cancellations and goods come in lose nothing and do nothing twice`, async () => {
    const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)
    console.log(`KILL_SEED=${seed}`)
    const pick = seeded(seed)
    const api = await ledger.startApi()
    const [second, ...started] = await Promise.all([ledger.startApi(), ledger.startWorker(), ledger.startWorker()])
    const key = api.told.key!
    const clients = [clientOf(api, key), clientOf(second, key)]
    await clients[0]!.define()
    const placed = new Set<string>()
    const cancelled = new Set<string>()
    let isOver = false

    async function sell(client: Client, seller: number): Promise<void> {
      for (let order = 0; !isOver; order += 1) {
        const { status, body } = await client.send(appOrder(`${seller}n${order}`, { at: Date.now() }))
        expect([status, body[0]?.outcome], JSON.stringify(body)).toEqual([200, 'placed'])
        const { orderId } = body[0]
        placed.add(orderId)
        if (pick(4) === 0) await cancel(client, orderId)
        if (pick(4) === 0) await receive(client, `${seller}-${order}`)
        await sleep(pick(80))
      }
    }

    async function cancel(client: Client, orderId: string): Promise<void> {
      await sleep(pick(400))
      const data = { orderId, reason: 'merchant', cancelledBy: 'operator' }
      const answer = await client.command('CancelOrder', data, `cancel-${orderId}`)
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      cancelled.add(orderId)
    }

    async function receive(client: Client, documentId: string): Promise<void> {
      const answer = await client.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId, quantity: 5 }, `in-${documentId}`)
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    }

    const selling = Promise.all(clients.map(sell))
    selling.catch(() => undefined)
    const workers: Child[] = started
    for (let kill = 0; kill < kills; kill += 1) {
      await sleep(pick(3_000))
      await workers.splice(pick(workers.length), 1)[0]!.kill()
      workers.push(await ledger.startWorker())
    }
    isOver = true
    await selling
    const goods = await clients[0]!.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: 'last', quantity: placed.size })
    expect(goods.status).toBe(200)
    console.log(`${placed.size} orders, ${cancelled.size} cancelled`)
    await expectDone(ledger, clients[0]!, { placed, cancelled }, workers)
    expect(placed.size).toBeGreaterThan(kills)
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seeded } from '../../projections/testing/seeded.ts'
import type { Child } from '../../replay/cli/testing/child.ts'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { type Client, clientOf } from './testing/client.ts'
import { openRealLedger, type RealLedger } from './testing/real-ledger.ts'
import { createSelling } from './testing/selling.ts'
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
    const selling = createSelling()
    let isOver = false

    async function sell(client: Client): Promise<void> {
      while (!isOver) {
        const orderId = await selling.sell(client)
        await sleep(pick(80))
        if (pick(4) === 0) await selling.cancel(client, orderId)
        if (pick(4) === 0) await selling.receive(client, 5)
      }
    }

    const sellers = Promise.all(clients.map(sell))
    sellers.catch(() => undefined)
    const workers: Child[] = started
    for (let kill = 0; kill < kills; kill += 1) {
      await sleep(pick(3_000))
      await workers.splice(pick(workers.length), 1)[0]!.kill()
      workers.push(await ledger.startWorker())
    }
    isOver = true
    await sellers
    await selling.receive(clients[0]!, selling.placed.size)
    console.log(`${selling.placed.size} orders, ${selling.cancelled.size} cancelled`)
    await expectDone(ledger, clients[0]!, selling, workers)
    expect(selling.placed.size).toBeGreaterThan(kills)
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seeded } from '../../projections/testing/seeded.ts'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { openCable } from '../../stores/events/eventstoredb/testing/cable.ts'
import { appOrder } from '../spine/harness.ts'
import type { Child } from './testing/child.ts'
import { type Client, clientOf } from './testing/client.ts'
import { eventsThrough, openRealLedger, type RealLedger } from './testing/real-ledger.ts'
import { createSelling } from './testing/selling.ts'
import { expectDone } from './testing/sold.ts'

withMongoDb('a store process in trouble', (create) => {
  let ledger: RealLedger
  let key: string
  let client: Client
  let workers: Child[]
  const selling = createSelling()
  beforeAll(async () => {
    ledger = await openRealLedger(create())
    const api = await ledger.startApi()
    key = api.told.key!
    client = clientOf(api, key)
    await client.define()
    workers = [await ledger.startWorker()]
    await selling.receive(client, 1_000)
  })
  afterAll(() => ledger.close())

  test('killed with -9 again and again in the middle of appends and subscriptions: what is sent until it is answered is there once', async () => {
    const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)
    console.log(`KILL_SEED=${seed}`)
    const pick = seeded(seed)
    let isOver = false
    const before = selling.placed.size
    const seller = async () => {
      while (!isOver) await selling.insist(client)
    }
    const sellers = Promise.all(Array.from({ length: 6 }, seller))
    for (let kill = 0; kill < 3; kill += 1) {
      await sleep(300 + pick(900))
      await ledger.store.kill()
      await sleep(pick(700))
      await ledger.startStore()
    }
    isOver = true
    await sellers
    expect(selling.placed.size - before).toBeGreaterThan(3)
    await expectDone(ledger, client, selling, workers)
    expect(workers.map((worker) => worker.isAlive())).toEqual([true])
  })

  test.each([
    { what: 'the message', prefix: 'message-' },
    { what: 'the order', prefix: 'order-' },
  ])(
    'a connection cut after $what is written and before that is answered: the sender is answered all the same',
    async ({ what, prefix }) => {
      const cable = await openCable(ledger.storePort)
      try {
        const distant = clientOf(await ledger.startApi(eventsThrough(cable.port, ledger.environment)), key)
        await selling.sell(distant)
        const order = appOrder(`cut${prefix.slice(0, -1)}`, { at: Date.now() })
        const written = nextOf(prefix)
        // What is written is known here long before the answer has come through.
        cable.slow(300)
        const answer = selling.sell(distant, order)
        await written
        const before = cable.connections()
        cable.cut()
        cable.mend()
        const orderId = await answer
        expect(cable.connections(), `the answer that ${what} is written came by another connection`).toBeGreaterThan(before)
        expect(await selling.sell(distant, order)).toBe(orderId)
        await expectDone(ledger, client, selling, workers)
      } finally {
        await cable.close()
      }
    },
  )

  /** The next event of such a stream. */
  async function nextOf(prefix: string): Promise<void> {
    const after = await ledger.events.head()
    for await (const { events } of ledger.events.subscribeAll({ after, filter: { streamPrefixes: [prefix] } }))
      if (events.length > 0) return
  }
})

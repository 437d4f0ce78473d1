import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seeded } from '../../projections/testing/seeded.ts'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { openCable } from '../../stores/events/eventstoredb/testing/cable.ts'
import { appOrder } from '../spine/harness.ts'
import { type Client, clientOf } from './testing/client.ts'
import { eventsThrough, openRealLedger, type RealLedger } from './testing/real-ledger.ts'
import { createSelling } from './testing/selling.ts'
import { expectDone, isAtRest } from './testing/sold.ts'

const cutOff = appOrder('cutoff', { at: Date.now() })
const goods = { sku: 'fridge', location: 'HZ', documentId: 'cut-off', quantity: 1 }

withMongoDb('a store process in trouble', (create) => {
  let ledger: RealLedger
  let key: string
  let client: Client
  const selling = createSelling()
  beforeAll(async () => {
    ledger = await openRealLedger(create())
    const api = await ledger.startApi()
    key = api.told.key!
    client = clientOf(api, key)
    await client.define()
    await selling.receive(client, 1_000)
  })
  afterAll(() => ledger.close())

  test('killed with -9 while a worker starts, and in the middle of appends and subscriptions: what is sent until it is answered is there once', async () => {
    const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)
    console.log(`KILL_SEED=${seed}`)
    const pick = seeded(seed)
    const before = selling.placed.size
    async function killAround(kills: number): Promise<void> {
      let isOver = false
      const seller = async () => {
        while (!isOver) await selling.insist(client)
      }
      const sellers = Promise.all(Array.from({ length: 6 }, seller))
      for (let kill = 0; kill < kills; kill += 1) {
        await sleep(pick(900))
        await ledger.store.kill()
        await sleep(pick(700))
        await ledger.startStore()
      }
      isOver = true
      await sellers
    }
    const worker = await ledger.startWorker()
    await killAround(1)
    await expect.poll(() => isAtRest(ledger, selling), { timeout: 60_000, interval: 250 }).toBe(true)
    await killAround(2)
    await expectDone(ledger, client, selling, [worker])
    expect(selling.placed.size - before).toBeGreaterThan(3)
    expect(worker.isAlive()).toBe(true)
    await worker.stop()
  })

  test.each([
    {
      what: 'a message',
      prefix: 'message-',
      ask: async (distant: Client) => expect((await distant.send(cutOff)).body[0]).toMatchObject({ outcome: 'placed' }),
    },
    {
      what: 'a receipt of goods',
      prefix: 'stock-',
      ask: async (distant: Client) =>
        expect((await distant.command('ReceiveStock', goods, 'cut-off')).body).toMatchObject({ accepted: true }),
    },
  ])(
    'a connection cut after $what is written and before that is answered: the sender is answered all the same, and again',
    async ({ prefix, ask }) => {
      const cable = await openCable(ledger.storePort)
      try {
        const distant = clientOf(await ledger.startApi(eventsThrough(cable.port, ledger.environment)), key)
        await selling.receive(distant, 1)
        const written = nextOf(prefix)
        // What is written is known here long before the answer has come through.
        cable.slow(300)
        const answered = ask(distant)
        await written
        const before = cable.connections()
        cable.cut()
        cable.mend()
        await answered
        expect(cable.connections(), 'the answer came by another connection').toBeGreaterThan(before)
        expect(await written).toBe(await countOf(prefix))
      } finally {
        await cable.close()
      }
    },
  )

  /** How many events such streams have. */
  async function countOf(prefix: string): Promise<number> {
    let count = 0
    for await (const { events } of ledger.events.readAll({ filter: { streamPrefixes: [prefix] } })) count += events.length
    return count
  }

  /** Waits for the next event of such a stream; how many there are with it. */
  async function nextOf(prefix: string): Promise<number> {
    const after = await ledger.events.head()
    const before = await countOf(prefix)
    for await (const { events } of ledger.events.subscribeAll({ after, filter: { streamPrefixes: [prefix] } })) {
      if (events.length > 0) return before + events.length
    }
    throw new Error('the subscription ended')
  }
})

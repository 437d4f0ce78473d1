import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { type Client, clientOf } from './testing/client.ts'
import { openRealLedger, type RealLedger } from './testing/real-ledger.ts'
import { stockEvents } from './testing/sold.ts'

const buyers = 1_000
const units = 100
const place = { sku: 'fridge', location: 'HZ' }

interface Refusal {
  readonly buyer: number
  /** Of the log, before it was asked. */
  readonly askedAt: bigint
  /** Of the log, after it was answered. */
  readonly answeredAt: bigint
}

withMongoDb('a thousand buyers', (create) => {
  let ledger: RealLedger
  beforeEach(async () => {
    ledger = await openRealLedger(create())
  })
  afterEach(() => ledger.close())

  /** The end of the log at a moment after this was asked; many at once cost one question. */
  function freshHead(): () => Promise<bigint> {
    let asked: Promise<bigint> = Promise.resolve(0n)
    let next: Promise<bigint> | null = null
    return () => {
      next ??= asked.then(() => {
        next = null
        asked = ledger.events.head()
        return asked
      })
      return next
    }
  }

  test('over four api processes, while a fifth releases and restocks: as many get one as there are, and none is refused while the log shows one free', async () => {
    const first = await ledger.startApi()
    const apis = [first, ...(await Promise.all(Array.from({ length: 4 }, () => ledger.startApi())))]
    const clients = apis.map((api) => clientOf(api, first.told.key!))
    const fifth = clients.pop()!
    await fifth.define()
    const headNow = freshHead()
    const refusals: Refusal[] = []
    const has = new Map<number, string>()
    const gave = new Set<number>()

    const receive = async (documentId: string, quantity: number) =>
      expect((await fifth.command('ReceiveStock', { ...place, documentId, quantity }, documentId)).status).toBe(200)

    const reserve = (client: Client, buyer: number) => {
      const reservations = [{ reservationId: `b${buyer}`, lineId: '1', quantity: 1 }]
      return client.command('ReserveStock', { ...place, channel: 'app', orderId: `app.s1.${buyer}`, reservations }, `buy-${buyer}`)
    }

    async function buy(buyer: number): Promise<void> {
      const askedAt = await headNow()
      const { status, body } = await reserve(clients[buyer % clients.length]!, buyer)
      if (status === 200) {
        has.set(buyer, `b${buyer}`)
        gave.add(buyer)
        return
      }
      expect([status, body.code]).toEqual([409, 'INSUFFICIENT_STOCK'])
      refusals.push({ buyer, askedAt, answeredAt: await headNow() })
    }

    /** Sixty more units, ten at a time, and as often one that was promised is free again. */
    async function changeStock(): Promise<number> {
      let released = 0
      for (let change = 0; change < 6; change += 1) {
        // The first of them while a thousand wait for an answer, the others while few do.
        await sleep(change < 3 ? 250 : 800)
        await receive(`more-${change}`, 10)
        const [buyer, reservationId] = [...has].at(change * 3) ?? []
        if (buyer === undefined) continue
        const answer = await fifth.command('ReleaseReservation', { ...place, reservationId, keep: 0, reason: 'cancelled' })
        expect(answer.status).toBe(200)
        has.delete(buyer)
        released += 1
      }
      return released
    }

    await receive('first', 30)
    const everyone = Array.from({ length: buyers }, (_, buyer) => buyer)
    const changed = changeStock()
    let isOver = false
    changed
      .finally(() => {
        isOver = true
      })
      .catch(() => undefined)
    await Promise.all(everyone.map(buy))
    // So few at a time that each is answered soon: the span in which it was decided is then short.
    const atATime = pLimit(24)
    const again = () => Promise.all(everyone.filter((buyer) => !gave.has(buyer)).map((buyer) => atATime(() => buy(buyer))))
    while (!isOver) await again()
    expect(await changed).toBeGreaterThan(3)
    await again()

    expect(has.size).toBe(units)
    expect(refusals.length).toBeGreaterThan(buyers)
    const log = await stockEvents(ledger.events)
    let [onHand, reserved] = [0, 0]
    for (const { type, data } of log) {
      if (type === 'StockReceived') onHand += data.quantity
      else reserved += type === 'StockReserved' ? data.quantity : -data.quantity
      expect(reserved).toBeLessThanOrEqual(onHand)
    }
    expect([onHand, reserved]).toEqual([units, units])
    // A refusal is decided on the stock as it was at one revision, no older than the question and no younger than the answer.
    const revisions = ({ askedAt, answeredAt }: Refusal) => {
      const from = log.findLastIndex(({ position }) => position <= askedAt)
      const until = log.findLastIndex(({ position }) => position <= answeredAt)
      return log.slice(from, until + 1)
    }
    const unfounded = refusals.filter((refusal) => revisions(refusal).every(({ data }) => data.availableToPromise.after > 0))
    expect(unfounded).toEqual([])
    const ofOneRevision = refusals.filter((refusal) => revisions(refusal).length === 1)
    console.log(`${refusals.length} refusals, ${ofOneRevision.length} of which can have been decided on one revision alone`)
    expect(ofOneRevision.length).toBeGreaterThan(units)
  })
})

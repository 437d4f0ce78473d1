import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Audited, audit } from '../../domain/audit/audit.ts'
import { auditedOrder, auditFactsOf } from '../../domain/audit/order-facts.ts'
import { decode } from '../../domain/codec.ts'
import type { OrderEvent } from '../../domain/order/events.ts'
import type { AuditDocument } from '../../domain/policy/kinds/audit.ts'
import { type Deadline, deadlines } from '../../projections/deadlines/deadlines.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import { appOrder, minuteMs, openSpine, start } from './harness.ts'

let spine: Awaited<ReturnType<typeof openSpine>>
beforeEach(async () => {
  spine = await openSpine()
  await spine.define()
  await spine.receive('fridge', 'HZ', 9)
})
afterEach(() => spine.close())

const orderId = (id: string) => `app.s1.${id}`
const always = { test: 'all', of: [] }
const rule = (outcome: object, when: object = always, id = 'r1') => ({ id, when, outcome })
const holdFor = (forMs: number | null) => ({ do: 'hold', reason: 'look at it', forMs })

async function publish(rules: readonly object[], more: object = {}): Promise<void> {
  const now = spine.clock.now()
  const data = { name: 'audit', kind: 'audit', document: { rules, ...more }, note: 'n', effectiveFrom: now, publishedAt: now }
  expect(await spine.ask('PublishPolicy', data)).toMatchObject({ accepted: true })
}
async function send(id: string, more: Parameters<typeof appOrder>[1] = {}): Promise<void> {
  await spine.send(appOrder(id, more))
  await spine.drain()
}
const told = (id: string) => spine.eventsOf(spine.orderStream(id))
const isGivenOut = async (id: string) => (await spine.eventsOf(`fulfilment-${orderId(id)}.1@HZ`)).at(-1) === 'FulfilmentRequested'

async function auditsOf(id: string) {
  const found: Record<string, unknown>[] = []
  for await (const page of spine.ledger.events.readStream(spine.orderStream(id)))
    for (const event of page) if (event.type === 'OrderAudited') found.push(decode(event).data as Record<string, unknown>)
  return found
}
/** What the same rules make of what the order was and of what the event says was seen: anybody can tell again why. */
async function toldAgain(id: string, document: AuditDocument) {
  const before: OrderEvent[] = []
  const again: Audited[] = []
  for await (const page of spine.ledger.events.readStream(spine.orderStream(id)))
    for (const stored of page) {
      const event = decode(stored) as unknown as OrderEvent
      if (event.type === 'OrderAudited') again.push(audit(document, auditFactsOf(auditedOrder(before)!, event.data.saw)))
      before.push(event)
    }
  return again.map(({ outcome, matched }) => ({ outcome, matched }))
}

async function shown<Document>(projection: typeof orderPool, id: string): Promise<Document | null | undefined> {
  await spine.ledger.readModels.waitFor(projection.name, await spine.ledger.events.head(), 10_000)
  const model = await openReadModel<Document>(spine.ledger.documents, projection)
  return (await model!.collection.get([id]))[0]?.body
}

test('while nothing is published, an order says nothing of audits', async () => {
  await send('1')
  expect(await told('1')).toEqual(['OrderPlaced', 'PaymentCaptured', 'OrderSourced'])
  expect(await isGivenOut('1')).toBe(true)
  expect(await shown<PooledOrder>(orderPool, orderId('1'))).not.toHaveProperty('audit')
})

test('an order that passes is given out, and says under which version', async () => {
  await publish([rule({ do: 'cancel', reason: 'x' }, { test: 'equals', fact: 'channel', value: 'jd' })])
  await send('1')
  expect(await told('1')).toEqual(['OrderPlaced', 'PaymentCaptured', 'OrderAudited', 'OrderSourced'])
  expect(await auditsOf('1')).toMatchObject([{ policy: { name: 'audit', version: 1 }, outcome: 'pass', matched: [], change: 1 }])
  expect(await isGivenOut('1')).toBe(true)
})

test('an unpaid order is audited once it is paid', async () => {
  await publish([rule({ do: 'merge' })])
  await send('1', { paid: false })
  expect(await auditsOf('1')).toEqual([])
  await send('1', { modifiedAt: start + minuteMs })
  expect(await auditsOf('1')).toMatchObject([{ outcome: 'merge', matched: ['r1'] }])
})

describe('an order the audit holds', () => {
  test('keeps its units, is not given out, and shows why and until when', async () => {
    await publish([rule(holdFor(10 * minuteMs))])
    await send('1')
    expect(await isGivenOut('1')).toBe(false)
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    const dueAt = spine.clock.now() + 10 * minuteMs
    expect(await shown<PooledOrder>(orderPool, orderId('1'))).toMatchObject({
      status: 'held',
      holdReasons: ['audit'],
      audit: {
        policy: { name: 'audit', version: 1 },
        outcome: 'hold',
        reasons: [{ rule: 'r1', reason: 'look at it', dueAt }],
        releaseAt: dueAt,
      },
    })
    expect(await shown<Deadline>(deadlines, `audit:${orderId('1')}`)).toMatchObject({ kind: 'audit', orderId: orderId('1'), dueAt })
  })

  test('is given out when its time has come', async () => {
    await publish([rule(holdFor(10 * minuteMs))])
    await send('1')
    await spine.pass(9 * minuteMs)
    expect(await isGivenOut('1')).toBe(false)
    await spine.pass(minuteMs)
    expect(await isGivenOut('1')).toBe(true)
    expect((await told('1')).at(-1)).toBe('OrderReleased')
    expect(await shown<Deadline>(deadlines, `audit:${orderId('1')}`)).toBeFalsy()
  })

  test('is given out when somebody releases it, and is not held again for the same', async () => {
    await publish([rule(holdFor(null))])
    await send('1')
    await spine.pass(1_000 * minuteMs)
    expect(await isGivenOut('1')).toBe(false)
    expect(await spine.ask('ReleaseOrder', { orderId: orderId('1'), reason: 'audit' })).toMatchObject({ accepted: true })
    await spine.drain()
    expect(await isGivenOut('1')).toBe(true)
    expect(await auditsOf('1')).toHaveLength(1)
  })

  test('is released by a change after which no rule holds it', async () => {
    await publish([rule(holdFor(null), { test: 'equals', fact: 'sellerFlag', value: 'red' })])
    const remarks = (flag: string) => ({ remarks: { buyer: null, seller: null, flag } })
    await send('1', remarks('red'))
    expect(await isGivenOut('1')).toBe(false)
    await send('1', { modifiedAt: start + minuteMs, ...remarks('green') })
    expect(await auditsOf('1')).toMatchObject([{ outcome: 'hold' }, { outcome: 'pass', change: 2 }])
    expect(await isGivenOut('1')).toBe(true)
  })
})

test('an order the audit cancels gives its units back and is not given out', async () => {
  await publish([rule({ do: 'cancel', reason: 'too much' }, { test: 'atLeast', fact: 'buyerFen', value: 100_000 })])
  await send('1')
  expect((await told('1')).slice(0, 4)).toEqual(['OrderPlaced', 'PaymentCaptured', 'OrderAudited', 'OrderCancelled'])
  expect(await isGivenOut('1')).toBe(false)
  expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
  expect(await shown<PooledOrder>(orderPool, orderId('1'))).toMatchObject({
    status: 'cancelled',
    audit: { reasons: [{ reason: 'too much', dueAt: null }] },
  })
})

test('what a location works on goes on under rules published since; what comes back is audited', async () => {
  await send('1')
  await publish([rule(holdFor(null))])
  const remarks = { buyer: null, seller: null, flag: 'red' }
  await send('1', { modifiedAt: start + minuteMs, remarks })
  expect([await isGivenOut('1'), await auditsOf('1')]).toEqual([true, []])
  const fulfilmentId = `${orderId('1')}.1@HZ`
  expect(await spine.ask('RejectFulfilment', { fulfilmentId, reason: 'noStock' })).toMatchObject({ accepted: true })
  await spine.drain()
  expect(await auditsOf('1')).toMatchObject([{ outcome: 'hold' }])
})

test('the audit sees what is in no event of the order, and writes it down, so that its decision can be made again', async () => {
  const rules = [
    rule({ do: 'merge' }, { test: 'atLeast', fact: 'otherOpenOrders', value: 1 }),
    rule(holdFor(null), { test: 'atLeast', fact: 'weightGrams', value: 60_001 }, 'heavy'),
    rule(holdFor(5), { test: 'equals', fact: 'sellerFlag', value: 'red' }, 'red'),
  ]
  await publish(rules)
  await send('1')
  await shown(orderPool, orderId('1'))
  await send('2', { at: start + minuteMs })
  await send('2', { at: start + minuteMs, modifiedAt: start + 2 * minuteMs, remarks: { buyer: null, seller: null, flag: 'red' } })
  const saw = (otherOpenOrders: number) => ({ saw: { weightGrams: 60_000, otherOpenOrders } })
  expect(await auditsOf('1')).toMatchObject([{ outcome: 'pass', matched: [], ...saw(0) }])
  const audits = await auditsOf('2')
  expect(audits).toMatchObject([
    { outcome: 'merge', matched: ['r1'], ...saw(1) },
    { outcome: 'hold', matched: ['r1', 'red'], ...saw(1) },
  ])
  expect(await toldAgain('2', { rules } as AuditDocument)).toEqual(audits.map(({ outcome, matched }) => ({ outcome, matched })))
})

test('words of address and remarks are looked for before they are sealed, and only their flags are kept', async () => {
  const flagged = (fact: string, value: string) => ({ test: 'equals', fact, value })
  const keywords = { address: [{ flag: 'village', words: ['村'] }], remarks: [{ flag: 'urgent', words: ['加急', '尽快'] }] }
  await publish([rule(holdFor(null), flagged('addressFlags', 'village')), rule({ do: 'merge' }, flagged('remarkFlags', 'urgent'), 'r2')], {
    keywords,
  })
  const remarks = { buyer: '请尽快发货', seller: null, flag: null }
  await send('1', { remarks })
  const village = { modifiedAt: start + minuteMs, remarks, buyer: { ...appOrder('1').buyer, address: '东村 1 号' } }
  await send('1', village)
  expect(await auditsOf('1')).toMatchObject([
    { outcome: 'merge', matched: ['r2'] },
    { outcome: 'hold', matched: ['r1', 'r2'] },
  ])
  const stored: string[] = []
  for await (const page of spine.ledger.events.readStream(spine.orderStream('1')))
    for (const { data } of page) stored.push(Buffer.from(data).toString('utf8'))
  expect(stored.join()).toContain('"addressFlags":["village"]')
  expect(stored.join()).not.toMatch(/东村|尽快/)
})

test('a message that comes again under other words is a repeat all the same', async () => {
  await send('1')
  await publish([], { keywords: { address: [{ flag: 'road', words: ['路'] }], remarks: [] } })
  expect(await spine.send(appOrder('1'))).toMatchObject({ outcome: 'duplicate', exceptionId: null })
  expect(await told('1')).toEqual(['OrderPlaced', 'PaymentCaptured', 'OrderSourced'])
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fulfilmentAggregate } from '../../../domain/fulfilment/fulfilment.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { appOrder, dayMs, minuteMs, openSpine, start } from '../harness.ts'

/** Deadlines that pass, and what comes all the same: those of docs/deadlines.md that no other test of what they are about lets pass. */

let spine: Awaited<ReturnType<typeof openSpine>>
beforeEach(async () => {
  spine = await openSpine()
  await spine.define()
})
afterEach(() => spine.close())

const orderId = 'app.s1.1'
const order = async () => (await spine.ledger.bus.look(orderAggregate, orderId))!
const send = async (more: Parameters<typeof appOrder>[1] = {}) => {
  await spine.send(appOrder('1', more))
  await spine.drain()
}

describe('the balance of a presale', () => {
  const balanceDueAt = start + 2 * dayMs
  const presale = (stage: string) => ({
    orderType: 'presale',
    presale: { depositFen: 10_000, balanceFen: 90_000, balanceDueAt: new Date(balanceDueAt).toISOString(), stage },
  })
  const payment = (stage: string, amountFen: number) => ({
    ...{ paymentId: `p-${stage}`, stage, amountFen, method: 'wechat', paidAt: new Date(start).toISOString() },
  })
  const deposited = { ...presale('depositPaid'), status: 'depositPaid', paidAt: null, payments: [payment('deposit', 10_000)] }

  test('that is not paid in time cancels the order, which keeps the deposit and gives its units back', async () => {
    await spine.receive('fridge', 'HZ', 1)
    await send(deposited)
    await spine.pass(2 * dayMs - minuteMs)
    expect(await order()).toMatchObject({ phase: 'open', capturedFen: 10_000 })
    await spine.pass(minuteMs)
    expect(await order()).toMatchObject({ phase: 'cancelled', cancelledBy: 'deadline', capturedFen: 10_000, refundedFen: 0 })
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
  })

  test('that is paid late brings it back, promised anew', async () => {
    await spine.receive('fridge', 'HZ', 1)
    await send(deposited)
    await spine.pass(3 * dayMs)
    const payments = [payment('deposit', 10_000), payment('balance', 90_000)]
    await send({ ...presale('balancePaid'), payments, modifiedAt: spine.clock.now() })
    expect(await order()).toMatchObject({ phase: 'open', capturedFen: 100_000 })
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    expect((await spine.eventsOf(`fulfilment-${orderId}.1@HZ`)).at(-1)).toBe('FulfilmentRequested')
  })
})

test('what an audit holds leaves when its time is over, and a release that comes after changes nothing', async () => {
  await spine.receive('fridge', 'HZ', 1)
  const rule = { id: 'r', when: { test: 'all', of: [] }, outcome: { do: 'hold', reason: 'look', forMs: 10 * minuteMs } }
  const now = spine.clock.now()
  const published = { name: 'audit', kind: 'audit', document: { rules: [rule] }, note: 'n', effectiveFrom: now, publishedAt: now }
  await spine.ask('PublishPolicy', published)
  await send()
  await spine.pass(10 * minuteMs)
  const before = await spine.eventsOf(spine.orderStream('1'))
  expect(before.at(-1)).toBe('OrderReleased')
  await spine.ask('ReleaseOrder', { orderId, reason: 'audit' })
  await spine.drain()
  expect(await spine.eventsOf(spine.orderStream('1'))).toEqual(before)
})

test('stock that comes once a backorder is over stays for others, and its buyer’s late change changes nothing', async () => {
  await send()
  await spine.pass(8 * dayMs)
  expect(await order()).toMatchObject({ phase: 'cancelled' })
  await spine.receive('fridge', 'HZ', 1)
  await send({ modifiedAt: spine.clock.now(), buyer: { ...appOrder('1').buyer, address: '文三路 2 号' } })
  expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
  expect(await order()).toMatchObject({ phase: 'cancelled' })
})

test('of an order of which a part has left a backorder is renewed, and the rest goes out whenever its stock comes', async () => {
  await spine.define({ skus: ['oven'] })
  await spine.receive('fridge', 'HZ', 1)
  await spine.receive('oven', 'HZ', 1)
  const skus = ['fridge', 'oven']
  await send({ skus })
  const shipment = { shipmentId: 'SF1', carrier: 'SF', waybill: 'SF1', shippedAt: new Date(start).toISOString() }
  const shipments = [{ ...shipment, lines: [{ lineId: '1', quantity: 1, serialNumbers: [] }] }]
  await send({ skus, modifiedAt: start + minuteMs, status: 'shipped', shipments })
  // What is to leave still is not there after all.
  await spine.ask('ReportLack', { fulfilmentId: `${orderId}.1@HZ`, lines: await lackOfOven() })
  const counted = { sku: 'oven', location: 'HZ', regionPath: [], category: 'refrigerator', brand: 'Snow', documentId: 'c', counted: 0 }
  await spine.ask('CountStock', { ...counted, askedAt: spine.clock.now() })
  await spine.drain()
  const dueAt = async () => (await order()).backorder?.dueAt
  const first = (await dueAt())!
  await spine.pass(first - spine.clock.now())
  expect(await order()).toMatchObject({ phase: 'open', backorder: { dueAt: first + 7 * dayMs } })

  await spine.define({ skus: ['oven'], locations: ['HZ', 'SH'] })
  await spine.receive('oven', 'SH', 1)
  expect(await order()).toMatchObject({ phase: 'open', backorder: null })
  expect(await spine.eventsOf(`fulfilment-${orderId}.1@SH`)).toEqual(['FulfilmentRequested'])
})

async function lackOfOven() {
  const work = (await spine.ledger.bus.look(fulfilmentAggregate, `${orderId}.1@HZ`))!
  return [...work.lines].flatMap(([reservationId, { requested }]) => (requested.sku === 'oven' ? [{ reservationId, lacking: 1 }] : []))
}

describe('an order that names no time to pay by', () => {
  test.each([
    ['is given as long as its shop gives', 's1', 30 * minuteMs],
    ['is given a day where its shop says nothing either', 's2', dayMs],
  ])('%s, and is brought back by money that comes later', async (_, shop, ms) => {
    await spine.receive('fridge', 'HZ', 1)
    const define = { channel: 'app', shop: 's2', name: 'App 2', invoicingEntity: 'Snow Ltd', unpaidTimeoutMs: null }
    expect(await spine.ask('DefineShop', { ...define, definedAt: start })).toMatchObject({ accepted: true })
    await spine.ask('DefineListing', { channel: 'app', shop: 's2', channelSku: 'c-fridge', sku: 'fridge', effectiveFrom: 0 })
    const here = async () => (await spine.ledger.bus.look(orderAggregate, `app.${shop}.1`))!
    await send({ shop, paid: false })
    await spine.pass(ms - 1)
    expect(await here()).toMatchObject({ phase: 'open' })
    await spine.pass(1)
    expect(await here()).toMatchObject({ phase: 'cancelled', cancelledBy: 'deadline' })
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
    await send({ shop, modifiedAt: spine.clock.now() })
    expect(await here()).toMatchObject({ phase: 'open', capturedFen: 100_000 })
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
  })
})

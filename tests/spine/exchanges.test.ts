import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { orderKey, streamName } from '../../domain/shared/stream-name.ts'
import { caseId, openAfterSalesWorld, orderId } from './after-sales-world.ts'
import { appOrder, unanswered } from './harness.ts'

/** Exchanges for other goods: a fridge for 1,000 yuan goes back, and something else is sent. */

let world: Awaited<ReturnType<typeof openAfterSalesWorld>>
beforeEach(async () => {
  world = await openAfterSalesWorld()
  await world.define({ skus: ['fridge', 'oven'] })
  await world.receive('fridge', 'HZ', 3)
  await world.receive('oven', 'HZ', 3)
  await world.publish({ exchangeSends: 'onInspection' })
  await world.shipped()
  await world.refund('exchange', 'requested', { refundFen: 0 })
})
afterEach(async () => {
  expect(await unanswered(world.ledger.events, world.ledger.bus)).toEqual([])
  await world.close()
})

const replacementId = orderKey('app', 's1', 'exchange/r1')
const name = (unitPriceFen: number, sellerBearsFen = 0, sku = 'oven') =>
  world.asked('NameReplacement', { afterSalesId: caseId, lines: [{ lineId: '1', sku, unitPriceFen }], sellerBearsFen })
const agree = () => world.refund('exchange', 'approved', { refundFen: 0 })
const priced = async () => (await world.dataOf(streamName('aftersales', caseId), 'ExchangePriced')).at(-1)
const sentGoods = async () => [...(await world.work(`${replacementId}.1@HZ`))!.lines.values()].map(({ requested }) => requested.sku)

test('for other goods of the same price pays nothing, and sends them once the old unit was looked at', async () => {
  await name(100_000)
  await agree()
  expect(await priced()).toMatchObject({ carriedFen: 100_000, priceFen: 100_000, refundFen: 0, sellerBearsFen: 0 })
  await world.back('sellable')
  expect(await sentGoods()).toEqual(['oven'])
  expect(await world.counts('fridge')).toMatchObject({ onHand: 3, reserved: 0 })
  expect(await world.counts('oven')).toMatchObject({ onHand: 3, reserved: 1 })
  expect(await world.order(replacementId)).toMatchObject({ payableFen: 0, capturedFen: 0 })
  expect(await world.order()).toMatchObject({ refundedFen: 0 })
})

describe('for cheaper goods', () => {
  test('gives the difference back, and a later return what is left', async () => {
    await name(70_000)
    await agree()
    expect(await priced()).toMatchObject({ refundFen: 30_000 })
    expect(await world.order()).toMatchObject({ refundedFen: 30_000 })
    expect(await world.afterSales()).toMatchObject({ phase: 'agreed', approved: { buyerFen: 30_000 } })
    // The channel knows of no difference, and does not take it back.
    await world.refund('exchange', 'goodsOnTheWay', { refundFen: 0, returnWaybill: 'YT1' })
    expect(await world.order()).toMatchObject({ refundedFen: 30_000 })
    await world.asked('RecordRefundPaid', { afterSalesId: caseId, refundFen: 30_000, paidAt: world.clock.now() })
    await world.back('sellable')
    expect(await sentGoods()).toEqual(['oven'])
    await world.refund('returnAndRefund', 'approved', { refundId: 'r2', refundFen: 70_001 })
    expect(await world.order()).toMatchObject({ refundedFen: 30_000 })
    await world.refund('returnAndRefund', 'approved', { refundId: 'r2', refundFen: 70_000 })
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
  })

  test('counts what of the unit was given back before', async () => {
    await world.refund('priceProtection', 'paid', { refundId: 'r2', refundFen: 20_000 })
    await name(70_000)
    await agree()
    expect(await priced()).toMatchObject({ carriedFen: 80_000, refundFen: 10_000 })
    expect(await world.order()).toMatchObject({ refundedFen: 30_000 })
  })

  test('takes the difference back where the exchange is called off', async () => {
    await name(70_000)
    await agree()
    await world.refund('exchange', 'closed', { refundFen: 0 })
    expect(await world.order()).toMatchObject({ refundedFen: 0 })
  })

  test('that are named after it was agreed to are priced then', async () => {
    await agree()
    expect(await priced()).toBeUndefined()
    await name(70_000)
    expect(await world.order()).toMatchObject({ refundedFen: 30_000 })
    await name(90_000)
    expect(await world.order()).toMatchObject({ refundedFen: 10_000 })
  })
})

describe('for dearer goods', () => {
  test('is refused, and the buyer is to return and buy anew', async () => {
    await name(120_000)
    await agree()
    expect(await world.dataOf(streamName('aftersales', caseId), 'RefundRefused')).toMatchObject([
      { code: 'EXCHANGE_DEARER', reason: expect.stringContaining('bought anew') },
    ])
    await world.back('sellable')
    expect(await world.order(replacementId)).toBeNull()
  })

  test('is made where the seller bears the difference, and no further', async () => {
    await name(120_000, 19_999)
    await agree()
    expect(await world.afterSales()).toMatchObject({ phase: 'refused' })
    await name(120_000, 20_000)
    await world.asked('AgreeToRefund', { afterSalesId: caseId })
    expect(await priced()).toMatchObject({ refundFen: 0, sellerBearsFen: 20_000 })
    await world.back('sellable')
    expect(await sentGoods()).toEqual(['oven'])
    expect(await world.order()).toMatchObject({ refundedFen: 0, capturedFen: 100_000 })
  })
})

test('for goods nobody knows is refused, and goods cannot be changed once they are ordered', async () => {
  await name(100_000, 0, 'unheard')
  await agree()
  expect(await world.afterSales()).toMatchObject({ phase: 'refused' })
  await name(100_000)
  await world.asked('AgreeToRefund', { afterSalesId: caseId })
  await world.back('sellable')
  expect(await sentGoods()).toEqual(['oven'])
  expect(await name(90_000)).toMatchObject({ accepted: false, code: 'AFTER_SALES_STATE' })
  expect(await name(100_000)).toMatchObject({ accepted: true })
  expect(await world.eventsOf(streamName('fulfilment', `${orderId}.1@HZ`))).not.toContain('FulfilmentCancelled')
})

test('of one of two lines sends the other as it was', async () => {
  const other = orderKey('app', 's1', '2')
  await world.pass(1_000)
  await world.sent(appOrder('2', { skus: ['fridge', 'oven'] }))
  const lines = ['1', '2'].map((lineId) => ({ lineId, quantity: 1 }))
  await world.publish({ exchangeSends: 'onAgreement' })
  const at = { orderId: '2', refundId: 'r5', refundFen: 0, lines }
  await world.refund('exchange', 'requested', at)
  const data = { afterSalesId: orderKey('app', 's1', 'r5'), lines: [{ lineId: '1', sku: 'oven', unitPriceFen: 99_000 }], sellerBearsFen: 0 }
  await world.asked('NameReplacement', data)
  await world.refund('exchange', 'approved', at)
  expect(await world.order(other)).toMatchObject({ refundedFen: 1_000 })
  const replacement = await world.order(orderKey('app', 's1', 'exchange/r5'))
  expect([...replacement!.lines.values()].filter(({ kind }) => kind === 'goods').map(({ sku }) => sku)).toEqual(['oven', 'oven'])
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { orderKey, streamName } from '../../domain/shared/stream-name.ts'
import { type InstallationDocument, installations } from '../../projections/installations/installations.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import { caseId, iso, openAfterSalesWorld, orderId } from './after-sales-world.ts'
import { appOrder, dayMs, start, unanswered } from './harness.ts'

/** What else follows when units are sold no more, and what is taken back when they are sold after all. */

let world: Awaited<ReturnType<typeof openAfterSalesWorld>>
beforeEach(async () => {
  world = await openAfterSalesWorld()
  await world.define({ skus: ['fridge', 'pan'] })
  await world.receive('fridge', 'HZ', 3)
  await world.receive('pan', 'HZ', 3)
})
afterEach(async () => {
  expect(await unanswered(world.ledger.events, world.ledger.bus)).toEqual([])
  await world.close()
})

/** So many fridges at 1,000 yuan, of which the government gives 150 each, with a pan for each worth 90. */
function withGift(id = '1', fridges = 1, more: object = {}) {
  const order = appOrder(id)
  const subsidy = { bearer: 'government', instrument: 'subsidy', amountFen: 15_000 * fridges, promotionId: null }
  const gift = { bearer: 'merchant', instrument: 'other', amountFen: 9_000 * fridges, promotionId: 'gift' }
  const goodsFen = 109_000 * fridges
  const payableFen = 85_000 * fridges
  const paid = { paymentId: `p-${id}`, stage: 'full', amountFen: payableFen, method: 'wechat', paidAt: iso(start) }
  return {
    ...order,
    lines: [
      { ...order.lines[0]!, quantity: fridges, discounts: [subsidy], payableFen: 85_000 * fridges },
      {
        ...{ lineId: '2', skuId: 'c-pan', title: 'pan', kind: 'gift', giftOf: '1', quantity: fridges, unitPriceFen: 9_000 },
        ...{ discounts: [gift], payableFen: 0 },
      },
    ],
    totals: { goodsFen, discountFen: goodsFen - payableFen, payableFen },
    payments: [paid],
    ...more,
  }
}
const refunded = { refundFen: 85_000 }
const stream = streamName('aftersales', caseId)

describe('the gift that a returned purchase earned', () => {
  test('stays by what is built in, and nothing is told', async () => {
    await world.shipped(withGift())
    await world.refund('returnAndRefund', 'approved', refunded)
    expect(await world.told()).toEqual(['RefundRequested', 'RefundAgreed', 'ReturnExpected', 'RefundApproved'])
    expect(await world.process('consequences', orderId)).toEqual([])
  })

  test('is to come back with it, and is put away with it', async () => {
    await world.publish({ gifts: 'return' })
    await world.shipped(withGift())
    await world.refund('returnAndRefund', 'approved', refunded)
    expect(await world.dataOf(stream, 'GiftClaimed')).toMatchObject([{ lineId: '2', sku: 'pan', quantity: 1, how: 'return', amountFen: 0 }])
    await world.back('sellable')
    expect(await world.back('sellable', { receiptId: 'b2', lineId: '2', sku: 'pan' })).toMatchObject({ accepted: true })
    expect(await world.counts('pan')).toMatchObject({ onHand: 3 })
  })

  test('is charged at what it is worth', async () => {
    await world.publish({ gifts: 'charge' })
    await world.shipped(withGift())
    await world.refund('returnAndRefund', 'approved', refunded)
    expect(await world.dataOf(stream, 'GiftClaimed')).toMatchObject([
      { how: 'charge', amountFen: 9_000, policy: { name: 'after-sales', version: 1 } },
    ])
  })

  test('leaves nothing open once it is seen to', async () => {
    await world.publish({ gifts: 'charge' })
    await world.shipped(withGift())
    await world.refund('returnAndRefund', 'approved', refunded)
    expect((await world.process('consequences', orderId)).at(-1)).toBe('ProcessEnded')
  })

  test('is charged when the rest is back and it is not', async () => {
    await world.publish({ gifts: 'return', giftsNotBack: 'charge' })
    await world.shipped(withGift())
    await world.refund('returnAndRefund', 'approved', refunded)
    expect(await world.dataOf(stream, 'GiftClaimed')).toMatchObject([{ how: 'return', quantity: 1 }])
    await world.back('sellable')
    expect(await world.dataOf(stream, 'GiftClaimed')).toMatchObject([{ how: 'return' }, { how: 'charge', quantity: 1, amountFen: 9_000 }])
  })

  test('is not sent any more where it has not left', async () => {
    await world.publish({ gifts: 'charge' })
    await world.sent(withGift('1', 2))
    await world.refund('cancelBeforeShip', 'approved', refunded)
    expect((await world.order()).lines.get('2')).toMatchObject({ cancelled: 1 })
    expect(await world.dataOf(stream, 'GiftClaimed')).toEqual([])
    expect(await world.counts('pan')).toMatchObject({ reserved: 1 })
  })

  test('goes as far as what earned it goes: of two, the first return claims one and the second the other', async () => {
    await world.publish({ gifts: 'return' })
    await world.shipped(withGift('1', 2))
    await world.refund('returnAndRefund', 'approved', { ...refunded, refundId: 'r1' })
    await world.refund('returnAndRefund', 'approved', { ...refunded, refundId: 'r2' })
    const claimed = async (id: string) => (await world.dataOf(streamName('aftersales', orderKey('app', 's1', id)), 'GiftClaimed')).length
    expect([await claimed('r1'), await claimed('r2')]).toEqual([1, 1])
  })

  test('stays when only a part of the price goes back', async () => {
    await world.publish({ gifts: 'return', tellUndoneSales: true })
    await world.shipped(withGift())
    await world.refund('priceProtection', 'paid', { refundFen: 10_000 })
    expect(await world.told()).not.toContain('GiftClaimed')
    expect(await world.told()).not.toContain('SaleUndone')
  })

  test('is waived and the sale restored, the last first, when the refund falls through; and claimed again when it stands again', async () => {
    await world.publish({ gifts: 'return', tellUndoneSales: true })
    await world.shipped(withGift())
    await world.refund('returnAndRefund', 'approved', refunded)
    await world.refund('returnAndRefund', 'refused', refunded)
    const told = (await world.told()).filter((type) => /Gift|Sale(Undone|Restored)/.test(type))
    expect(told).toEqual(['SaleUndone', 'GiftClaimed', 'GiftWaived', 'SaleRestored'])
    expect(await world.process('consequences', orderId)).toEqual(expect.arrayContaining(['GivingUp', 'Compensated']))
    await world.refund('returnAndRefund', 'approved', refunded)
    expect(await world.afterSales()).toMatchObject({ undone: [{ lineId: '1', quantity: 1 }] })
    expect((await world.afterSales()).gifts.get('2')).toMatchObject({ how: 'return' })
  })
})

describe('what is held on account of a sale', () => {
  test('is let go of by whoever holds it: the subsidy and the other payers are told what of theirs is undone', async () => {
    await world.publish({ tellUndoneSales: true })
    await world.shipped(withGift())
    await world.refund('returnAndRefund', 'approved', refunded)
    expect(await world.dataOf(stream, 'SaleUndone')).toMatchObject([
      {
        lines: [{ lineId: '1', quantity: 1 }],
        refundFen: 85_000,
        subsidyFen: 15_000,
        bearers: [{ bearer: 'government', amountFen: 15_000 }],
      },
    ])
  })

  test('an appointment to install is called off when all of its units go back, and only then', async () => {
    await world.publish({ tellUndoneSales: true })
    await world.shipped(withGift('1', 2))
    const request = (installationId: string, quantity: number) =>
      world.asked('RequestInstallation', {
        ...{
          installationId,
          orderId,
          channel: 'app',
          shop: 's1',
          mode: 'twoVisits',
          regionPath: ['330000'],
          wantedDate: null,
          picksUpOldUnit: false,
        },
        ...{
          requestedAt: start,
          lines: [{ lineId: '1', sku: 'fridge', category: 'refrigerator', brand: 'Snow', quantity, serialNumberRequired: false }],
        },
      })
    expect(await request('i1', 1)).toMatchObject({ accepted: true })
    expect(await request('i2', 2)).toMatchObject({ accepted: true })
    await world.ledger.readModels.waitFor(installations.name, await world.ledger.events.head(), 10_000)
    await world.refund('returnAndRefund', 'approved', refunded)
    await world.ledger.readModels.waitFor(installations.name, await world.ledger.events.head(), 10_000)
    const model = await openReadModel<InstallationDocument>(world.ledger.documents, installations)
    const [one, other] = await model!.collection.get(['i1', 'i2'])
    expect(one!.body).toMatchObject({ state: 'cancelled', reason: 'unitsReturned' })
    expect(other!.body).toMatchObject({ open: true })
  })

  test('is let go of once, however often anything is told again', async () => {
    await world.publish({ tellUndoneSales: true, gifts: 'return' })
    await world.shipped(withGift())
    await world.refund('returnAndRefund', 'approved', refunded)
    await world.refund('returnAndRefund', 'goodsOnTheWay', { ...refunded, returnWaybill: 'w1' })
    await world.back('sellable')
    await world.refund('returnAndRefund', 'paid', refunded)
    await world.pass(dayMs)
    const told = await world.told()
    expect(told.filter((type) => type === 'SaleUndone' || type === 'GiftClaimed')).toEqual(['SaleUndone', 'GiftClaimed'])
  })
})

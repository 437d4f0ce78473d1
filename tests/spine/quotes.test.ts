import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPriceProtection } from '../../commands/quoting/price-protection.ts'
import { createQuoter } from '../../commands/quoting/quoter.ts'
import type { Quote } from '../../domain/promotion/basket.ts'
import { stockByArea } from '../../projections/stock-by-area/stock-by-area.ts'
import { iso, openAfterSalesWorld } from './after-sales-world.ts'
import { appOrder, dayMs, start, unanswered } from './harness.ts'

/** A basket is priced, bought for what was quoted, sent with its gift, and given back unit by unit for what each carried. */

let world: Awaited<ReturnType<typeof openAfterSalesWorld>>
beforeEach(async () => {
  world = await openAfterSalesWorld()
  await world.define({ skus: ['fridge', 'oven', 'pan'] })
  for (const sku of ['fridge', 'oven', 'pan']) await world.receive(sku, 'HZ', 5)
})
afterEach(async () => {
  expect(await unanswered(world.ledger.events, world.ledger.bus)).toEqual([])
  await world.close()
})

const promotions = [
  { kind: 'itemDiscount', id: 'oven', skus: ['oven'], percentOff: 7 },
  {
    ...{ kind: 'fullReduction', id: 'over', steps: [{ fromFen: 200_000, offFen: 20_001 }] },
    bearers: [
      { bearer: 'merchant', percent: 34 },
      { bearer: 'platform', percent: 33 },
      { bearer: 'creator', percent: 33 },
    ],
  },
  { kind: 'gift', id: 'pan', skus: ['fridge'], forQuantity: 1, gifts: [{ sku: 'pan', quantity: 1 }] },
  { kind: 'tradeIn', id: 'old', skus: ['fridge'], bonusFen: 1_000 },
]

async function promote(promotions: readonly object[]): Promise<void> {
  const now = world.clock.now()
  const published = { name: 'promotion', kind: 'promotion', document: { promotions }, note: 'n', effectiveFrom: now, publishedAt: now }
  await world.asked('PublishPolicy', published)
}

async function quoted(): Promise<Quote> {
  await promote(promotions)
  const now = world.clock.now()
  await world.ledger.readModels.waitFor(stockByArea.name, await world.ledger.events.head(), 10_000)
  const { catalogue, policies, documents } = world.ledger
  const lines = [
    { lineId: '1', sku: 'fridge', quantity: 2 },
    { lineId: '2', sku: 'oven', quantity: 1 },
  ]
  const tradeIn = { category: 'refrigerator', assessedFen: 30_000, pickupFrom: start, pickupTo: start + 1 }
  const answer = await createQuoter({ catalogue, policies, documents })(
    { channel: 'app', shop: 's1', lines, isPresale: false, tradeIn, freightFen: 0 },
    now,
  )
  if ('accepted' in answer) throw new Error(JSON.stringify(answer))
  return answer.quote
}

/** The app states the order as it was quoted. */
function ordered({ lines, payableFen, listFen, discountFen, tradeIn }: Quote) {
  const payment = { paymentId: 'p1', stage: 'full', amountFen: payableFen, method: 'wechat', paidAt: iso(start) }
  return {
    ...appOrder('1'),
    lines: lines.map(({ lineId, sku, kind, giftOf, quantity, unitListPriceFen, own, buyerFen }) => ({
      ...{ lineId, skuId: `c-${sku}`, title: sku, kind, giftOf, quantity, unitPriceFen: unitListPriceFen, payableFen: buyerFen },
      discounts: own.map(({ bearer, instrument, amountFen, reference }) => ({ bearer, instrument, amountFen, promotionId: reference })),
    })),
    totals: { goodsFen: listFen, discountFen, payableFen },
    payments: [payment],
    tradeIn: { tradeInId: 't1', quotedFen: tradeIn!.quotedFen, status: 'booked', pickupFrom: iso(start), pickupTo: iso(start + 1) },
  }
}

describe('a basket of the app', () => {
  test('is ordered for what was quoted, to the fen of each unit', async () => {
    const quote = await quoted()
    expect(await world.sent(ordered(quote))).toMatchObject({ outcome: 'placed' })
    const order = await world.order()
    expect(order.capturedFen).toBe(quote.payableFen)
    for (const { lineId, unitBuyerFen } of quote.lines) expect(order.lines.get(lineId)!.unitBuyerFen).toEqual(unitBuyerFen)
    expect(order.lines.get('gift-pan-1')).toMatchObject({ kind: 'gift', giftOf: '1', quantity: 2 })
    expect(await world.counts('pan')).toMatchObject({ onHand: 5, reserved: 2 })
  })

  test('gives each unit back for exactly what it carried, and its gift with it', async () => {
    await world.publish({ gifts: 'return' })
    const quote = await quoted()
    await world.shipped(ordered(quote))
    const [fridges, oven] = quote.lines
    const dearest = [...fridges!.unitBuyerFen].sort((a, b) => b - a)
    for (const [place, refundFen] of dearest.entries())
      await world.refund('returnAndRefund', 'approved', { refundId: `r${place + 1}`, refundFen, lines: [{ lineId: '1', quantity: 1 }] })
    await world.refund('returnAndRefund', 'approved', { refundId: 'r3', refundFen: oven!.buyerFen, lines: [{ lineId: '2', quantity: 1 }] })
    const order = await world.order()
    expect(order.refundedFen).toBe(quote.payableFen)
    const undone = new Map<string, number>()
    for (const { bearers } of order.refunds.values())
      for (const { bearer, amountFen } of bearers) undone.set(bearer, (undone.get(bearer) ?? 0) + amountFen)
    const ofGoods = quote.lines.filter(({ kind }) => kind === 'goods').flatMap(({ own }) => own)
    for (const [bearer, amountFen] of undone)
      expect(amountFen).toBe(ofGoods.filter((one) => one.bearer === bearer).reduce((sum, one) => sum + one.amountFen, 0))
    expect([...undone.keys()].sort()).toEqual(['creator', 'merchant', 'platform', 'recycler'])
    const claimed = await Promise.all(['r1', 'r2'].map((id) => world.dataOf(`aftersales-app.s1.${id}`, 'GiftClaimed')))
    expect(claimed.map((events) => events.length)).toEqual([1, 1])
  })
})

describe('price protection', () => {
  const protection = async () => {
    const { catalogue, policies, documents, bus } = world.ledger
    const quote = createQuoter({ catalogue, policies, documents })
    const answer = await createPriceProtection({ bus, quote })('app.s1.1', start, world.clock.now())
    if ('accepted' in answer) throw new Error(JSON.stringify(answer))
    return answer
  }

  test('is owed until its time is over and not after it; what the channel agreed to in time is paid all the same', async () => {
    await world.shipped(appOrder('1'))
    await promote([
      { kind: 'itemDiscount', id: 'cheaper', skus: ['fridge'], unitOffFen: 10_000 },
      { kind: 'priceProtection', id: 'a-week', withinMs: 7 * dayMs },
    ])
    await world.pass(7 * dayMs)
    expect(await protection()).toMatchObject({ refundFen: 10_000, lines: [{ promotion: 'a-week' }] })
    await world.pass(1)
    expect(await protection()).toMatchObject({ refundFen: 0, lines: [] })
    await world.refund('priceProtection', 'paid', { refundFen: 10_000 })
    expect(await world.order()).toMatchObject({ refundedFen: 10_000 })
    expect(await protection()).toMatchObject({ refundFen: 0 })
  })
})

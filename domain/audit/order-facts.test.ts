import { expect, test } from 'vitest'
import type { OrderCommand } from '../order/commands.ts'
import type { OrderEvent } from '../order/events.ts'
import { orderAggregate } from '../order/order.ts'
import { channelOrderOf, discountOf, later, lineOf, orderId, paymentOf, placedAt } from '../order/testing/orders.ts'
import { factNames } from './facts.ts'
import { auditedOrder, auditFactsOf, isPaidFor, stockUnitsOf } from './order-facts.ts'

/** What an order tells of these commands. */
function eventsOf(...commands: readonly OrderCommand[]): readonly OrderEvent[] {
  let state = orderAggregate.initial()
  return commands.flatMap((command) => {
    const decision = orderAggregate.decide(state, command)
    if (!decision.accepted) throw new Error(`${command.type}: ${decision.code} ${JSON.stringify(decision.details)}`)
    for (const event of decision.events) state = orderAggregate.evolve(state, event)
    return decision.events
  })
}

const beside = { weightGrams: 500, otherOpenOrders: 2 }
const factsAfter = (...commands: readonly OrderCommand[]) => auditFactsOf(auditedOrder(eventsOf(...commands))!, beside)
const record = (data: ReturnType<typeof channelOrderOf>): OrderCommand => ({ type: 'RecordChannelOrder', data })

const fridge = lineOf('1', 2, 1_000, {
  category: 'fridge',
  brand: 'ours',
  discounts: [discountOf(100), discountOf(300, 'government', 'subsidy')],
  creator: { creatorId: 'c1', name: null, roomId: null, videoId: null },
})
const set = lineOf('2', 1, 500, {
  sku: 'set',
  category: 'set',
  brand: 'other',
  delivery: 'install',
  stock: [
    { sku: 'pan', category: 'pan', brand: 'other', quantityPerUnit: 3, serialNumberRequired: false, maker: null },
    { sku: 'sku 1', category: 'fridge', brand: 'ours', quantityPerUnit: 1, serialNumberRequired: false, maker: null },
  ],
})
const gift = lineOf('3', 1, 50, { kind: 'gift', brand: 'ours', discounts: [discountOf(50)] })
const rich = channelOrderOf([fridge, set, gift], {
  type: 'presale',
  freight: { amountFen: 20, discounts: [] },
  campaign: '618',
  promised: { shipBy: placedAt + 5, deliverFrom: null, deliverBy: placedAt + 9, slot: null },
  tradeIn: { tradeInId: 't', quotedFen: 40, status: null, pickupFrom: null, pickupTo: null },
  presale: { stage: 'depositUnpaid', depositFen: 10, balanceFen: null, balanceDueAt: null },
  store: { storeCode: 's9', name: null, role: 'guide' },
  services: [{ serviceId: 'v', kind: 'install', lineId: '2', title: null, amountFen: 0 }],
  invoice: { wanted: true, kind: null },
  isGiftOrder: true,
  cashOnDelivery: true,
  remarks: { buyer: 'sealed:p1:bmFtZQ', seller: null, flag: 'red' },
  holds: [{ reason: 'riskReview', detail: 'risk=1' }],
})

test('everything an order says of itself is known at once', () => {
  const facts = factsAfter(record(rich))
  expect(facts).toEqual({
    ...{
      channel: 'app',
      shop: 'shop',
      orderType: 'presale',
      region: ['310000', '310100', '310105'],
      addressFlags: null,
      remarkFlags: null,
      campaign: '618',
      store: 's9',
    },
    ...{ creators: ['c1'], deliveries: ['ship', 'install'], services: ['install'] },
    skus: ['sku 1', 'set', 'sku 3', 'pan'],
    ...{
      categories: ['fridge', 'set'],
      brands: ['ours', 'other'],
      itemCount: 3,
      skuCount: 3,
      unitCount: 4,
      weightGrams: 500,
      giftsOnly: false,
    },
    ...{ listFen: 2_570, buyerFen: 2_120, receivableFen: 2_420, capturedFen: 0, merchantDiscountFen: 150 },
    ...{ cashOnDelivery: true, presale: true, tradeIn: true, tradeInQuotedFen: 40, subsidised: true, subsidyFen: 300 },
    ...{ giftOrder: true, invoiceWanted: true, sellerFlag: 'red', buyerRemarked: true, sellerRemarked: false },
    ...{ shipWithinMs: 5, deliverWithinMs: 9, channelHolds: ['riskReview'], otherOpenOrders: 2 },
  })
  expect(Object.keys(facts).toSorted()).toEqual(factNames.toSorted())
})

test('the receivable is what the order itself says', () => {
  const placed = eventsOf(record(rich))[0] as Extract<OrderEvent, { type: 'OrderPlaced' }>
  const { listFen, buyerFen, receivableFen } = placed.data
  expect(factsAfter(record(rich))).toMatchObject({ listFen, buyerFen, receivableFen })
})

test('what a channel does not say is none where there can be none, and unknown where it was only not said', () => {
  expect(factsAfter(record(channelOrderOf([lineOf('1', 1, 100)])))).toMatchObject({
    ...{ campaign: '', store: '', sellerFlag: '', creators: [], services: [], channelHolds: [] },
    ...{ tradeIn: false, presale: false, subsidised: false, invoiceWanted: false, buyerRemarked: false },
    ...{ tradeInQuotedFen: null, shipWithinMs: null, deliverWithinMs: null },
  })
})

test('units that were cancelled count for nothing any more', () => {
  const cancel = (line: string, quantity: number): OrderCommand => ({
    type: 'CancelLine',
    data: { orderId, lineId: line, quantity, reason: 'buyer' },
  })
  const facts = factsAfter(record(rich), cancel('1', 1), cancel('2', 1))
  expect(facts).toMatchObject({
    ...{
      unitCount: 2,
      itemCount: 2,
      skus: ['sku 1', 'sku 3'],
      deliveries: ['ship'],
      brands: ['ours'],
      subsidyFen: 150,
      merchantDiscountFen: 100,
    },
    ...{ listFen: 1_070, buyerFen: 820, receivableFen: 970 },
  })
  expect(factsAfter(record(rich), cancel('1', 2), cancel('2', 1)).giftsOnly).toBe(true)
})

test('what its address and remarks held is what it was when each came in', () => {
  const marked = { ...rich, addressFlags: ['village'], remarkFlags: [] }
  const moved = later(marked, 1, { recipientFingerprint: 'r2', addressFlags: [] })
  const edited = later(moved, 1, { remarksFingerprint: 'm2', remarkFlags: ['urgent'] })
  expect(factsAfter(record(marked))).toMatchObject({ addressFlags: ['village'], remarkFlags: [] })
  expect(factsAfter(record(marked), record(moved))).toMatchObject({ addressFlags: [], remarkFlags: [] })
  expect(factsAfter(record(marked), record(moved), record(edited))).toMatchObject({ addressFlags: [], remarkFlags: ['urgent'] })
})

test('stock is counted through bundles', () => {
  const order = auditedOrder(eventsOf(record(rich)))!
  expect([...stockUnitsOf(order)]).toEqual([
    ['sku 1', 3],
    ['pan', 3],
    ['sku 3', 1],
  ])
})

test('what changed since is what counts; of holds only those of the channel, and those for good', () => {
  const moved = later(rich, 1, {
    recipientFingerprint: 'r2',
    region: { path: ['110000'], name: 'Beijing' },
    remarksFingerprint: 'm2',
    remarks: { buyer: null, seller: 'sealed:p1:bmFtZQ', flag: null },
    holds: [],
    payments: [paymentOf(10, 'd', 'deposit')],
  })
  const hold: OrderCommand = { type: 'HoldOrder', data: { orderId, reason: 'operator', detail: 'asked' } }
  expect(factsAfter(record(rich), hold, record(moved))).toMatchObject({
    ...{ region: ['110000'], buyerRemarked: false, sellerRemarked: true, sellerFlag: '', channelHolds: ['riskReview'], capturedFen: 10 },
  })
})

test('an order that was repriced has its new amounts', () => {
  const repriced = later(channelOrderOf([lineOf('1', 2, 1_000, { discounts: [discountOf(100)] })]), 1)
  expect(factsAfter(record(channelOrderOf([lineOf('1', 2, 1_000)])), record(repriced))).toMatchObject({
    ...{ buyerFen: 1_900, merchantDiscountFen: 100, receivableFen: 1_900, listFen: 2_000 },
  })
})

test('an order is paid for once everything due is captured, or is to be paid at the door', () => {
  const order = channelOrderOf([lineOf('1', 2, 1_000)], { otherChargesFen: 50 })
  const isPaid = (...commands: readonly OrderCommand[]) => isPaidFor(auditedOrder(eventsOf(...commands))!)
  const paying = (amountFen: number) => record({ ...order, payments: [paymentOf(amountFen)] })
  expect([isPaid(record(order)), isPaid(paying(2_049)), isPaid(paying(2_050))]).toEqual([false, false, true])
  expect(isPaid(record({ ...order, cashOnDelivery: true }))).toBe(true)
  const fewer: OrderCommand = { type: 'CancelLine', data: { orderId, lineId: '1', quantity: 1, reason: 'buyer' } }
  expect([isPaid(paying(1_049), fewer), isPaid(paying(1_050), fewer)]).toEqual([false, true])
})

test('before an order is placed nothing is known of it', () => {
  expect(auditedOrder([])).toBeNull()
})

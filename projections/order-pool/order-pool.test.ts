import { describe, expect, test } from 'vitest'
import type { EventOfType } from '../../domain/events.ts'
import { orderKey, streamName } from '../../domain/shared/stream-name.ts'
import { given, told } from '../testing/given.ts'
import { seeded } from '../testing/seeded.ts'
import { orderLives } from '../testing/synthetic-life.ts'
import { orderPool } from './order-pool.ts'
import { timelineStreams } from './timeline.ts'

const orderId = orderKey('jd', 'shop1', '42')
const stream = streamName('order', orderId)
const which = { orderId, channel: 'jd', shop: 'shop1', channelOrderId: '42', shipTo: [] } as const

type Placed = EventOfType<'OrderPlaced'>['data']
const line = (lineId: string, quantity: number, stock = true) => ({
  ...{ lineId, kind: 'goods', sku: `S${lineId}`, category: 'washer', brand: 'H', title: 't', quantity },
  ...{ listFen: 100 * quantity, buyerFen: 100 * quantity, receivableFen: 100 * quantity },
  stock: stock
    ? [
        { sku: `S${lineId}`, quantityPerUnit: 1 },
        { sku: 'GIFT', quantityPerUnit: 1 },
      ]
    : [],
})

function placed(changes: Partial<Placed> = {}) {
  const lines = [line('1', 2), line('2', 1), line('freight', 1, false)]
  const buyer = { personId: 'p1', buyerId: null, name: null, phone: null, address: null, identityNumber: null }
  const amounts = { listFen: 400, buyerFen: 400, receivableFen: 400, otherChargesFen: 0 }
  const rest = { payBy: 99, cashOnDelivery: false, presale: null, campaign: null, remarks: { buyer: null, seller: null, flag: null } }
  const region = { path: ['440000', '440300'], name: 'Shenzhen' }
  return told(stream, 'OrderPlaced', { ...which, placedAt: 5, ...rest, buyer, region, lines, ...amounts, ...changes })
}
const paid = (amountFen: number, capturedFen = amountFen) =>
  told(stream, 'PaymentCaptured', {
    ...which,
    paymentId: `p${capturedFen}`,
    amountFen,
    capturedFen,
    paidAt: 6,
    paidInFull: capturedFen >= 400,
  })
const shipped = (...lines: { lineId: string; quantity: number }[]) =>
  told(stream, 'ShipmentReported', { ...which, shipmentId: 's', lines: lines.map((one) => ({ ...one, serialNumbers: [] })) })
const held = (reason: 'presale' | 'riskReview') => told(stream, 'OrderHeld', { ...which, reason, detail: '' })
const released = (reason: 'presale' | 'riskReview') => told(stream, 'OrderReleased', { ...which, reason })
const sourced = told(stream, 'OrderSourced', { ...which, plan: [] })
const backordered = told(stream, 'OrderBackordered', { ...which, missing: [], dueAt: 77 })

describe('the status of an order follows from its facts', () => {
  test.each([
    ['unpaid', [placed()]],
    ['unpaid', [placed(), paid(100)]],
    [
      'depositPaid',
      [placed({ presale: { stage: 'depositPaid', depositFen: 50, balanceFen: 350, balanceDueAt: 9 } }), held('presale'), paid(50)],
    ],
    ['toShip', [placed(), paid(400)]],
    ['toShip', [placed({ cashOnDelivery: true })]],
    ['held', [placed(), paid(400), held('riskReview')]],
    ['held', [placed(), paid(400), held('riskReview'), held('presale'), released('riskReview')]],
    ['toShip', [placed(), paid(400), held('riskReview'), released('riskReview'), sourced]],
    ['backordered', [placed(), paid(400), backordered]],
    ['toShip', [placed(), paid(400), backordered, sourced]],
    ['partShipped', [placed(), paid(400), sourced, shipped({ lineId: '1', quantity: 2 })]],
    ['shipped', [placed(), paid(400), sourced, shipped({ lineId: '1', quantity: 2 }), shipped({ lineId: '2', quantity: 1 })]],
    [
      'shipped',
      [
        placed(),
        paid(400),
        shipped({ lineId: '1', quantity: 2 }),
        told(stream, 'LineCancelled', { ...which, lineId: '2', remaining: 0, buyerFen: 100 }),
      ],
    ],
    [
      'delivered',
      [placed(), paid(400), shipped({ lineId: '1', quantity: 2 }), told(stream, 'DeliveryReported', { ...which, deliveredAt: 8 })],
    ],
    ['completed', [placed(), paid(400), told(stream, 'OrderCompleted', { ...which, completedAt: 9 })]],
    ['cancelled', [placed(), told(stream, 'OrderCancelled', { ...which, reason: 'unpaid' })]],
    [
      'toShip',
      [
        placed(),
        told(stream, 'OrderCancelled', { ...which, reason: 'unpaid' }),
        paid(400),
        told(stream, 'OrderReinstated', { ...which, sourcingAttempt: 2 }),
      ],
    ],
  ])('%s', (status, events) => {
    given(orderPool, ...events).shows(orderId, { status, placedAt: 5 })
  })

  test('money: what was asked, captured, promised back and gone back', () => {
    const committed = told(stream, 'RefundCommitted', { ...which, afterSalesId: 'a', refundedFen: 100 })
    const afterSales = streamName('aftersales', 'jd.shop1.r1')
    const refundPaid = told(afterSales, 'RefundPaid', { ...which, afterSalesId: 'jd.shop1.r1', refundFen: 100 })
    const amounts = { dueFen: 400, capturedFen: 400, refundCommittedFen: 100 }
    given(orderPool, placed(), paid(400), committed).shows(orderId, { ...amounts, refundedFen: 0, payStatus: 'paid' })
    given(orderPool, placed(), paid(400), committed, refundPaid).shows(orderId, { ...amounts, refundedFen: 100, payStatus: 'partRefunded' })
  })

  test('units cancelled before everything is paid are not owed', () => {
    const cancelled = told(stream, 'LineCancelled', { ...which, lineId: '1', remaining: 1, buyerFen: 100 })
    given(orderPool, placed(), cancelled, paid(300)).shows(orderId, { dueFen: 300, payStatus: 'paid', status: 'toShip' })
    given(orderPool, placed(), paid(400), cancelled).shows(orderId, { dueFen: 400, payStatus: 'paid' })
  })
})

describe('the order pool', () => {
  test('carries what it is searched by', () => {
    const searched = {
      channel: 'jd',
      shop: 'shop1',
      personId: 'p1',
      areas: ['CN', '440000', '440300'],
      skus: ['S1', 'GIFT', 'S2', 'Sfreight'],
    }
    given(orderPool, placed()).shows(orderId, searched)
  })

  test('follows an address to another region', () => {
    const buyer = { personId: 'p2', buyerId: null, name: null, phone: null, address: null, identityNumber: null }
    const moved = told(stream, 'AddressChanged', { ...which, buyer, region: { path: ['310000'], name: 'Shanghai' } })
    given(orderPool, placed(), moved).shows(orderId, { personId: 'p2', areas: ['CN', '310000'], regionName: 'Shanghai' })
  })

  test('an after-sales case that comes first waits with an order that is awaited', () => {
    const afterSalesId = 'jd.shop1.r1'
    const request = told(streamName('aftersales', afterSalesId), 'RefundRequested', { ...which, afterSalesId })
    given(orderPool, request).shows(orderId, { status: 'awaited', placedAt: null, channelOrderId: '42', afterSalesIds: [afterSalesId] })
    given(orderPool, request, placed()).shows(orderId, { status: 'unpaid', placedAt: 5, afterSalesIds: [afterSalesId] })
  })

  test('open exceptions are counted until they are resolved', () => {
    const message = { channel: 'jd', shop: 'shop1', messageId: 'm', channelOrderId: '42', exceptionId: 'x1' } as const
    const rejected = told('message-jd.shop1.m', 'ChannelMessageRejected', message)
    const resolved = told('message-jd.shop1.m', 'ExceptionResolved', { ...message, resolution: 'dropped' })
    given(orderPool, placed(), rejected, rejected).shows(orderId, { openExceptions: ['x1'] })
    given(orderPool, placed(), rejected, resolved).shows(orderId, { openExceptions: [] })
  })

  test('messages that do not say their order touch none', () => {
    const message = { channel: 'jd', shop: null, messageId: 'm', channelOrderId: '42', exceptionId: 'x1' } as const
    expect(given(orderPool, told('message-jd._.m', 'ChannelMessageRejected', message)).ids()).toEqual([])
  })

  test('knows the work cards of its lines once a crew was expected, and looks for none before', () => {
    const order = { orderId, lines: [{ lineId: '1' }], streams: [], afterSalesIds: [], fulfilments: [] }
    const cardsOf = (more: object) =>
      timelineStreams({ ...order, ...more } as unknown as Parameters<typeof timelineStreams>[0], []).filter((name) =>
        name.startsWith('installation-'),
      )
    expect(cardsOf({})).toEqual([])
    expect(cardsOf({ toInstall: [] })).toContain(`installation-${orderId}.1.1`)
  })

  test('knows every stream of its story', () => {
    const life = [...orderLives({ skus: 1, locations: 1, begins: 1 }, 7, seeded(5))]
    const [[id, order]] = [...given(orderPool, ...life).documents] as [[string, Parameters<typeof timelineStreams>[0]]]
    const streams = new Set(life.map((written) => written.stream).filter((name) => !name.startsWith('stock-')))
    expect(new Set(timelineStreams(order, ['sourcing']))).toEqual(
      new Set([...streams, ...timelineStreams(order, ['sourcing']).filter((name) => /^(process|wms|push)-/.test(name))]),
    )
    expect(timelineStreams(order, ['sourcing'])).toContain(`process-sourcing.${id}`)
  })
})

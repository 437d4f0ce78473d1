import type { DomainEvent, EventOfType } from '../../domain/events.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { orderKey, stockKey, streamKey, streamName } from '../../domain/shared/stream-name.ts'

/** An event and the stream it belongs to. */
export interface Written {
  readonly stream: string
  readonly event: DomainEvent
}

/** A whole number from 0 up to and without `below`; the same for the same seed. */
export type PickNumber = (below: number) => number

export interface World {
  readonly skus: number
  readonly locations: number
  /** Instant at which it begins, epoch milliseconds. */
  readonly begins: number
}

const channels: readonly Channel[] = ['taobao', 'jd', 'douyin', 'pdd', 'wechat-shop', 'app', 'pos']
const categories = ['airConditioner', 'refrigerator', 'washer', 'waterHeater', 'rangeHood']
const cities = [
  ['440000', '440300', '440305'],
  ['440000', '440100', '440106'],
  ['310000', '310100', '310115'],
  ['320000', '320500', '320508'],
  ['510000', '510100', '510107'],
]

const skuName = (n: number): string => `SKU-${String(n).padStart(4, '0')}`
const locationName = (n: number): string => `WH-${String(n).padStart(3, '0')}`
const pathOf = (location: number): string[] => cities[location % cities.length]!
const factsOf = (sku: number) => ({ category: categories[sku % categories.length]!, brand: 'Haohai' })
const placeOf = (sku: number, location: number) => ({
  sku: skuName(sku),
  location: locationName(location),
  regionPath: pathOf(location),
  ...factsOf(sku),
})
const stockOf = (sku: number, location: number): string => streamName('stock', stockKey(skuName(sku), locationName(location)))

/** Of each SKU at each location: no order looks at what others took. */
const PLENTY = 1_000_000

/** Catalogue and first stock. */
export function* worldBegins({ skus, locations, begins }: World): Generator<Written> {
  for (let n = 0; n < skus; n += 1) {
    const sku = skuName(n)
    const size = { weightGrams: 32_000, sizeMillimetres: [800, 300, 280], listPriceFen: 129_900 + n * 100 }
    const data: EventOfType<'SkuDefined'>['data'] = {
      ...{ sku, name: `Model ${n}`, ...factsOf(n), model: `M${n}`, maker: 'haohai', energyGrade: 'level1', barCode: `69${n}` },
      ...{ ...size, serialNumberRequired: true, components: [], definedAt: begins },
    }
    yield { stream: streamName('sku', streamKey([sku])), event: { type: 'SkuDefined', data } }
  }
  for (let n = 0; n < locations; n += 1) {
    const location = locationName(n)
    const region = { path: pathOf(n), name: 'somewhere' }
    const data: EventOfType<'LocationDefined'>['data'] = {
      ...{ location, name: `Warehouse ${n}`, kind: 'warehouse', region, storeCode: null, covers: [], active: true, definedAt: begins },
    }
    yield { stream: streamName('location', streamKey([location])), event: { type: 'LocationDefined', data } }
    for (let sku = 0; sku < skus; sku += 1) {
      const documentId = `receipt-${n}-${sku}`
      yield {
        stream: stockOf(sku, n),
        event: {
          type: 'StockReceived',
          data: { ...placeOf(sku, n), documentId, askedAt: begins, quantity: PLENTY, availableToPromise: { before: 0, after: PLENTY } },
        },
      }
    }
  }
}

/** One order from its message to its end, as the ledger would write it: most are delivered, some cancelled, some refunded. */
export function* orderLives(world: World, number: number, pick: PickNumber): Generator<Written> {
  const at = world.begins + number * 50
  const channel = channels[pick(channels.length)]!
  const shop = `shop${pick(3)}`
  const channelOrderId = `${26_000_000_000_000 + number}`
  const orderId = orderKey(channel, shop, channelOrderId)
  const sku = pick(world.skus)
  const location = pick(world.locations)
  const quantity = 1 + pick(2)
  const which = { orderId, channel, shop, channelOrderId, shipTo: cities[pick(cities.length)]! }
  const order = streamName('order', orderId)
  const write = (event: DomainEvent): Written => ({ stream: order, event })
  const placed = placing(which, at, skuName(sku), factsOf(sku), quantity)

  yield* received(channel, shop, channelOrderId, at, number)
  yield write({ type: 'OrderPlaced', data: placed })
  const fate = pick(20)
  if (fate === 0) {
    yield write({
      type: 'OrderCancelled',
      data: { ...which, channelModifiedAt: null, reason: 'unpaid', cancelledBy: 'deadline', capturedFen: 0 },
    })
    return
  }
  const money = { amountFen: placed.buyerFen, method: 'alipay', paidAt: at + 1, capturedFen: placed.buyerFen, paidInFull: true }
  yield write({
    type: 'PaymentCaptured',
    data: { ...which, channelModifiedAt: at + 1, paymentId: `pay-${number}`, stage: 'full', ...money },
  })
  if (fate === 1) {
    yield write({ type: 'OrderHeld', data: { ...which, channelModifiedAt: null, reason: 'riskReview', detail: 'by rule' } })
    yield write({ type: 'OrderReleased', data: { ...which, channelModifiedAt: null, reason: 'riskReview' } })
  }
  yield* leaves({ world, number, at, which, order, sku, location, quantity })
  if (fate === 2) yield* refunded(which, at, number, placed.buyerFen)
  if (fate > 10) yield write({ type: 'OrderCompleted', data: { ...which, channelModifiedAt: at + 9, completedAt: at + 9 } })
}

type Which = Pick<EventOfType<'OrderCompleted'>['data'], 'orderId' | 'channel' | 'shop' | 'channelOrderId' | 'shipTo'>

function* received(channel: Channel, shop: string, channelOrderId: string, at: number, number: number): Generator<Written> {
  const messageId = `m${number}`
  const payload = `sealed:p${number}:${'A1b2C3d4'.repeat(80)}`
  const about = { channel, shop, messageId, kind: 'order' as const, channelOrderId, refundId: null, modifiedAt: at, receivedAt: at }
  const data = { ...about, personId: `p${number}`, payload, byteLength: 2_100 }
  yield { stream: streamName('message', streamKey([channel, shop, messageId])), event: { type: 'ChannelMessageReceived', data } }
}

function placing(
  which: Which,
  at: number,
  sku: string,
  facts: { category: string; brand: string },
  quantity: number,
): EventOfType<'OrderPlaced'>['data'] {
  const unitFen = 129_900
  const buyerFen = unitFen * quantity
  const sealed = `sealed:p${which.channelOrderId}:${'Zm9vYmFy'.repeat(6)}`
  const line: EventOfType<'OrderPlaced'>['data']['lines'][number] = {
    ...{ lineId: '1', kind: 'goods', giftOf: null, channelSku: `c-${sku}`, sku, ...facts, title: 'wall-mounted, 1.5 hp', quantity },
    ...{ unitListPriceFen: unitFen, discounts: [], unitBuyerFen: Array.from({ length: quantity }, () => unitFen) },
    ...{ listFen: buyerFen, buyerFen, receivableFen: buyerFen },
    stock: [{ sku, ...facts, quantityPerUnit: 1, serialNumberRequired: true, maker: 'haohai' }],
    ...{ delivery: 'ship', appointedLocation: null, serialNumbers: [], creator: null, subsidy: null },
  }
  return {
    ...{ ...which, channelModifiedAt: at, parentOrderId: null, placedAt: at, payBy: at + 1_800_000, type: 'normal', cashOnDelivery: false },
    buyer: { personId: `p${which.channelOrderId}`, buyerId: null, name: sealed, phone: sealed, address: sealed, identityNumber: null },
    ...{ recipientFingerprint: 'f', region: { path: [...which.shipTo], name: 'somewhere' }, lines: [line] },
    ...{ listFen: buyerFen, buyerFen, receivableFen: buyerFen, otherChargesFen: 0, presale: null, tradeIn: null, subsidy: null },
    ...{ remarks: { buyer: null, seller: null, flag: null }, remarksFingerprint: 'r', promised: null, store: null, services: [] },
    ...{ invoice: null, isGiftOrder: false, campaign: null, recipientToken: null },
  }
}

interface Leaving {
  readonly world: World
  readonly number: number
  readonly at: number
  readonly which: Which
  readonly order: string
  readonly sku: number
  readonly location: number
  readonly quantity: number
}

function* leaves({ number, at, which, order, sku, location, quantity }: Leaving): Generator<Written> {
  const { orderId, channel, shop, shipTo } = which
  const place = placeOf(sku, location)
  const reservationId = `${orderId}.1.1`
  const fulfilmentId = `${orderId}.1`
  const shipmentId = `SF${number}`
  const stock = stockOf(sku, location)
  const fulfilment = streamName('fulfilment', fulfilmentId)
  const of = { fulfilmentId, orderId, channel, shop, location: place.location, regionPath: place.regionPath }
  const promise = { ...place, reservationId, orderId, lineId: '1', channel, quantity }
  const left = [
    {
      lineId: '1',
      sku: place.sku,
      reservationId,
      quantity,
      serialNumbers: Array.from({ length: quantity }, (_, unit) => `SN${number}-${unit}`),
    },
  ]
  const wanted = {
    lineId: '1',
    sku: place.sku,
    category: place.category,
    brand: place.brand,
    reservationId,
    quantity,
    serialNumberRequired: true,
  }
  const plan = [{ lineId: '1', sku: place.sku, location: place.location, locationRegionPath: place.regionPath, reservationId, quantity }]
  const process = streamName('process', `sourcing.${orderId}`)
  const instance = { process: 'sourcing', instanceId: orderId }

  yield { stream: process, event: { type: 'ProcessStarted', data: { ...instance, facts: null } } }
  yield {
    stream: process,
    event: { type: 'StepAsked', data: { ...instance, step: 'reserve', attempt: 0, asks: [{ type: 'ReserveStock', data: promise }] } },
  }
  const after = PLENTY - quantity
  yield {
    stream: stock,
    event: { type: 'StockReserved', data: { ...promise, askedAt: at + 2, availableToPromise: { before: PLENTY, after } } },
  }
  yield {
    stream: process,
    event: { type: 'StepAnswered', data: { ...instance, step: 'reserve', attempt: 0, answers: [{ accepted: true }] } },
  }
  yield { stream: order, event: { type: 'OrderSourced', data: { ...which, plan } } }
  yield { stream: process, event: { type: 'Waiting', data: { ...instance, forWhat: 'shipment', keys: [orderId], dueAt: null } } }
  yield {
    stream: fulfilment,
    event: {
      type: 'FulfilmentRequested',
      data: { ...of, kind: 'delivery', shipTo, lines: [wanted], promisedBy: at + 86_400_000, reportedShipments: [] },
    },
  }
  yield { stream: fulfilment, event: { type: 'FulfilmentAccepted', data: of } }
  const shipped = { ...of, shipmentId, carrier: 'SF', waybill: shipmentId, lines: left, dispatchedAt: at + 5 }
  yield { stream: fulfilment, event: { type: 'ShipmentDispatched', data: shipped } }
  const issued = { ...promise, fulfilmentId, shipmentId, remaining: 0, availableToPromise: { before: after, after } }
  yield { stream: stock, event: { type: 'StockIssued', data: issued } }
  const lines = left.map(({ lineId, serialNumbers }) => ({ lineId, quantity, serialNumbers }))
  const reported = { ...which, channelModifiedAt: null, shipmentId, carrier: 'SF', waybill: shipmentId, shippedAt: at + 5, lines }
  yield { stream: order, event: { type: 'ShipmentReported', data: reported } }
  yield { stream: process, event: { type: 'ProcessEnded', data: { ...instance, outcome: 'shipped' } } }
  yield { stream: fulfilment, event: { type: 'ShipmentDelivered', data: { ...of, shipmentId, deliveredAt: at + 8 } } }
  yield { stream: order, event: { type: 'DeliveryReported', data: { ...which, channelModifiedAt: null, deliveredAt: at + 8 } } }
}

function* refunded(which: Which, at: number, number: number, refundFen: number): Generator<Written> {
  const { orderId, channel, shop } = which
  const refundId = `r${number}`
  const afterSalesId = streamKey([channel, shop, refundId])
  const stream = streamName('aftersales', afterSalesId)
  const of = { afterSalesId, orderId, channel, shop, refundId, channelModifiedAt: at + 10 }
  const asked = { lines: [{ lineId: '1', quantity: 1 }], refundFen, freightFen: 0 }
  yield { stream, event: { type: 'RefundRequested', data: { ...of, kind: 'refundOnly', requestedAt: at + 10, ...asked, reason: null } } }
  yield { stream, event: { type: 'RefundPaid', data: { ...of, refundFen, paidAt: at + 11 } } }
}

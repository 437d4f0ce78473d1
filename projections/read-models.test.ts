import { describe, expect, test } from 'vitest'
import { eventDefinitions } from '../domain/events.ts'
import { streamName } from '../domain/shared/stream-name.ts'
import { accessKeys } from './access-keys/access-keys.ts'
import { listings } from './catalogue/listings.ts'
import { locations } from './catalogue/locations.ts'
import { deadlines } from './deadlines/deadlines.ts'
import { exceptions } from './exceptions/exceptions.ts'
import { fulfilments } from './fulfilments/fulfilments.ts'
import { projections } from './index.ts'
import { policies } from './policies/policies.ts'
import { given, told } from './testing/given.ts'
import { seeded } from './testing/seeded.ts'
import { orderLives, worldBegins } from './testing/synthetic-life.ts'
import { waiting } from './waiting/waiting.ts'

const orderId = 'jd.shop1.42'
const which = { orderId, channel: 'jd', shop: 'shop1', channelOrderId: '42', shipTo: [] } as const
const order = streamName('order', orderId)

test('synthetic lives are made of valid events', () => {
  const world = { skus: 2, locations: 2, begins: 1_750_000_000_000 }
  const written = [...worldBegins(world)]
  for (let number = 0; number < 60; number += 1) written.push(...orderLives(world, number, seeded(number)))
  for (const { event } of written) expect(eventDefinitions[event.type].data.strict().safeParse(event.data)).toMatchObject({ success: true })
})

test('every read model has a name of its own, and reads events that exist', () => {
  expect(new Set(projections.map(({ name }) => name)).size).toBe(projections.length)
  for (const { handles } of projections) for (const type of handles) expect(eventDefinitions).toHaveProperty(type)
})

describe('deadlines', () => {
  const placed = (changes: object = {}) =>
    told(order, 'OrderPlaced', { ...which, payBy: 50, cashOnDelivery: false, presale: null, buyerFen: 400, otherChargesFen: 0, ...changes })
  const paid = (capturedFen: number) => told(order, 'PaymentCaptured', { ...which, capturedFen })
  const backordered = told(order, 'OrderBackordered', { ...which, dueAt: 90, missing: [] })

  test('an unpaid order is due until anything is paid', () => {
    given(deadlines, placed()).shows(`unpaid:${orderId}`, { kind: 'unpaid', dueAt: 50, orderId })
    given(deadlines, placed(), paid(400)).showsNothing(`unpaid:${orderId}`)
    given(deadlines, placed(), told(order, 'OrderCancelled', which)).showsNothing(`unpaid:${orderId}`)
    given(deadlines, placed({ cashOnDelivery: true })).showsNothing(`unpaid:${orderId}`)
    given(deadlines, placed({ payBy: null })).showsNothing(`unpaid:${orderId}`)
  })

  test('after the deposit the balance is due', () => {
    const presale = { stage: 'depositUnpaid', depositFen: 100, balanceFen: 300, balanceDueAt: 70 }
    const deposit = told(order, 'DepositPaid', { ...which, capturedFen: 100 })
    given(deadlines, placed({ presale }), deposit).shows(`unpaid:${orderId}`, { kind: 'balance', dueAt: 70 })
    given(deadlines, placed({ presale }), deposit, paid(400)).showsNothing(`unpaid:${orderId}`)
  })

  test('a hold of the audit is due until it ends, unless somebody has to end it', () => {
    const audited = (releaseAt: number | null) => told(order, 'OrderAudited', { ...which, releaseAt })
    const released = (reason: string) => told(order, 'OrderReleased', { ...which, reason })
    const id = `audit:${orderId}`
    given(deadlines, audited(60)).shows(id, { kind: 'audit', dueAt: 60, orderId })
    given(deadlines, audited(60), released('operator')).shows(id, { dueAt: 60 })
    given(deadlines, audited(60), released('audit')).showsNothing(id)
    given(deadlines, audited(60), audited(null)).showsNothing(id)
    given(deadlines, audited(60), told(order, 'OrderCancelled', which)).showsNothing(id)
  })

  test('cancelling units can leave nothing to pay', () => {
    const presale = { stage: 'depositUnpaid', depositFen: 100, balanceFen: 300, balanceDueAt: 70 }
    const cancelled = told(order, 'LineCancelled', { ...which, buyerFen: 300 })
    given(deadlines, placed({ presale }), told(order, 'DepositPaid', { ...which, capturedFen: 100 }), cancelled).showsNothing(
      `unpaid:${orderId}`,
    )
  })

  test('a backorder is due until it is sourced or over', () => {
    given(deadlines, backordered).shows(`backorder:${orderId}`, { kind: 'backorder', dueAt: 90 })
    given(deadlines, backordered, told(order, 'OrderSourced', which)).showsNothing(`backorder:${orderId}`)
    given(deadlines, backordered, told(order, 'OrderCancelled', which)).showsNothing(`backorder:${orderId}`)
  })
})

test('a process instance waits until it goes on', () => {
  const stream = `process-sourcing.${orderId}`
  const instance = { process: 'sourcing', instanceId: orderId }
  const waits = told(stream, 'Waiting', { ...instance, forWhat: 'stock', keys: ['A@W1'], dueAt: 8 })
  given(waiting, waits).shows(`sourcing.${orderId}`, { forWhat: 'stock', keys: ['A@W1'], dueAt: 8, since: 1 })
  for (const type of ['StepAsked', 'GivingUp', 'ProcessEnded'] as const)
    given(waiting, waits, told(stream, type, instance)).showsNothing(`sourcing.${orderId}`)
})

test('an exception is open until it is resolved, and counts its attempts', () => {
  const stream = 'message-jd.shop1.m1'
  const message = { channel: 'jd', shop: 'shop1', messageId: 'm1', exceptionId: 'x1', channelOrderId: '42' } as const
  const rejected = told(stream, 'ChannelMessageRejected', {
    ...message,
    code: 'UNKNOWN_LISTING',
    reason: 'why',
    details: { listing: 'c1' },
  })
  const corrected = told(stream, 'ChannelMessageCorrected', message)
  const resolved = told(stream, 'ExceptionResolved', { ...message, resolution: 'corrected', outcome: 'placed' })
  given(exceptions, rejected, rejected).shows('x1', {
    open: true,
    attempts: 2,
    firstAt: 1,
    lastAt: 2,
    orderId,
    stream,
    details: { listing: 'c1' },
  })
  const done = { open: false, attempts: 1, corrections: 1, resolution: 'corrected', outcome: 'placed', lastAt: 3 }
  given(exceptions, rejected, corrected, resolved).shows('x1', done)
})

test('a fulfilment is open until its units left, and ends with its last shipment', () => {
  const of = { fulfilmentId: 'f1', orderId, channel: 'jd', shop: 'shop1', location: 'W1', regionPath: [] } as const
  const tell = <Type extends Parameters<typeof told>[1]>(type: Type, data: object) =>
    told('fulfilment-f1', type, { ...of, ...data } as never)
  const lines = [{ lineId: '1', sku: 'A', category: 'c', brand: 'b', quantity: 2 }]
  const requested = tell('FulfilmentRequested', { kind: 'delivery', shipTo: [], promisedBy: 9, lines })
  const left = (shipmentId: string, quantity: number) =>
    tell('ShipmentDispatched', {
      shipmentId,
      carrier: 'SF',
      waybill: shipmentId,
      dispatchedAt: 5,
      lines: [{ lineId: '1', sku: 'A', quantity, serialNumbers: [] }],
    })
  const delivered = (shipmentId: string) => tell('ShipmentDelivered', { shipmentId, deliveredAt: 7 })
  given(fulfilments, requested, tell('FulfilmentAccepted', {})).shows('f1', { state: 'accepted', open: true })
  given(fulfilments, requested, left('s1', 1)).shows('f1', { state: 'partDispatched', open: true, waybills: ['s1'] })
  given(fulfilments, requested, left('s1', 1), delivered('s1')).shows('f1', { state: 'partDispatched', open: true })
  given(fulfilments, requested, left('s1', 1), left('s2', 1), delivered('s2')).shows('f1', { state: 'dispatched', open: false })
  given(fulfilments, requested, left('s1', 1), left('s2', 1), delivered('s2'), delivered('s1')).shows('f1', { state: 'delivered' })
  const refused = tell('DeliveryRefused', { shipmentId: 's1', refusedAt: 8, reason: 'dented' })
  given(fulfilments, requested, left('s1', 2), refused).shows('f1', { state: 'refused', reason: 'dented' })
})

test('what a location does not find is not waited for', () => {
  const of = { fulfilmentId: 'f1', orderId, channel: 'jd', shop: 'shop1', location: 'W1', regionPath: [] } as const
  const tell = <Type extends Parameters<typeof told>[1]>(type: Type, data: object) =>
    told('fulfilment-f1', type, { ...of, ...data } as never)
  const unit = { lineId: '1', sku: 'fridge', category: 'c', brand: 'b', reservationId: 'r' }
  const requested = tell('FulfilmentRequested', { kind: 'delivery', shipTo: [], promisedBy: null, lines: [{ ...unit, quantity: 3 }] })
  const left = (shipmentId: string, quantity: number) =>
    tell('ShipmentDispatched', {
      shipmentId,
      carrier: null,
      waybill: null,
      dispatchedAt: 1,
      lines: [{ ...unit, quantity, serialNumbers: [] }],
    })
  const lacking = tell('UnitsLacking', { lines: [{ ...unit, quantity: 1, lacking: 1 }] })
  const delivered = tell('ShipmentDelivered', { shipmentId: 's1', deliveredAt: 2 })
  given(fulfilments, requested, lacking).shows('f1', { state: 'requested', open: true, lines: [{ quantity: 2, dispatched: 0 }] })
  given(fulfilments, requested, left('s1', 1), lacking).shows('f1', { state: 'partDispatched', open: true })
  given(fulfilments, requested, left('s1', 2), lacking).shows('f1', { state: 'dispatched', open: false })
  given(fulfilments, requested, left('s1', 2), delivered, lacking).shows('f1', { state: 'delivered', open: false })
})

test('a shipment stands where its carrier says it is, whatever the order of the reports, and though they begin before it left', () => {
  const of = { fulfilmentId: 'f1', orderId, channel: 'jd', shop: 'shop1', location: 'W1', regionPath: [] } as const
  const tell = <Type extends Parameters<typeof told>[1]>(type: Type, data: object) => told('fulfilment-f1', type, { ...of, ...data })
  const requested = tell('FulfilmentRequested', { kind: 'delivery', shipTo: [], promisedBy: 9, lines: [] })
  const left = tell('ShipmentDispatched', { shipmentId: 's1', carrier: 'SF', waybill: 's1', dispatchedAt: 5, lines: [] })
  const reports = [
    tell('TrackingReported', { shipmentId: 's1', milestone: 'collected', status: 'picked up', reportedAt: 5 }),
    tell('TrackingReported', { shipmentId: 's1', milestone: 'delivered', status: 'signed', reportedAt: 9 }),
    tell('TrackingReported', { shipmentId: 's1', milestone: 'inTransit', status: 'at the hub', reportedAt: 10 }),
  ] as const
  const [first, second, third] = reports
  const marks = [
    { milestone: 'collected', firstAt: 5, lastAt: 5, status: 'picked up' },
    { milestone: 'inTransit', firstAt: 10, lastAt: 10, status: 'at the hub' },
    { milestone: 'delivered', firstAt: 9, lastAt: 9, status: 'signed' },
  ]
  const tracking = { milestone: 'delivered', status: 'signed', reportedAt: 9, marks }
  for (const arrived of [
    [requested, left, first, second, third],
    [requested, left, third, second, first, second],
    [requested, third, first, left, second],
    [requested, second, third, first, left],
  ])
    given(fulfilments, ...arrived).shows('f1', { shipments: [{ shipmentId: 's1', tracking }], trackedBefore: [] })
  given(fulfilments, requested, first).shows('f1', {
    shipments: [],
    trackedBefore: [{ shipmentId: 's1', tracking: { milestone: 'collected' } }],
  })
})

test('a listing keeps its targets by effective date', () => {
  const listing = (sku: string | null, effectiveFrom: number) =>
    told('listing-jd.shop1.c1', 'ListingDefined', { channel: 'jd', shop: 'shop1', channelSku: 'c1', sku, effectiveFrom })
  const targets = [
    { sku: 'A', effectiveFrom: 1 },
    { sku: 'B', effectiveFrom: 5 },
    { sku: null, effectiveFrom: 9 },
  ]
  given(listings, listing('B', 5), listing('X', 1), listing(null, 9), listing('A', 1)).shows('jd.shop1.c1', { targets, skus: ['A', 'B'] })
})

test('a location carries every area it is in', () => {
  const defined = told('location-W1', 'LocationDefined', { location: 'W1', region: { path: ['440000', '440300'], name: 'Shenzhen' } })
  given(locations, defined).shows('W1', { areas: ['CN', '440000', '440300'] })
})

test('a revoked access key stays known', () => {
  const issued = told('access-k1', 'AccessKeyIssued', {
    keyId: 'k1',
    role: 'operator',
    channels: [],
    label: 'l',
    secretHash: 'h',
    issuedAt: 1,
  })
  given(accessKeys, issued).shows('k1', { role: 'operator', revokedAt: null })
  given(accessKeys, issued, told('access-k1', 'AccessKeyRevoked', { keyId: 'k1', revokedAt: 2 })).shows('k1', { revokedAt: 2 })
})

describe('policies', () => {
  const published = (version: number, effectiveFrom: number, name = 'audit') =>
    told(`policy-${name}`, 'PolicyPublished', {
      name,
      kind: 'audit',
      version,
      effectiveFrom,
      document: { rules: [] },
      note: 'n',
      publishedAt: 1,
    })

  test('a version decides until the next one does', () => {
    given(policies, published(1, 10), published(2, 20), published(1, 5, 'audit.s1'))
      .shows('audit@1', { effectiveFrom: 10, until: 20, publishedBy: 'timer', document: { rules: [] } })
      .shows('audit@2', { effectiveFrom: 20, until: null })
      .shows('audit.s1@1', { name: 'audit.s1', until: null })
  })

  test('a version that another one begins before never decides', () => {
    given(policies, published(1, 10), published(2, 90), published(3, 40), published(4, 60))
      .shows('audit@1', { until: 40 })
      .shows('audit@2', { effectiveFrom: 90, until: 40 })
      .shows('audit@3', { until: 60 })
      .shows('audit@4', { until: null })
  })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dayMs, unanswered } from '../harness.ts'
import { cardOf, type Installing, openInstalling, orderOf } from './world.ts'

let world: Installing
beforeEach(async () => {
  world = await openInstalling()
})
afterEach(async () => {
  expect(await unanswered(world.ledger.events, world.ledger.bus)).toEqual([])
  await world.close()
})

async function oneProvider(change: object = {}): Promise<void> {
  await world.publish('installation', change)
  await world.publish('transport', { rows: [{ from: '330100', to: '330100', days: 1 }] })
  await world.provide('P1')
  await world.cover('P1')
}

test('while nothing is published, nobody is asked to install', async () => {
  await world.provide('P1')
  await world.cover('P1')
  await world.sell('1')
  expect(await world.card('1')).toBeNull()
  expect(await world.eventsOf(world.orderStream('1'))).toEqual(['OrderPlaced', 'PaymentCaptured', 'OrderSourced'])
  expect(await world.eventsOf(`process-installation.${orderOf('1')}`)).toEqual([])
})

describe('delivery and installation in one visit', () => {
  test('is booked for the day the units come, and done by one visit', async () => {
    await oneProvider()
    await world.offer('P1', world.dayFrom(1), 5)
    await world.offer('P1', world.dayFrom(2), 1)
    const day = world.dayFrom(2)
    await world.sell('1')
    expect(await world.card('1')).toMatchObject({ mode: 'oneVisit', phase: 'booked', provider: 'P1', visit: `P1 ${day} morning` })
    expect(await world.slot('1', day)).toBe('confirmed')
    expect(await world.eventsOf(`installation-${cardOf('1')}`)).toEqual(['InstallationRequested', 'ProviderChosen', 'VisitBooked'])
    await world.dispatch('1', 'W1')
    await world.pass(2 * dayMs)
    expect(await world.ask('CompleteOrder', { orderId: orderOf('1'), completedAt: 1 })).toMatchObject({ code: 'INSTALLATION_EXPECTED' })
    await world.complete('1', 1)
    expect(await world.slot('1', day)).toBe('consumed')
    expect((await world.order('1'))?.deliveredAt).toBe(world.clock.now())
    expect((await world.eventsOf(world.orderStream('1'))).slice(-2).sort()).toEqual(['DeliveryReported', 'InstallationEnded'])
    expect((await world.eventsOf(`fulfilment-${orderOf('1')}.1@HZ`)).at(-1)).toBe('ShipmentDelivered')
    await world.must('CompleteOrder', { orderId: orderOf('1'), completedAt: world.clock.now() })
  })

  test('waits until the order is paid', async () => {
    await oneProvider()
    await world.offer('P1', world.dayFrom(2), 1)
    await world.sell('1', { paid: false })
    expect(await world.card('1')).toBeNull()
    await world.must('CapturePayment', {
      orderId: orderOf('1'),
      paymentId: 'p',
      stage: 'full',
      amountFen: 100_000,
      method: null,
      paidAt: 1,
    })
    expect(await world.card('1')).toMatchObject({ phase: 'booked' })
  })

  test('is not kept from it by a refund that waits for the same order', async () => {
    await oneProvider()
    await world.offer('P1', world.dayFrom(2), 1)
    const now = new Date(world.clock.now()).toISOString()
    const refund = { type: 'afterSale', shop: 's1', orderId: '1', refundId: 'r1', kind: 'priceProtection', status: 'approved' }
    const amounts = { goodsFen: 500_000, refundFen: 500_000, freightFen: 0, lines: [], paidAt: null }
    await world.send({ ...refund, ...amounts, modifiedAt: now, requestedAt: now })
    await world.drain()
    await world.sell('1', { paid: false })
    await world.must('CapturePayment', {
      orderId: orderOf('1'),
      paymentId: 'p',
      stage: 'full',
      amountFen: 100_000,
      method: null,
      paidAt: 1,
    })
    expect(await world.card('1')).toMatchObject({ phase: 'booked' })
  })

  test('comes no sooner than the day the channel promised', async () => {
    await oneProvider()
    for (const days of [2, 4, 6]) await world.offer('P1', world.dayFrom(days), 1)
    const promised = { shipBy: null, deliverFrom: new Date(world.clock.now() + 4 * dayMs).toISOString(), deliverBy: null, slot: null }
    await world.sell('1', { promised })
    expect(await world.card('1')).toMatchObject({ visit: `P1 ${world.dayFrom(4)} morning` })
  })

  test('goes to who is preferred, then to who is free first', async () => {
    await oneProvider({ prefers: [{ providers: ['P3'] }] })
    for (const provider of ['P2', 'P3']) {
      await world.provide(provider)
      await world.cover(provider)
    }
    await world.offer('P1', world.dayFrom(3), 9)
    await world.offer('P2', world.dayFrom(2), 9)
    await world.offer('P3', world.dayFrom(4), 1)
    await world.sell('1')
    await world.sell('2')
    expect(await world.card('1')).toMatchObject({ provider: 'P3' })
    expect(await world.card('2')).toMatchObject({ provider: 'P2' })
  })

  test('is two visits where nobody who does both has a slot', async () => {
    await oneProvider()
    await world.provide('P2')
    await world.cover('P2', { serviceKind: 'install' })
    await world.sell('1')
    expect(await world.card('1')).toMatchObject({ mode: 'twoVisits', phase: 'awaitingDelivery', provider: 'P2' })
  })
})

describe('delivery first, installation later', () => {
  beforeEach(async () => {
    await oneProvider()
    await world.cover('P1', { validTo: 1, setAt: world.clock.now() + 1 })
    await world.cover('P1', { serviceKind: 'install' })
  })

  test('opens when the buyer has signed for every unit', async () => {
    await world.sell('1', { quantity: 2 })
    expect(await world.card('1')).toMatchObject({ mode: 'twoVisits', phase: 'awaitingDelivery', provider: 'P1' })
    await world.dispatch('1', 'W1')
    await world.dispatch('1', 'W2')
    await world.deliver('1', 'W1')
    expect(await world.card('1')).toMatchObject({ phase: 'awaitingDelivery' })
    await world.pass(dayMs)
    await world.offer('P1', world.dayFrom(1), 1)
    await world.deliver('1', 'W2')
    expect(await world.card('1')).toMatchObject({ phase: 'booked', visit: `P1 ${world.dayFrom(1)} morning` })
    expect(await world.slot('1', world.dayFrom(1))).toBe('confirmed')
  })

  test('is not booked for a part of the day that has begun', async () => {
    await world.pass(1)
    await world.publish('installation', { afterSigningDays: 0 })
    await world.sell('1')
    await world.dispatch('1', 'W1')
    await world.offer('P1', world.dayFrom(0), 1)
    await world.offer('P1', world.dayFrom(0), 1, '15:30-17:00')
    await world.pass(15 * 3_600_000)
    await world.deliver('1', 'W1')
    expect(await world.card('1')).toMatchObject({ visit: `P1 ${world.dayFrom(0)} 15:30-17:00` })
  })

  test('is delivered when it is signed for, and done when it is installed', async () => {
    await world.sell('1')
    await world.dispatch('1', 'W1')
    await world.offer('P1', world.dayFrom(1), 1)
    await world.deliver('1', 'W1')
    expect((await world.order('1'))?.deliveredAt).toBe(world.clock.now())
    expect(await world.ask('CompleteOrder', { orderId: orderOf('1'), completedAt: 1 })).toMatchObject({ code: 'INSTALLATION_EXPECTED' })
    await world.pass(dayMs)
    await world.complete('1', 1)
    await world.must('CompleteOrder', { orderId: orderOf('1'), completedAt: 1 })
  })
})

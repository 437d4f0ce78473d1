import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appOrder, dayMs, start, unanswered } from '../harness.ts'
import { cardOf, type Installing, openInstalling, orderOf } from './world.ts'

const hourMs = 3_600_000
let world: Installing
let first: string
let second: string

/** One crew that delivers and installs: one visit in two days, one in three. */
async function arranged(change: object = {}): Promise<void> {
  await world.publish('installation', change)
  await world.publish('transport', { rows: [{ from: '330100', to: '330100', days: 1 }] })
  await world.provide('P1')
  await world.cover('P1')
  first = world.dayFrom(2)
  second = world.dayFrom(3)
  await world.offer('P1', first, 1)
  await world.offer('P1', second, 1)
}

beforeEach(async () => {
  world = await openInstalling()
})
afterEach(async () => {
  expect(await unanswered(world.ledger.events, world.ledger.bus)).toEqual([])
  await world.close()
})

const want = (date: string, slot: string | null = null) =>
  world.must('WantVisit', { installationId: cardOf('1'), date, slot, wantedBy: 'buyer', note: 'not at home', askedAt: world.clock.now() })

describe('a visit that is moved', () => {
  test('is held anew before the old slot is given back', async () => {
    await arranged()
    await world.sell('1')
    await want(second)
    expect(await world.card('1')).toMatchObject({ phase: 'booked', visits: 2, visit: `P1 ${second} morning` })
    expect([await world.slot('1', first), await world.slot('1', second, 2)]).toEqual(['released', 'confirmed'])
    expect([await world.free(first), await world.free(second)]).toEqual([[1], [0]])
  })

  test('stays where it is while there is no slot, is shown to somebody, and is moved as soon as there is one', async () => {
    await arranged()
    await world.sell('1')
    const later = world.dayFrom(9)
    await want(later)
    expect(await world.card('1')).toMatchObject({ visits: 1, visit: `P1 ${first} morning`, stalled: null })
    await world.pass(3 * dayMs)
    expect(await world.card('1')).toMatchObject({ visits: 1, stalled: 'slot' })
    await world.offer('P1', later, 1)
    expect(await world.card('1')).toMatchObject({ visits: 2, visit: `P1 ${later} morning`, stalled: null })
  })

  test('is not moved to where it is no closer to what was wished', async () => {
    await arranged()
    await world.sell('1')
    await want(world.dayFrom(1))
    expect(await world.card('1')).toMatchObject({ visits: 1, visit: `P1 ${first} morning` })
    await world.offer('P1', world.dayFrom(1), 1)
    expect(await world.card('1')).toMatchObject({ visits: 2, visit: `P1 ${world.dayFrom(1)} morning` })
  })

  test('by hand keeps the slot it was given, and gives back the one before', async () => {
    await arranged()
    await world.sell('1')
    const moved = { installationId: cardOf('1'), booking: 2, provider: 'P1', area: '330106', date: second, slot: 'morning' }
    await world.must('RescheduleVisit', { ...moved, rescheduledBy: 'merchant', note: null })
    expect([await world.slot('1', first), await world.slot('1', second, 2)]).toEqual(['released', 'confirmed'])
  })
})

describe('a visit that failed', () => {
  test('uses the slot up, and another is booked for the days after', async () => {
    await arranged()
    await world.sell('1')
    await world.pass(2 * dayMs + 10 * hourMs)
    await world.fail('1', 1, 'noAnswer')
    expect(await world.card('1')).toMatchObject({ phase: 'booked', visits: 2, visit: `P1 ${second} morning` })
    expect([await world.slot('1', first), await world.slot('1', second, 2)]).toEqual(['consumed', 'confirmed'])
    await world.pass(dayMs)
    await world.complete('1', 2)
    expect(await world.slot('1', second, 2)).toBe('consumed')
  })

  test('for want of a crew gives the slot back', async () => {
    await arranged()
    await world.sell('1')
    await world.fail('1', 1, 'crewAbsent')
    expect(await world.slot('1', first)).toBe('released')
  })

  test('because the buyer does not want it yet waits for somebody to say when', async () => {
    await arranged()
    await world.sell('1')
    await world.pass(2 * dayMs)
    await world.fail('1', 1, 'notNeededYet')
    expect(await world.card('1')).toMatchObject({ phase: 'visitFailed', visits: 1, stalled: null })
    await world.pass(3 * dayMs)
    expect(await world.card('1')).toMatchObject({ stalled: 'decision' })
    const day = world.dayFrom(20)
    await world.offer('P1', day, 1)
    await want(day)
    expect(await world.card('1')).toMatchObject({ phase: 'booked', visits: 2, visit: `P1 ${day} morning`, stalled: null })
  })

  test('too often is decided by somebody', async () => {
    await arranged({ again: { mostVisits: 2 } })
    await world.offer('P1', world.dayFrom(4), 5)
    await world.sell('1')
    await world.fail('1', 1, 'noAnswer')
    await world.fail('1', 2, 'noAnswer')
    expect(await world.card('1')).toMatchObject({ phase: 'visitFailed', visits: 2, stalled: null })
    await world.pass(3 * dayMs)
    expect(await world.card('1')).toMatchObject({ phase: 'visitFailed', visits: 2, stalled: 'decision' })
    await want(world.dayFrom(1))
    expect(await world.card('1')).toMatchObject({ phase: 'booked', visits: 3, visit: `P1 ${world.dayFrom(1)} morning`, stalled: null })
    expect(await world.slot('1', first)).toBe('consumed')
  })
})

describe('what is called off', () => {
  test('with the order ends the card first, then frees the slot', async () => {
    await arranged()
    await world.sell('1')
    await world.must('CancelOrder', { orderId: orderOf('1'), reason: 'buyer', cancelledBy: 'operator' })
    expect(await world.card('1')).toMatchObject({ phase: 'cancelled', reason: 'orderCancelled' })
    expect([await world.slot('1', first), await world.free(first)]).toEqual(['released', [1]])
    expect((await world.eventsOf(world.orderStream('1'))).at(-1)).toBe('InstallationEnded')
    const told = await world.eventsOf(`process-installation.${orderOf('1')}`)
    expect(told.filter((type) => type === 'GivingUp' || type === 'Compensated')).toEqual(['GivingUp', 'Compensated'])
    expect(told.at(-1)).toBe('ProcessEnded')
  })

  test('by a refund before the visit frees the slot, though the units are there', async () => {
    await arranged()
    await world.sell('1')
    await world.dispatch('1', 'W1')
    const asked = { lines: [{ lineId: '1', quantity: 1 }], refundFen: 100_000, freightFen: 0 }
    await world.must('CommitRefund', { orderId: orderOf('1'), afterSalesId: 'app.s1.r1', ...asked, reason: 'refundOnly' })
    expect(await world.card('1')).toMatchObject({ phase: 'cancelled', reason: 'unitsReturned' })
    expect(await world.free(first)).toEqual([1])
    await world.must('ReleaseRefund', { orderId: orderOf('1'), afterSalesId: 'app.s1.r1' })
    expect(await world.card('1', 2)).toMatchObject({ mode: 'twoVisits', phase: 'awaitingDelivery' })
  })

  test('is not called off by a part of the price given back', async () => {
    await arranged()
    await world.sell('1')
    const asked = { lines: [{ lineId: '1', quantity: 1 }], refundFen: 5_000, freightFen: 0 }
    await world.must('CommitRefund', { orderId: orderOf('1'), afterSalesId: 'app.s1.r1', ...asked, reason: 'priceProtection' })
    expect(await world.card('1')).toMatchObject({ phase: 'booked' })
  })

  test('because the units were refused at the door', async () => {
    await arranged()
    await world.sell('1')
    await world.dispatch('1', 'W1')
    const refusal = { fulfilmentId: `${orderOf('1')}.1@HZ`, shipmentId: 'W1', refusedAt: world.clock.now(), reason: 'dented' }
    await world.must('RefuseDelivery', refusal)
    expect(await world.card('1')).toMatchObject({ phase: 'cancelled', reason: 'unitsReturned' })
    expect(await world.free(first)).toEqual([1])
  })

  test('by the buyer stays so', async () => {
    await arranged()
    await world.sell('1')
    const off = { installationId: cardOf('1'), reason: 'buyer', note: null, cancelledAt: world.clock.now() }
    await world.must('CancelInstallation', off)
    expect(await world.free(first)).toEqual([1])
    await world.offer('P1', world.dayFrom(4), 5)
    await world.must('DispatchShipment', await shipment())
    expect(await world.card('1', 2)).toBeNull()
  })

  test('too late, when it is done, changes nothing', async () => {
    await arranged()
    await world.sell('1')
    await world.dispatch('1', 'W1')
    await world.complete('1', 1)
    const asked = { lines: [{ lineId: '1', quantity: 1 }], refundFen: 100_000, freightFen: 0 }
    await world.must('CommitRefund', { orderId: orderOf('1'), afterSalesId: 'app.s1.r1', ...asked, reason: 'returnAndRefund' })
    expect(await world.card('1')).toMatchObject({ phase: 'completed' })
    expect(await world.slot('1', first)).toBe('consumed')
  })
})

async function shipment() {
  const order = await world.order('1')
  const [held] = order!.plan!
  const { reservationId, sku, lineId } = held!
  const lines = [{ reservationId, sku, lineId, quantity: 1, serialNumbers: [] }]
  return { fulfilmentId: `${orderOf('1')}.1@HZ`, shipmentId: 'W1', carrier: null, waybill: 'W1', dispatchedAt: world.clock.now(), lines }
}

describe('what is installed, or where, may change', () => {
  test('fewer units are another card, on the same day', async () => {
    await arranged()
    await world.offer('P1', world.dayFrom(2), 2, '14:00-16:00')
    await world.sell('1', { quantity: 2 })
    await want(first, '14:00-16:00')
    await world.must('CancelLine', { orderId: orderOf('1'), lineId: '1', quantity: 1, reason: 'one is enough' })
    expect(await world.card('1')).toMatchObject({ phase: 'cancelled', reason: 'changed' })
    expect(await world.card('1', 2)).toMatchObject({ phase: 'booked', visit: `P1 ${first} 14:00-16:00` })
    expect(await world.free(first)).toEqual([1, 1])
  })

  test('another address is another card, for whoever services that place', async () => {
    await arranged()
    await world.sell('1')
    const buyer = { ...appOrder('1').buyer, district: '余杭区' }
    await world.sell('1', { at: start, modifiedAt: world.clock.now() + 1, buyer })
    expect(await world.card('1')).toMatchObject({ phase: 'cancelled', reason: 'changed' })
    expect(await world.free(first)).toEqual([1])
    expect(await world.card('1', 2)).toMatchObject({ mode: 'twoVisits', provider: null })
  })

  test('an order that comes back is installed after all', async () => {
    await arranged()
    await world.sell('1', { paid: false })
    await world.pass(31 * 60_000)
    expect((await world.order('1'))?.phase).toBe('cancelled')
    await world.must('CapturePayment', {
      orderId: orderOf('1'),
      paymentId: 'p',
      stage: 'full',
      amountFen: 100_000,
      method: null,
      paidAt: 1,
    })
    expect((await world.order('1'))?.phase).toBe('open')
    expect(await world.card('1')).toMatchObject({ phase: 'booked' })
  })
})

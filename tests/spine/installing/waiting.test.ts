import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import { type WaitingInstance, waiting } from '../../../projections/waiting/waiting.ts'
import { dayMs, unanswered } from '../harness.ts'
import { cardOf, district, type Installing, openInstalling, orderOf } from './world.ts'

let world: Installing
beforeEach(async () => {
  world = await openInstalling()
  await world.publish('transport', { rows: [{ from: '330100', to: '330100', days: 1 }] })
  await world.provide('P1')
})
afterEach(async () => {
  expect(await unanswered(world.ledger.events, world.ledger.bus)).toEqual([])
  await world.close()
})

async function waitsFor(id: string): Promise<string | null> {
  await world.ledger.readModels.waitFor(waiting.name, await world.ledger.events.head(), 10_000)
  const model = await openReadModel<WaitingInstance>(world.ledger.documents, waiting)
  return (await model!.collection.get([`installation.${orderOf(id)}`]))[0]?.body?.forWhat ?? null
}

describe('where nobody services the place', () => {
  test('the wait has a name and an end, then somebody sees it; a provider that comes later is chosen', async () => {
    await world.publish('installation', { waits: { providerMs: dayMs } })
    await world.sell('1')
    expect(await world.card('1')).toMatchObject({ mode: 'twoVisits', phase: 'awaitingDelivery', provider: null, stalled: null })
    expect(await waitsFor('1')).toBe('provider')
    await world.pass(dayMs)
    expect(await world.card('1')).toMatchObject({ stalled: 'provider' })
    expect(await waitsFor('1')).toBe('signing')
    await world.cover('P1', { serviceKind: 'install', area: '330000' })
    expect(await world.card('1')).toMatchObject({ provider: 'P1', stalled: null })
  })
})

describe('what begins later', () => {
  test('a provider whose coverage was published before is chosen once it begins, though nothing else happens', async () => {
    await world.publish('installation', { waits: { providerMs: dayMs } })
    await world.sell('1')
    await world.pass(dayMs)
    await world.cover('P1', { serviceKind: 'install', area: '330000', validFrom: world.clock.now() + 2 * dayMs })
    await world.pass(dayMs)
    expect(await world.card('1')).toMatchObject({ provider: null, stalled: 'provider' })
    await world.pass(dayMs)
    expect(await world.card('1')).toMatchObject({ provider: 'P1', stalled: null })
  })

  test('so is a slot that only the rules of another version look for, whether they begin at once or later', async () => {
    await world.publish('installation', { withinDays: 3 })
    await world.cover('P1')
    await world.offer('P1', world.dayFrom(9), 2)
    await world.sell('1')
    expect(await world.card('1')).toMatchObject({ phase: 'toBook' })
    await world.pass(1_000)
    const now = world.clock.now()
    const later = { name: 'installation', kind: 'installation', document: { withinDays: 14 }, note: 'n' }
    await world.must('PublishPolicy', { ...later, effectiveFrom: now + dayMs, publishedAt: now })
    expect(await world.card('1')).toMatchObject({ phase: 'toBook' })
    await world.pass(dayMs)
    expect(await world.card('1')).toMatchObject({ phase: 'booked' })
    await world.publish('installation', { withinDays: 2 })
    await world.sell('2')
    expect(await world.card('2')).toMatchObject({ phase: 'toBook' })
    await world.pass(1_000)
    await world.publish('installation', { withinDays: 20 })
    expect(await world.card('2')).toMatchObject({ phase: 'booked' })
  })
})

describe('where nobody has a slot', () => {
  test('the wait has a name and an end, then somebody sees it; the first slot offered is taken', async () => {
    await world.publish('installation', {})
    await world.cover('P1')
    await world.sell('1')
    expect(await world.card('1')).toMatchObject({ mode: 'oneVisit', phase: 'toBook', stalled: null })
    expect(await waitsFor('1')).toBe('slot')
    await world.pass(3 * dayMs)
    expect(await world.card('1')).toMatchObject({ phase: 'toBook', stalled: 'slot' })
    await world.offer('P1', world.dayFrom(2), 1)
    expect(await world.card('1')).toMatchObject({ phase: 'booked', stalled: null })
  })

  test('of several that wait the one who waits longest gets the slot that is given back', async () => {
    await world.publish('installation', {})
    await world.cover('P1')
    const day = world.dayFrom(2)
    await world.offer('P1', day, 1)
    for (const id of ['1', '2', '3']) await world.sell(id)
    expect(await world.card('1')).toMatchObject({ phase: 'booked' })
    await world.must('CancelOrder', { orderId: orderOf('1'), reason: 'buyer', cancelledBy: 'operator' })
    const phases = [(await world.card('2'))?.phase, (await world.card('3'))?.phase].sort()
    expect(phases).toEqual(['booked', 'toBook'])
    expect(await world.free(day)).toEqual([0])
  })
})

test('what is not signed for in time is shown, and opened when it is after all', async () => {
  await world.publish('installation', {})
  await world.cover('P1', { serviceKind: 'install' })
  await world.sell('1')
  await world.dispatch('1', 'W1')
  await world.pass(15 * dayMs)
  expect(await world.card('1')).toMatchObject({ phase: 'awaitingDelivery', stalled: 'signing' })
  await world.deliver('1', 'W1')
  expect(await world.card('1')).toMatchObject({ phase: 'toBook', stalled: null })
})

test('a visit nobody reports on is shown, and what is reported late is taken', async () => {
  await world.publish('installation', {})
  await world.cover('P1')
  const day = world.dayFrom(2)
  await world.offer('P1', day, 1)
  await world.sell('1')
  await world.dispatch('1', 'W1')
  await world.pass(3 * dayMs)
  expect(await world.card('1')).toMatchObject({ phase: 'booked', stalled: null })
  await world.pass(dayMs)
  expect(await world.card('1')).toMatchObject({ phase: 'booked', stalled: 'outcome' })
  await world.complete('1', 1)
  expect(await world.card('1')).toMatchObject({ phase: 'completed', stalled: null })
  expect(await world.slot('1', day)).toBe('consumed')
})

describe('a provider that confirms by itself', () => {
  let day: string
  beforeEach(async () => {
    await world.publish('installation', { confirmedBy: 'provider', holdForMs: 3_600_000 })
    await world.provide('P2')
    for (const provider of ['P1', 'P2']) await world.cover(provider)
    day = world.dayFrom(2)
    for (const provider of ['P1', 'P2']) await world.offer(provider, day, 1)
    await world.sell('1')
  })

  test('keeps the visit when it does', async () => {
    expect(await world.slot('1', day)).toBe('held')
    await world.must('ConfirmSlot', { area: district, date: day, appointmentId: cardOf('1'), booking: 1 })
    await world.pass(2 * 3_600_000)
    expect(await world.slot('1', day)).toBe('confirmed')
    expect(await world.card('1')).toMatchObject({ provider: 'P1', visits: 1 })
  })

  test('loses the visit to another when it does not, and confirming then is too late', async () => {
    await world.pass(3_600_000)
    expect(await world.slot('1', day)).toBe('released')
    expect(await world.card('1')).toMatchObject({ provider: 'P2', visits: 2, phase: 'booked' })
    const late = await world.ask('ConfirmSlot', { area: district, date: day, appointmentId: cardOf('1'), booking: 1 })
    expect(late).toMatchObject({ accepted: false, code: 'SLOT_STATE' })
  })

  test('is asked no more when nobody confirmed: somebody sees it', async () => {
    await world.pass(3_600_000)
    await world.pass(3_600_000)
    expect(await world.card('1')).toMatchObject({ phase: 'booked', visits: 2, stalled: null })
    expect(await waitsFor('1')).toBe('confirmation')
    await world.pass(3 * dayMs)
    expect(await world.card('1')).toMatchObject({ stalled: 'confirmation' })
    expect(await world.free(day)).toEqual([1])
  })
})

test('a hold that somebody made by hand and never confirmed is given back when it is due', async () => {
  await world.publish('installation', {})
  const day = world.dayFrom(2)
  await world.offer('P1', day, 1)
  const now = world.clock.now()
  const hold = {
    area: district,
    date: day,
    provider: 'P1',
    slot: 'morning',
    category: 'tv',
    orderId: 'app.s1.9',
    appointmentId: 'by-hand',
    booking: 1,
  }
  await world.must('HoldSlot', { ...hold, dueAt: now + dayMs, askedAt: now })
  await world.pass(dayMs - 1)
  expect(await world.free(day)).toEqual([0])
  await world.pass(1)
  expect(await world.free(day)).toEqual([1])
})

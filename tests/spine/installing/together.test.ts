import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bookingOf, capacityAggregate, capacityKey } from '../../../domain/capacity/capacity.ts'
import { installationAggregate, phaseOf } from '../../../domain/installation/installation.ts'
import { appOrder, dayMs, unanswered } from '../harness.ts'
import { cardOf, district, type Installing, openInstalling, orderOf } from './world.ts'

/** What one crew can install in one visit for one order. */

let world: Installing
beforeEach(async () => {
  world = await openInstalling()
  await world.publish('transport', { rows: [{ from: '330100', to: '330100', days: 1 }] })
})
afterEach(async () => {
  expect(await unanswered(world.ledger.events, world.ledger.bus)).toEqual([])
  await world.close()
})

async function providers(policy: object = {}, ...names: readonly string[]) {
  await world.publish('installation', policy)
  for (const name of names.length === 0 ? ['P1'] : names) {
    await world.provide(name)
    await world.cover(name)
  }
}

async function sellTwo(id = '1', skus: readonly string[] = ['fridge', 'fridge']) {
  const order = appOrder(id, { at: world.clock.now(), skus })
  await world.send({ ...order, lines: order.lines.map((line) => ({ ...line, delivery: 'install' })) })
  await world.drain()
}

/** A second thing to install, of another category. */
async function airConditioners() {
  const facts = { name: 'ac', model: null, maker: 'Snow', energyGrade: 'level1', barCode: null, weightGrams: 1, sizeMillimetres: null }
  const more = { listPriceFen: 1, serialNumberRequired: false, components: [], category: 'airConditioner', brand: 'Snow' }
  await world.must('DefineSku', { sku: 'ac', ...facts, ...more, definedAt: world.clock.now() })
  await world.must('DefineListing', { channel: 'app', shop: 's1', channelSku: 'c-ac', sku: 'ac', effectiveFrom: 0 })
  await world.receive('ac', 'HZ', 5)
}

async function cardAt(line: string, id = '1', attempt = 1) {
  const installation = await world.ledger.bus.look(installationAggregate, cardOf(id, attempt, line))
  if (installation === null || installation.request === null) return null
  const last = installation.visits.at(-1)
  return {
    phase: phaseOf(installation),
    visit: last === undefined ? null : `${last.provider} ${last.date} ${last.slot}`,
    stalled: installation.stalled,
  }
}
const visits = async () => [await cardAt('1'), await cardAt('2')].map((card) => card?.visit)

async function slotOf(line: string, date: string, booking = 1) {
  const capacity = await world.ledger.bus.look(capacityAggregate, capacityKey(district, date))
  return capacity === null ? null : (bookingOf(capacity, { appointmentId: cardOf('1', 1, line), booking })?.state ?? null)
}

const finish = (line: string, booking = 1, sku = 'fridge') =>
  world.must('CompleteInstallation', {
    ...{ installationId: cardOf('1', 1, line), booking, units: [{ lineId: line, sku, serialNumbers: [] }] },
    ...{ photos: [], materials: [], completedAt: world.clock.now() },
  })
const failAt = (line: string, reason: string, booking = 1) =>
  world.must('FailVisit', { installationId: cardOf('1', 1, line), booking, reason, note: null, failedAt: world.clock.now() })
const want = (line: string, date: string) =>
  world.must('WantVisit', {
    ...{ installationId: cardOf('1', 1, line), date, slot: null, wantedBy: 'buyer', note: null, askedAt: world.clock.now() },
  })

async function leave() {
  const order = await world.order('1')
  const lines = order!.plan!.map(({ reservationId, sku, lineId }) => ({ reservationId, sku, lineId, quantity: 1, serialNumbers: [] }))
  const sent = {
    fulfilmentId: `${orderOf('1')}.1@HZ`,
    shipmentId: 'W1',
    carrier: '顺丰',
    waybill: 'W1',
    dispatchedAt: world.clock.now(),
    lines,
  }
  await world.must('DispatchShipment', sent)
}

describe('two lines of an order', () => {
  test('are one visit of what the crew offers, installed one by one, and used up once', async () => {
    await providers()
    const day = world.dayFrom(2)
    await world.offer('P1', day, 1)
    await sellTwo()
    expect(await visits()).toEqual([`P1 ${day} morning`, `P1 ${day} morning`])
    expect(await world.free(day)).toEqual([0])
    expect([await slotOf('1', day), await slotOf('2', day)]).toEqual(['confirmed', null])
    await leave()
    await world.pass(2 * dayMs)
    await finish('2')
    expect(await slotOf('1', day)).toBe('consumed')
    await finish('1')
    expect(await world.free(day)).toEqual([0])
    expect((await world.order('1'))?.deliveredAt).toBe(world.clock.now())
    expect(await world.eventsOf(`capacity-${district}@${day.replaceAll('-', '%2D')}`)).toEqual([
      ...['CapacityOffered', 'SlotHeld', 'SlotConfirmed', 'SlotConsumed'],
    ])
  })

  test('of different categories are one visit of a crew that may do both, which goes before one that may not', async () => {
    await airConditioners()
    await world.publish('installation', {})
    for (const [provider, category] of [
      ['P1', 'refrigerator'],
      ['P2', 'airConditioner'],
      ['P3', null],
    ] as const) {
      await world.provide(provider)
      await world.cover(provider, { category })
    }
    const day = world.dayFrom(2)
    for (const provider of ['P1', 'P2', 'P3']) await world.offer(provider, day, 1)
    await sellTwo('1', ['fridge', 'ac'])
    expect(await visits()).toEqual([`P3 ${day} morning`, `P3 ${day} morning`])
    for (const [provider, free] of [
      ['P1', 1],
      ['P2', 1],
      ['P3', 0],
    ] as const)
      expect(await world.free(day, provider)).toEqual([free])
  })

  test('are two visits where the crew counts one category apart', async () => {
    await airConditioners()
    await providers()
    const day = world.dayFrom(2)
    await world.offer('P1', day, 1)
    await world.offer('P1', day, 1, 'morning', { offeredFor: 'airConditioner' })
    await sellTwo('1', ['fridge', 'ac'])
    expect(await world.free(day)).toEqual([0, 0])
  })

  test('are two visits where no crew may do both, or who is preferred for one may not do the other', async () => {
    await airConditioners()
    await world.publish('installation', { prefers: [{ providers: ['P2'], categories: ['airConditioner'] }] })
    for (const [provider, category] of [
      ['P1', null],
      ['P2', 'airConditioner'],
    ] as const) {
      await world.provide(provider)
      await world.cover(provider, { category })
    }
    const day = world.dayFrom(2)
    for (const provider of ['P1', 'P2']) await world.offer(provider, day, 1)
    await sellTwo('1', ['fridge', 'ac'])
    expect(await visits()).toEqual([`P1 ${day} morning`, `P2 ${day} morning`])
  })

  test('are two visits where one can be on an earlier day alone, or is wanted on another day', async () => {
    await providers()
    const [soon, late] = [world.dayFrom(2), world.dayFrom(5)]
    await world.offer('P1', late, 1)
    await sellTwo()
    await world.offer('P1', soon, 1)
    await want('1', soon)
    expect(await visits()).toEqual([`P1 ${soon} morning`, `P1 ${soon} morning`])
    await world.offer('P1', world.dayFrom(3), 2)
    await Promise.all([want('1', late), want('2', world.dayFrom(3))])
    expect(await visits()).toEqual([`P1 ${late} morning`, `P1 ${world.dayFrom(3)} morning`])
    expect([await world.free(soon), await world.free(world.dayFrom(3)), await world.free(late)]).toEqual([[1], [1], [0]])
  })
})

describe('what becomes of a visit', () => {
  async function booked() {
    await providers()
    await world.offer('P1', world.dayFrom(2), 1)
    await sellTwo()
    await leave()
    return world.dayFrom(2)
  }

  test('that is moved is moved for both, whoever asks for it', async () => {
    const day = await booked()
    await world.offer('P1', world.dayFrom(4), 1)
    await want('2', world.dayFrom(4))
    expect(await visits()).toEqual([`P1 ${world.dayFrom(4)} morning`, `P1 ${world.dayFrom(4)} morning`])
    expect([await world.free(day), await world.free(world.dayFrom(4))]).toEqual([[1], [0]])
  })

  test('that is moved by hand takes the other along', async () => {
    const day = await booked()
    await world.offer('P1', world.dayFrom(4), 1)
    const to = { provider: 'P1', area: district, date: world.dayFrom(4), slot: 'morning' }
    await world.must('RescheduleVisit', { installationId: cardOf('1'), booking: 2, ...to, rescheduledBy: 'merchant', note: null })
    expect(await visits()).toEqual([`P1 ${world.dayFrom(4)} morning`, `P1 ${world.dayFrom(4)} morning`])
    expect([await world.free(day), await world.free(world.dayFrom(4))]).toEqual([[1], [0]])
  })

  test('that nobody answers is failed for both, and both are booked again for one', async () => {
    const day = await booked()
    await world.pass(2 * dayMs)
    await world.offer('P1', world.dayFrom(1), 1)
    await failAt('2', 'noAnswer')
    expect(await visits()).toEqual([`P1 ${world.dayFrom(1)} morning`, `P1 ${world.dayFrom(1)} morning`])
    expect(await slotOf('1', day)).toBe('consumed')
    expect(await world.free(world.dayFrom(1))).toEqual([0])
  })

  test('to which no crew came gives the slot back once', async () => {
    const day = await booked()
    await world.pass(2 * dayMs)
    await failAt('1', 'crewAbsent')
    expect(await visits()).toEqual([`P1 ${day} morning`, `P1 ${day} morning`])
    expect([(await cardAt('1'))?.phase, (await cardAt('2'))?.phase]).toEqual(['visitFailed', 'visitFailed'])
    expect(await world.free(day)).toEqual([1])
  })

  test('of one unit that is damaged leaves the other to be installed', async () => {
    const day = await booked()
    await world.pass(2 * dayMs)
    await failAt('1', 'unitDamaged')
    expect((await cardAt('2'))?.phase).toBe('booked')
    await finish('2')
    expect(await slotOf('1', day)).toBe('consumed')
    expect(await world.free(day)).toEqual([0])
  })

  test.each(['1', '2'])('of which line %s is called off goes on for the other, and keeps its slot when it is full', async (line) => {
    const day = await booked()
    const other = line === '1' ? '2' : '1'
    await world.must('CancelInstallation', {
      installationId: cardOf('1', 1, line),
      reason: 'buyer',
      note: null,
      cancelledAt: world.clock.now(),
    })
    expect((await cardAt(other))?.phase).toBe('booked')
    expect([await slotOf(other, day), await world.free(day)]).toEqual(['confirmed', [0]])
    await world.pass(2 * dayMs)
    await finish(other)
    expect([await slotOf(other, day), await world.free(day)]).toEqual(['consumed', [0]])
  })

  test('of which both are called off is free again', async () => {
    const day = await booked()
    for (const line of ['1', '2'])
      await world.must('CancelInstallation', {
        installationId: cardOf('1', 1, line),
        reason: 'buyer',
        note: null,
        cancelledAt: world.clock.now(),
      })
    expect(await world.free(day)).toEqual([1])
  })

  test('that the crew does not confirm in time is lost for both, and both go to another crew', async () => {
    await providers({ confirmedBy: 'provider' }, 'P1', 'P2')
    await world.offer('P1', world.dayFrom(2), 1)
    await sellTwo()
    await world.offer('P2', world.dayFrom(5), 1)
    const later = world.dayFrom(5)
    await world.pass(2 * dayMs)
    expect(await visits()).toEqual([`P2 ${later} morning`, `P2 ${later} morning`])
    expect(await world.free(later, 'P2')).toEqual([0])
  })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decode } from '../../domain/codec.ts'
import { fulfilmentAggregate, fulfilmentKey } from '../../domain/fulfilment/fulfilment.ts'
import type { EventOfOrder } from '../../domain/order/events.ts'
import { processAggregate } from '../../domain/process/process.ts'
import { chinaDay, daysAfter } from '../../domain/shared/china-day.ts'
import { explainSourcing } from '../../replay/explain/sourcing.ts'
import { appOrder, dayMs, minuteMs, openSpine, start } from './harness.ts'

type Decision = EventOfOrder<'SourcingDecided'>['data']
let spine: Awaited<ReturnType<typeof openSpine>>
const paths = {
  HZ: ['330000', '330100', '330106'],
  NB: ['330000', '330200', '330203'],
  BJ: ['110000', '110100', '110105'],
} as const
type Place = keyof typeof paths

/** Three places with one fridge each; the nearest is the dearest to send from. */
beforeEach(async () => {
  spine = await openSpine()
  await spine.define({ skus: ['fridge', 'oven'], locations: [] })
  for (const location of ['HZ', 'NB', 'BJ'] as const) await place(location)
  for (const location of ['HZ', 'NB', 'BJ']) await spine.receive('fridge', location, 1)
})
afterEach(async () => {
  const { events, documents, readModels } = spine.ledger
  await readModels.waitFor('locations', await events.head(), 10_000)
  for (const { agrees, decision, differences } of await explainSourcing({ events, documents }, orderId('1')))
    expect([decision.decision, agrees, differences]).toEqual([decision.decision, true, []])
  await spine.close()
})

/** Of one instant there is one decision about a location, or a policy. */
const later = () => spine.clock.advanceTo(spine.clock.now() + 1)
const orderId = (id: string) => `app.s1.${id}`

async function place(location: Place | 'ST', kind = 'warehouse', covers: readonly string[] = []): Promise<void> {
  later()
  const region = { path: [...paths[location === 'ST' ? 'HZ' : location]], name: location }
  const fixed = { name: location, storeCode: location === 'ST' ? 'S-1' : null, active: true, definedAt: spine.clock.now() }
  expect(await spine.ask('DefineLocation', { location, kind, region, covers, ...fixed })).toMatchObject({ accepted: true })
  await spine.drain()
}

async function publish(rules: object = {}, kind = 'sourcing', afterMs = 0): Promise<void> {
  later()
  const now = spine.clock.now()
  const document = kind === 'sourcing' ? { by: 'cost', ...rules } : rules
  const data = { name: kind, kind, document, note: 'n', effectiveFrom: now + afterMs, publishedAt: now }
  expect(await spine.ask('PublishPolicy', data)).toMatchObject({ accepted: true })
}
const priced = (...prices: readonly (readonly [card: string, pieceFen: number])[]) => ({
  cards: prices.map(([card, pieceFen]) => ({
    card,
    volumetricDivisor: null,
    parcel: [{ area: 'CN', firstGrams: 1_000, firstFen: 1_000, stepGrams: 1_000, stepFen: 100 }],
    bulky: [{ area: 'CN', category: 'refrigerator', pieceFen }],
    surcharges: [],
  })),
})
const usual = { tasks: ['ship', 'install', 'scanSerial'], invoicingEntities: null, subsidyRegions: null, handlingFen: 0, paused: false }
async function enable(location: string, ability: object): Promise<void> {
  later()
  const whole = { ...usual, card: 'standard', deliveryDays: [1, 1, 1, 1], ...ability }
  expect(await spine.ask('SetLocationAbility', { location, ability: whole, setAt: spine.clock.now() })).toMatchObject({ accepted: true })
  await spine.drain()
}
/** Ningbo is cheapest, then Beijing, then Hangzhou, where the buyer lives. */
async function priceByPlace(rules: object = {}): Promise<void> {
  await publish(priced(['hz', 9_000], ['nb', 3_000], ['bj', 5_000]), 'tariff')
  await publish(rules)
  await enable('HZ', { card: 'hz' })
  await enable('NB', { card: 'nb' })
  await enable('BJ', { card: 'bj' })
}

async function send(id: string, more: Parameters<typeof appOrder>[1] = {}): Promise<void> {
  expect((await spine.send(appOrder(id, more))).outcome).not.toBe('exception')
  await spine.drain()
}
const told = (id: string) => spine.eventsOf(spine.orderStream(id))
const reservedAt = async (sku: string) => {
  const counts = await Promise.all(
    ['HZ', 'NB', 'BJ', 'ST'].map(async (location) => [location, (await spine.stock(sku, location))?.reserved]),
  )
  return Object.fromEntries(counts.filter(([, reserved]) => reserved)) as Record<string, number>
}
const workAt = (location: string, attempt = 1) => spine.ledger.bus.look(fulfilmentAggregate, fulfilmentKey(orderId('1'), location, attempt))
async function decisionsOf(id: string): Promise<Decision[]> {
  const found: Decision[] = []
  for await (const page of spine.ledger.events.readStream(spine.orderStream(id)))
    for (const event of page) if (event.type === 'SourcingDecided') found.push(decode(event).data as Decision)
  return found
}
const chosen = ({ best }: Decision) => best[0]?.legs.map(({ location }) => location)

describe('while no sourcing policy is published', () => {
  test('an order goes to the nearest location, and nothing is said of a decision', async () => {
    await send('1')
    expect(await told('1')).toEqual(['OrderPlaced', 'PaymentCaptured', 'OrderSourced'])
    expect(await reservedAt('fridge')).toEqual({ HZ: 1 })
  })

  test('nor after a policy that says so itself', async () => {
    const now = spine.clock.now()
    const data = { name: 'sourcing', kind: 'sourcing', document: { by: 'distance' }, note: 'n', effectiveFrom: now, publishedAt: now }
    expect(await spine.ask('PublishPolicy', data)).toMatchObject({ accepted: true })
    await send('1')
    expect(await told('1')).toEqual(['OrderPlaced', 'PaymentCaptured', 'OrderSourced'])
  })
})

describe('an order that is sourced by cost', () => {
  test('goes to the cheapest location, and keeps why', async () => {
    await priceByPlace()
    await send('1')
    expect(await told('1')).toEqual(['OrderPlaced', 'PaymentCaptured', 'SourcingDecided', 'OrderSourced'])
    expect(await reservedAt('fridge')).toEqual({ NB: 1 })
    expect((await workAt('NB'))?.request).toMatchObject({ kind: 'delivery' })
    const [decision] = await decisionsOf('1')
    expect(decision).toMatchObject({
      decision: 1,
      policy: { name: 'sourcing', version: 1 },
      tariff: { name: 'tariff', version: 1 },
      candidates: 3,
      dropped: {},
      beyond: 0,
      proven: true,
      boundFen: 3_000,
      gapFen: 0,
    })
    expect(decision!.best.map(({ legs, cost }) => [legs[0]!.location, cost.bulkyFen, cost.totalFen])).toEqual([
      ['NB', 3_000, 3_000],
      ['BJ', 5_000, 5_000],
      ['HZ', 9_000, 9_000],
    ])
    expect(decision!.stocks).toEqual(['HZ', 'NB', 'BJ'].map((location) => ({ sku: 'fridge', location, revision: 0 })))
  })

  test('counts what each filter dropped, and reads the stock of those alone that are left', async () => {
    await priceByPlace()
    await place('BJ', 'warehouse', ['110000'])
    await enable('HZ', { card: 'hz', tasks: ['storePickup'] })
    await send('1')
    expect(await decisionsOf('1')).toMatchObject([
      { dropped: { coverage: 1, ability: 1 }, candidates: 1, stocks: [{ location: 'NB', sku: 'fridge', revision: 0 }] },
    ])
  })

  describe('with installation', () => {
    const installed = (id: string) => {
      const order = appOrder(id)
      return { ...order, lines: order.lines.map((line) => ({ ...line, delivery: 'install' })) }
    }
    const must = async (type: string, data: object) => {
      later()
      expect(await spine.ask(type, { ...data, setAt: spine.clock.now(), definedAt: spine.clock.now() })).toMatchObject({ accepted: true })
    }
    /** Crews that come to the buyer's district on the days named, counted from today. */
    async function crewsOn(...days: readonly number[]): Promise<void> {
      await publish({}, 'installation')
      await must('DefineProvider', { provider: 'P1', name: 'P1' })
      const service = { provider: 'P1', serviceKind: 'toHomeAndInstall', area: paths.HZ[2], category: null, brand: null }
      await must('SetCoverage', { ...service, validFrom: 0, validTo: null })
      for (const day of days) {
        const offered = { area: paths.HZ[2], date: daysAfter(chinaDay(spine.clock.now()), day), provider: 'P1', slot: 'morning' }
        await must('OfferCapacity', { ...offered, offeredFor: null, quantity: 1, overbookPercent: 0 })
      }
      await spine.drain()
    }
    async function sendInstalled(id: string): Promise<void> {
      expect((await spine.send(installed(id))).outcome).toBe('placed')
      await spine.drain()
    }
    beforeEach(async () => {
      await priceByPlace()
      await enable('NB', { card: 'nb', deliveryDays: [3, 3, 3, 3] })
    })

    test('comes from where it arrives by a day on which a crew can still come', async () => {
      await crewsOn(1, 2)
      await sendInstalled('1')
      const [decision] = await decisionsOf('1')
      expect(decision).toMatchObject({ dropped: { slot: 1 }, candidates: 2, asked: { lines: [{ needsSlot: true, slotDays: [1, 2] }] } })
      expect(await reservedAt('fridge')).toEqual({ BJ: 1 })
    })

    test('comes from the cheapest place whose units a crew can still wait for', async () => {
      await crewsOn(1, 3)
      await sendInstalled('1')
      expect(await decisionsOf('1')).toMatchObject([{ dropped: {}, candidates: 3 }])
      expect(await reservedAt('fridge')).toEqual({ NB: 1 })
    })

    test('goes all the same where nothing would arrive by a day on which a crew can still come', async () => {
      for (const location of ['HZ', 'BJ']) await enable(location, { card: location.toLowerCase(), deliveryDays: [3, 3, 3, 3] })
      await crewsOn(1)
      await sendInstalled('1')
      const [decision] = await decisionsOf('1')
      expect(decision).toMatchObject({ dropped: {}, candidates: 3 })
      expect(decision!.asked.lines[0]).not.toHaveProperty('slotDays')
      expect(await reservedAt('fridge')).toEqual({ NB: 1 })
    })

    test('goes all the same where no crew can come on any day', async () => {
      await crewsOn()
      await sendInstalled('1')
      expect(await decisionsOf('1')).toMatchObject([{ dropped: {}, candidates: 3 }])
      expect(await reservedAt('fridge')).toEqual({ NB: 1 })
    })
  })

  test('reads no more stocks than the rules allow, the nearest first, and does not say then that nothing is cheaper', async () => {
    await priceByPlace({ mostStocks: 2 })
    await send('1')
    expect(await decisionsOf('1')).toMatchObject([{ beyond: 1, proven: false, candidates: 2 }])
    expect(await reservedAt('fridge')).toEqual({ NB: 1 })
  })

  test('spares stock that will sell soon where the rules put a price on it', async () => {
    const opportunity = [{ sku: null, location: null, underDaysOfSupply: 3, unitFen: 4_000 }]
    await priceByPlace({ opportunity, sales: [{ sku: 'fridge', location: 'NB', unitsPer100Days: 50 }] })
    await send('1')
    expect(await reservedAt('fridge')).toEqual({ BJ: 1 })
    expect((await decisionsOf('1'))[0]!.best.map(({ cost }) => [cost.bulkyFen, cost.opportunityFen])).toEqual([
      [5_000, 0],
      [3_000, 4_000],
      [9_000, 0],
    ])
  })

  test('is split where that is all there is, and each place sends its part', async () => {
    await priceByPlace()
    await spine.receive('oven', 'BJ', 1)
    await place('BJ', 'warehouse', [])
    await enable('BJ', { card: 'bj', tasks: ['ship'] })
    await spine.ask('AdjustStock', { sku: 'fridge', location: 'BJ', ...stockFacts('BJ'), documentId: 'a', difference: -1, reason: 'desk' })
    await send('1', { skus: ['fridge', 'oven'] })
    expect([await reservedAt('fridge'), await reservedAt('oven')]).toEqual([{ NB: 1 }, { BJ: 1 }])
    const [decision] = await decisionsOf('1')
    expect(decision!.best[0]!.cost).toMatchObject({ bulkyFen: 8_000, splitFen: 500, totalFen: 8_500 })
  })

  test('has the units of one line come from several places where the rules let them', async () => {
    await priceByPlace({ splitQuantities: true })
    const [line] = appOrder('1').lines
    const lines = [{ ...line, quantity: 3, payableFen: 300_000 }]
    const payments = [{ ...appOrder('1').payments[0], amountFen: 300_000 }]
    await send('1', { lines, payments, totals: { goodsFen: 300_000, discountFen: 0, payableFen: 300_000 } })
    expect(await reservedAt('fridge')).toEqual({ HZ: 1, NB: 1, BJ: 1 })
    const requested = await Promise.all(['HZ', 'NB', 'BJ'].map(async (at) => (await workAt(at))?.requestedUnits))
    expect(requested).toEqual([1, 1, 1])
  })

  test('waits as a backorder where no stock is, says so once, and goes when stock comes', async () => {
    await priceByPlace()
    await send('1', { skus: ['oven'] })
    expect(await told('1')).toEqual(['OrderPlaced', 'PaymentCaptured', 'SourcingDecided', 'OrderBackordered'])
    expect(await decisionsOf('1')).toMatchObject([{ best: [], boundFen: null, proven: true, dropped: { stock: 3 } }])
    await spine.receive('fridge', 'HZ', 1)
    await enable('NB', { card: 'nb', handlingFen: 1 })
    expect(await told('1')).toHaveLength(4)
    await spine.receive('oven', 'NB', 1)
    expect((await told('1')).slice(4)).toEqual(['SourcingDecided', 'OrderSourced'])
    expect(await reservedAt('oven')).toEqual({ NB: 1 })
  })

  test('is cancelled when its backorder is due', async () => {
    await priceByPlace()
    await send('1', { skus: ['oven'] })
    await spine.pass(8 * dayMs)
    expect((await told('1')).at(-1)).toBe('OrderCancelled')
  })

  test('that waits is looked at again once other rules are published', async () => {
    await priceByPlace()
    for (const location of ['HZ', 'NB', 'BJ']) await enable(location, { card: 'none' })
    await send('1')
    expect((await told('1')).at(-1)).toBe('OrderBackordered')
    await publish(priced(['none', 700]), 'tariff')
    await spine.drain()
    expect((await told('1')).at(-1)).toBe('OrderSourced')
  })

  test('that waits is looked at again once rules that were published before begin', async () => {
    await priceByPlace()
    for (const location of ['HZ', 'NB', 'BJ']) await enable(location, { card: 'none' })
    await send('1')
    await publish(priced(['none', 700]), 'tariff', dayMs)
    await spine.drain()
    await spine.pass(dayMs - minuteMs)
    expect((await told('1')).at(-1)).toBe('OrderBackordered')
    await spine.pass(minuteMs)
    expect((await told('1')).at(-1)).toBe('OrderSourced')
  })

  test('that moves to another address before anything left is decided about anew once its promise is given up', async () => {
    await priceByPlace({ reserveAt: 'paying' })
    await send('1', { paid: false })
    const buyer = { ...appOrder('1').buyer, district: '拱墅区' }
    await send('1', { paid: false, buyer, modifiedAt: start + minuteMs })
    expect((await decisionsOf('1')).map(({ decision, shipTo }) => [decision, shipTo[2]])).toEqual([
      [1, '330106'],
      [2, '330105'],
    ])
  })
})

const stockFacts = (location: Place) => ({
  regionPath: paths[location],
  category: 'refrigerator',
  brand: 'Snow',
  askedAt: spine.clock.now(),
})

describe('reserving', () => {
  test('waits for the money where the rule of the channel says so; the plan is there before', async () => {
    await priceByPlace({ reserveAtOf: [{ channel: 'app', reserveAt: 'paying' }] })
    await send('1', { paid: false })
    expect(await told('1')).toEqual(['OrderPlaced', 'SourcingDecided'])
    expect(await reservedAt('fridge')).toEqual({})
    await send('1', { modifiedAt: start + minuteMs })
    expect(await told('1')).toEqual(['OrderPlaced', 'SourcingDecided', 'PaymentCaptured', 'OrderSourced'])
    expect(await reservedAt('fridge')).toEqual({ NB: 1 })
  })

  test('is where the plan named, and is planned anew when somebody else took the units meanwhile', async () => {
    await priceByPlace({ reserveAt: 'paying' })
    await send('1', { paid: false })
    await send('2')
    expect(await reservedAt('fridge')).toEqual({ NB: 1 })
    await send('1', { modifiedAt: start + minuteMs })
    expect(await reservedAt('fridge')).toEqual({ NB: 1, BJ: 1 })
    expect((await decisionsOf('1')).map(chosen)).toEqual([['NB'], ['BJ']])
  })

  test('of an order that is held is kept until its hold ends, and it goes from there then', async () => {
    await priceByPlace()
    const rules = [{ id: 'r', when: { test: 'all', of: [] }, outcome: { do: 'hold', reason: 'look', forMs: 10 * minuteMs } }]
    await publish({ rules }, 'audit')
    await send('1')
    expect([await reservedAt('fridge'), await workAt('NB')]).toEqual([{ NB: 1 }, null])
    await spine.pass(9 * minuteMs)
    expect([await reservedAt('fridge'), await workAt('NB')]).toEqual([{ NB: 1 }, null])
    await spine.pass(minuteMs)
    expect((await workAt('NB'))?.request).toMatchObject({ location: 'NB' })
    expect(await decisionsOf('1')).toHaveLength(1)
  })
})

test('of many orders that decide at once, as many are promised as there are units, none beyond, and every decision comes out again', async () => {
  await priceByPlace()
  const ids = Array.from({ length: 8 }, (_, index) => `many${index}`)
  for (const id of ids) await spine.send(appOrder(id))
  await spine.drain()
  expect(await reservedAt('fridge')).toEqual({ HZ: 1, NB: 1, BJ: 1 })
  const ends = await Promise.all(ids.map(async (id) => (await told(id)).at(-1)))
  expect(ends.filter((type) => type === 'OrderSourced')).toHaveLength(3)
  expect(ends.filter((type) => type === 'OrderBackordered')).toHaveLength(5)
  const { events, documents, readModels } = spine.ledger
  await readModels.waitFor('locations', await events.head(), 10_000)
  const explained = (await Promise.all(ids.map((id) => explainSourcing({ events, documents }, orderId(id))))).flat()
  expect(explained.filter(({ agrees }) => !agrees)).toEqual([])
  expect(explained.length).toBeGreaterThan(8)
})

describe('a location that will not do the work', () => {
  const refuse = (location: string) =>
    spine.ask('RejectFulfilment', { fulfilmentId: fulfilmentKey(orderId('1'), location, 1), reason: 'no van' })

  test('is left for the next cheapest, and gives its promise back only once the other has promised', async () => {
    await priceByPlace()
    await send('1')
    expect(await refuse('NB')).toMatchObject({ accepted: true })
    await spine.drain()
    expect(await reservedAt('fridge')).toEqual({ BJ: 1 })
    expect((await workAt('BJ'))?.request).toMatchObject({ location: 'BJ' })
    expect((await decisionsOf('1')).map(chosen)).toEqual([['NB'], ['BJ']])
    expect((await decisionsOf('1'))[1]).toMatchObject({ asked: { refusedBy: ['NB'] }, dropped: { takesNoWork: 1 } })
    const moved: string[] = []
    for await (const page of spine.ledger.events.readAll({}))
      for (const event of page.events)
        if (event.type === 'StockReserved' || event.type === 'ReservationReleased')
          moved.push(`${event.type} ${(decode(event).data as { location: string }).location}`)
    expect(moved).toEqual(['StockReserved NB', 'StockReserved BJ', 'ReservationReleased NB'])
  })

  test('is never asked again, and an order that everybody refuses waits', async () => {
    await priceByPlace()
    await send('1')
    for (const location of ['NB', 'BJ', 'HZ']) {
      expect(await refuse(location)).toMatchObject({ accepted: true })
      await spine.drain()
    }
    expect(await reservedAt('fridge')).toEqual({})
    expect((await told('1')).at(-1)).toBe('OrderBackordered')
    expect((await decisionsOf('1')).map(chosen)).toEqual([['NB'], ['BJ'], ['HZ'], undefined])
    expect((await spine.ledger.bus.look(processAggregate, `order.${orderId('1')}`))?.waiting?.keys).toEqual(['sku:fridge', 'sourcing'])
  })
})

describe('a location that does not find all it was to send', () => {
  const fridges = (quantity: number) => {
    const [line] = appOrder('1').lines
    const fen = quantity * 100_000
    return {
      lines: [{ ...line, quantity, payableFen: fen }],
      payments: [{ ...appOrder('1').payments[0], amountFen: fen }],
      totals: { goodsFen: fen, discountFen: 0, payableFen: fen },
    }
  }
  const lack = async (location: string, lacking: number) => {
    const [reservationId] = (await workAt(location))!.lines.keys()
    const answer = await spine.ask('ReportLack', {
      fulfilmentId: fulfilmentKey(orderId('1'), location, 1),
      lines: [{ reservationId, lacking }],
    })
    expect(answer).toMatchObject({ accepted: true })
    await spine.drain()
  }

  test.each(['cost', 'distance'])('sends what it has, and the next one by %s the rest', async (by) => {
    const [first, next] = by === 'cost' ? ['NB', 'BJ'] : ['HZ', 'NB']
    if (by === 'cost') await priceByPlace()
    await spine.receive('fridge', first!, 1)
    await send('1', fridges(2))
    expect(await reservedAt('fridge')).toEqual({ [first!]: 2 })
    await lack(first!, 1)
    expect(await reservedAt('fridge')).toEqual({ [first!]: 1, [next!]: 1 })
    expect([(await workAt(first!))?.requestedUnits, (await workAt(next!))?.requestedUnits]).toEqual([1, 1])
    const types = await spine.eventsOf(`fulfilment-${orderId('1')}.1@${first}`)
    expect(types).toEqual(['FulfilmentRequested', 'UnitsLacking'])
    expect((await decisionsOf('1')).map(chosen)).toEqual(by === 'cost' ? [['NB'], ['BJ']] : [])
  })

  test('and finds nothing of it, has rejected the work', async () => {
    await priceByPlace()
    await send('1')
    await lack('NB', 1)
    expect(await spine.eventsOf(`fulfilment-${orderId('1')}.1@NB`)).toEqual(['FulfilmentRequested', 'UnitsLacking', 'FulfilmentRejected'])
    expect(await reservedAt('fridge')).toEqual({ BJ: 1 })
  })

  test('is not asked for the rest again, which waits where nobody has it', async () => {
    await priceByPlace()
    await spine.receive('fridge', 'NB', 2)
    await send('1', fridges(3))
    expect(await reservedAt('fridge')).toEqual({ NB: 3 })
    await lack('NB', 2)
    expect([await reservedAt('fridge'), (await told('1')).at(-1)]).toEqual([{ NB: 1 }, 'OrderBackordered'])
    await spine.receive('fridge', 'BJ', 1)
    expect(await reservedAt('fridge')).toEqual({ NB: 1, BJ: 2 })
  })
})

test('what a completed order still holds is asked for again when its work is called off, though the rest of it is nowhere', async () => {
  await priceByPlace()
  await spine.receive('fridge', 'NB', 2)
  const [line] = appOrder('1').lines
  const payments = [{ ...appOrder('1').payments[0], amountFen: 300_000 }]
  const totals = { goodsFen: 300_000, discountFen: 0, payableFen: 300_000 }
  await send('1', { lines: [{ ...line, quantity: 3, payableFen: 300_000 }], payments, totals })
  const fulfilmentId = fulfilmentKey(orderId('1'), 'NB', 1)
  const [reservationId] = (await workAt('NB'))!.lines.keys()
  await spine.ask('ReportLack', { fulfilmentId, lines: [{ reservationId, lacking: 2 }] })
  await spine.drain()
  await spine.ask('CompleteOrder', { orderId: orderId('1'), completedAt: spine.clock.now() })
  await spine.drain()
  expect(await spine.ask('CancelFulfilment', { fulfilmentId, reason: 'mistake' })).toMatchObject({ accepted: true })
  await spine.drain()
  expect((await workAt('NB', 2))?.requestedUnits).toBe(1)
})

describe('stores and suppliers', () => {
  const pickUp = { lines: [{ ...appOrder('1').lines[0], delivery: 'storePickup', location: 'S-1' }] }

  test('what is picked up waits in the store it was appointed, whatever it costs and wherever the buyer lives', async () => {
    await priceByPlace()
    await place('ST', 'store', ['110000'])
    await enable('ST', { card: 'no such card', tasks: ['storePickup'], handlingFen: 90_000 })
    await spine.receive('fridge', 'ST', 1)
    await send('1', pickUp)
    expect(await reservedAt('fridge')).toEqual({ ST: 1 })
    expect((await workAt('ST'))?.request).toMatchObject({ kind: 'storePickup' })
    expect((await decisionsOf('1'))[0]).toMatchObject({ dropped: { appointment: 3 }, best: [{ cost: { totalFen: 90_000 } }] })
  })

  test('what was carried out left the store, though it sends nothing to where its buyer lives', async () => {
    await priceByPlace()
    await place('ST', 'store', ['110000'])
    await spine.receive('fridge', 'ST', 1)
    const at = new Date(start).toISOString()
    const shipments = [
      { shipmentId: 'T1', carrier: null, waybill: null, shippedAt: at, lines: [{ lineId: '1', quantity: 1, serialNumbers: [] }] },
    ]
    const over = { status: 'finished', finishedAt: at, deliveredAt: at, shipments }
    await send('1', { ...over, lines: [{ ...appOrder('1').lines[0], delivery: 'carryOut', location: 'S-1' }] })
    expect(await spine.stock('fridge', 'ST')).toMatchObject({ onHand: 0, reserved: 0 })
  })

  test('what is picked up is not sent from elsewhere when the store has none or refuses', async () => {
    await priceByPlace()
    await place('ST', 'store')
    await send('1', pickUp)
    expect([await reservedAt('fridge'), (await told('1')).at(-1)]).toEqual([{}, 'OrderBackordered'])
    await spine.receive('fridge', 'ST', 1)
    expect(await reservedAt('fridge')).toEqual({ ST: 1 })
    await spine.ask('RejectFulfilment', { fulfilmentId: fulfilmentKey(orderId('1'), 'ST', 1), reason: 'closed' })
    await spine.drain()
    expect([await reservedAt('fridge'), (await told('1')).at(-1)]).toEqual([{}, 'OrderBackordered'])
  })

  test('a store sends what is cheapest from there, if it sends at all', async () => {
    await priceByPlace()
    await place('ST', 'store')
    await spine.receive('fridge', 'ST', 2)
    await enable('ST', { tasks: ['storePickup'] })
    await send('1')
    expect(await reservedAt('fridge')).toEqual({ NB: 1 })
    await publish(priced(['hz', 9_000], ['nb', 3_000], ['bj', 5_000], ['standard', 10]), 'tariff')
    await enable('ST', { tasks: ['ship'] })
    await send('2')
    expect(await reservedAt('fridge')).toEqual({ NB: 1, ST: 1 })
  })

  test('a supplier sends by itself what the order gives it', async () => {
    await priceByPlace()
    await place('BJ', 'supplier')
    await enable('NB', { card: 'nb', paused: true })
    await send('1')
    expect((await workAt('BJ'))?.request).toMatchObject({ kind: 'dropship' })
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../tests/seed/runs.ts'
import type { LocationAbility } from '../catalogue/ability.ts'
import { stockAggregate } from '../stock/stock.ts'
import { builtInTariff, standardCard } from '../tariff/document.ts'
import { type Asked, type AskedLine, questionOf, reachOfOrder, type SourcingLocation, stockFactsOf } from './asking.ts'
import { openMarket, sourceOrder } from './plan.ts'
import type { StockFacts } from './question.ts'
import { type CostRules, reservesAtPlacing, searchRulesOf, sourcingRules } from './rules.ts'

const shipTo = ['330000', '330100', '330106']
const rulesOf = (more: object = {}) => sourcingRules.parse({ by: 'cost', ...more }) as CostRules
const ability = (more: Partial<LocationAbility> = {}): LocationAbility => ({ ...rulesOf().abilityOf.warehouse, ...more })
const location = (name: string, more: Partial<SourcingLocation> = {}): SourcingLocation => ({
  ...{ location: name, kind: 'warehouse', region: { path: shipTo, name }, covers: [], active: true, ability: null },
  ...more,
})
const line = (more: Partial<AskedLine> = {}): AskedLine => ({
  ...{
    lineId: '1',
    sku: 'fridge',
    category: 'refrigerator',
    quantity: 1,
    weightGrams: 1_000,
    sizeMillimetres: null,
    declaredFen: 0,
    oldUnits: 0,
  },
  ...{ needs: ['ship'], needsSlot: false, subsidised: false, appointedLocation: null, shipTogether: null, handedOver: false },
  ...more,
})
const asked = (more: Partial<Asked> = {}): Asked => ({
  ...{ shipTo, invoicingEntity: 'A', subsidyRegion: null, promisedDays: 3, lines: [line()], refusedBy: [] },
  ...more,
})
const names = (nodes: readonly { readonly location: string }[]) => nodes.map((node) => node.location)
const looked = (locations: readonly SourcingLocation[], more: Partial<Asked> = {}, rules: object = {}) =>
  names(reachOfOrder(rulesOf(rules), asked(more), locations).looked)

describe('locations whose stock is read', () => {
  test('are those that may sell, the nearest first, and by name', () => {
    const far = location('A', { region: { path: ['110000', '110100', '110101'], name: '' } })
    const all = [far, location('C'), location('B'), location('off', { active: false }), location('way', { kind: 'transit' })]
    expect(looked(all)).toEqual(['B', 'C', 'A'])
  })

  test('are not those that send elsewhere, are paused, refused, cannot do it, or invoice for others', () => {
    const all = [
      location('elsewhere', { covers: ['110000'] }),
      location('here', { covers: ['330100'] }),
      location('paused', { ability: ability({ paused: true }) }),
      location('refuses'),
      location('unable', { ability: ability({ tasks: ['carryOut'] }) }),
      location('other', { ability: ability({ invoicingEntities: ['B'] }) }),
      location('ours', { ability: ability({ invoicingEntities: ['B', 'A'] }) }),
    ]
    const { looked: left, dropped } = reachOfOrder(rulesOf(), asked({ refusedBy: ['refuses'] }), all)
    expect(names(left)).toEqual(['here', 'ours'])
    expect(names(dropped).sort()).toEqual(['elsewhere', 'other', 'paused', 'refuses', 'unable'])
  })

  test('are of the subsidised those registered in the region, or of whom nobody says', () => {
    const all = [
      location('said', { ability: ability({ subsidyRegions: ['330000'] }) }),
      location('not', { ability: ability({ subsidyRegions: ['110000'] }) }),
      location('unsaid'),
    ]
    expect(looked(all, { subsidyRegion: '330000', lines: [line({ subsidised: true })] })).toEqual(['said', 'unsaid'])
  })

  test('are no more than the stocks that may be read, and how many are left out is told', () => {
    const all = ['A', 'B', 'C', 'D', 'E'].map((name) => location(name))
    const two = [line(), line({ lineId: '2', sku: 'oven' })]
    expect(reachOfOrder(rulesOf({ mostStocks: 5 }), asked({ lines: two }), all)).toMatchObject({
      beyond: 3,
      looked: [{ location: 'A' }, { location: 'B' }],
    })
    expect(looked(all, { lines: two }, { mostStocks: 1 })).toEqual(['A'])
    expect(reachOfOrder(rulesOf({ mostStocks: 10 }), asked({ lines: two }), all).beyond).toBe(0)
  })

  test('can do what is usual of their kind where nobody said it of them', () => {
    const all = [location('W'), location('S', { kind: 'store' }), location('D', { kind: 'supplier' })]
    expect(looked(all, { lines: [line({ needs: ['storePickup'], handedOver: true })] })).toEqual(['S'])
    const abilityOf = { ...rulesOf().abilityOf, store: ability({ tasks: [] }) }
    expect(looked(all, {}, { abilityOf })).toEqual(['D', 'W'])
  })

  test('hand over where they do not deliver, and deliver nothing there', () => {
    const store = location('S', { kind: 'store', covers: ['110000'] })
    const fetched = line({ needs: ['storePickup'], handedOver: true })
    expect(looked([store], { lines: [fetched] })).toEqual(['S'])
    expect(looked([store])).toEqual([])
    const both = [fetched, line({ lineId: '2' })]
    expect(reachOfOrder(rulesOf(), asked({ lines: both }), [store]).looked[0]!.abilities).not.toContain('ship')
  })

  test.each([
    [shipTo, 0],
    [['330000', '330100', '330102'], 1],
    [['330000', '330200', '330203'], 2],
    [['110000', '110100', '110101'], 3],
    [[], 3],
  ])('%j take the days of their distance', (path, place) => {
    const ofDistance = location('A', { region: { path, name: '' }, ability: ability({ deliveryDays: [5, 6, 7, 8] }) })
    expect(reachOfOrder(rulesOf(), asked(), [ofDistance]).looked[0]!.deliveryDays).toBe(5 + place)
  })
})

describe('what there is to promise', () => {
  const at = { sku: 'fridge', location: 'A', regionPath: [], category: '', brand: '' }
  const state = (...commands: { type: string; data: object }[]) =>
    commands.reduce((stock, { type, data }) => {
      const decision = stockAggregate.decide(stock, { type, data: { ...at, ...data } } as never)
      if (!decision.accepted) throw new Error(decision.code)
      return decision.events.reduce(stockAggregate.evolve, stock)
    }, stockAggregate.initial())
  const received = { type: 'ReceiveStock', data: { documentId: 'd', quantity: 9, askedAt: 1 } }

  test('leaves safety stock, and what is kept for another channel', () => {
    const stock = state(
      received,
      { type: 'SetSafetyStock', data: { safetyStock: 2, setAt: 1 } },
      { type: 'SetChannelQuota', data: { channel: 'jd', quota: 3, kind: 'exclusive', setAt: 1 } },
    )
    expect(stockFactsOf(rulesOf(), stock, { ...at, channel: 'app' })).toMatchObject({ beyondSafety: 4, channelLeft: null })
    expect(stockFactsOf(rulesOf(), stock, { ...at, channel: 'jd' })).toMatchObject({ beyondSafety: 7, channelLeft: null })
  })

  test('lasts as long as what is not promised sells, by the row that is most about it', () => {
    const promise = { orderId: 'o', channel: 'app', reservations: [{ reservationId: 'r', lineId: '1', quantity: 1 }], askedAt: 2 }
    const stock = state(received, { type: 'ReserveStock', data: promise })
    const lasts = (...sales: object[]) => stockFactsOf(rulesOf({ sales }), stock, { ...at, channel: 'jd' }).daysOfSupply
    const row = (sku: string | null, location: string | null, unitsPer100Days: number) => ({ sku, location, unitsPer100Days })
    expect(lasts(row(null, null, 300))).toBe(2)
    expect(lasts(row('fridge', 'A', 100), row('fridge', null, 200), row(null, 'A', 400), row(null, null, 800))).toBe(8)
    expect(lasts(row(null, null, 800), row(null, 'A', 400), row('fridge', null, 200))).toBe(4)
    expect(lasts(row(null, null, 800), row(null, 'A', 400))).toBe(2)
    expect(lasts(row('oven', 'A', 1), row('fridge', 'B', 1))).toBe(1_000_000)
  })

  test('is limited by a shared quota of the channel', () => {
    const stock = state(received, { type: 'SetChannelQuota', data: { channel: 'app', quota: 3, kind: 'shared', setAt: 1 } })
    expect(stockFactsOf(rulesOf(), stock, { ...at, channel: 'app' })).toMatchObject({ beyondSafety: 9, channelLeft: 3 })
  })
})

test('a channel may reserve when it is paid though others reserve when it is placed', () => {
  const rules = rulesOf({ reserveAtOf: [{ channel: 'jd', reserveAt: 'paying' }] })
  expect([reservesAtPlacing(rules, 'jd'), reservesAtPlacing(rules, 'app')]).toEqual([false, true])
  expect(reservesAtPlacing(rulesOf({ reserveAt: 'paying' }), 'app')).toBe(false)
})

const someFen = fc.constantFrom(0, 0, 100, 250)
const tasks = fc.constantFrom<LocationAbility['tasks']>(['ship'], ['ship', 'storePickup'], ['storePickup'])
const someLocation = (name: string): fc.Arbitrary<SourcingLocation> =>
  fc
    .record({
      path: fc.constantFrom(shipTo, ['330000', '330200', '330203'], ['110000', '110100', '110101']),
      covers: fc.constantFrom<string[][]>([], [], ['330000'], ['110000']),
      active: fc.constantFrom(true, true, true, false),
      ability: fc.option(fc.record({ tasks, handlingFen: someFen, paused: fc.constantFrom(false, false, true) })),
    })
    .map(({ path, ability: set, ...more }) =>
      location(name, { ...more, region: { path, name }, ability: set === null ? null : ability({ ...set, card: standardCard }) }),
    )
const stock = fc.record({ beyondSafety: fc.integer({ min: -1, max: 4 }), channelLeft: fc.constant(null), daysOfSupply: fc.constant(9) })

/** Reading fewer stocks changes no plan, and neither does the order in which anything is listed. */
test('what stocks are not read makes no difference, nor does the order of locations and lines', () => {
  const drawn = fc.record({
    locations: fc.tuple(...['A', 'B', 'C', 'D', 'E'].map(someLocation)),
    stocks: fc.array(fc.record({ fridge: stock, oven: stock }), { minLength: 5, maxLength: 5 }),
    lines: fc.constantFrom(
      [line({ quantity: 2 })],
      [line(), line({ lineId: '2', sku: 'oven', quantity: 2 })],
      [line({ needs: ['storePickup'], handedOver: true }), line({ lineId: '2', sku: 'oven' })],
    ),
    splitQuantities: fc.boolean(),
  })
  fc.assert(
    fc.property(drawn, ({ locations, stocks, lines, splitQuantities }) => {
      const rules = rulesOf({ splitQuantities })
      const market = openMarket(searchRulesOf(rules), builtInTariff)
      const everywhere = (at: string): Record<string, StockFacts> => stocks['ABCDE'.indexOf(at)]!
      const question = asked({ lines })
      const reach = reachOfOrder(rules, question, locations)
      const sourced = sourceOrder(market, questionOf(question, reach, everywhere))
      const whole = { ...reach, dropped: reach.dropped.map((node) => ({ ...node, stock: everywhere(node.location) })) }
      expect(sourceOrder(market, questionOf(question, whole, everywhere))).toEqual(sourced)
      const turned = asked({ lines: lines.toReversed() })
      const again = reachOfOrder(rules, turned, locations.toReversed())
      expect(sourceOrder(market, questionOf(turned, again, everywhere))).toEqual(sourced)
    }),
    { numRuns: runs(300) },
  )
})

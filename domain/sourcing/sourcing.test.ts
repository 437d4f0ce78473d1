import { describe, expect, test } from 'vitest'
import { tariffDocument } from '../tariff/document.ts'
import { defaultSourcing, type SourcingDocument, sourcingDocument } from './document.ts'
import { explainSourcing } from './explain.ts'
import { openMarket, sourceOrder } from './plan.ts'
import { type NodeFacts, type OrderedLine, type Question, question } from './question.ts'

const westLake = ['330000', '330100', '330106']
const held = (beyondSafety: number, channelLeft: number | null = null, daysOfSupply = 30) => ({ beyondSafety, channelLeft, daysOfSupply })

const node = (location: string, facts: Partial<NodeFacts> = {}): NodeFacts => ({
  location,
  card: 'express',
  takesWork: true,
  covers: [],
  abilities: ['install'],
  invoicingEntities: ['A'],
  subsidyRegions: ['330000'],
  hasSlot: true,
  deliveryDays: 1,
  handlingFen: 100,
  stock: { kettle: held(5), filter: held(5) },
  ...facts,
})
const line = (lineId: string, sku: string, facts: Partial<OrderedLine> = {}): OrderedLine => ({
  lineId,
  sku,
  category: sku,
  quantity: 1,
  weightGrams: 600,
  sizeMillimetres: null,
  declaredFen: 0,
  oldUnits: 0,
  needs: [],
  needsSlot: false,
  subsidised: false,
  appointedLocation: null,
  shipTogether: null,
  ...facts,
})
const ask = (lines: readonly OrderedLine[], nodes: readonly NodeFacts[], facts: Partial<Question> = {}): Question =>
  question.parse({ shipTo: westLake, invoicingEntity: 'A', subsidyRegion: null, promisedDays: 2, floors: 0, lines, nodes, ...facts })

const parcel = [{ area: 'CN', firstGrams: 1_000, firstFen: 800, stepGrams: 1_000, stepFen: 300 }]
const card = { card: 'express', volumetricDivisor: 6_000, parcel, bulky: [], surcharges: [] }
const tariff = tariffDocument.parse({ cards: [card, { ...card, card: 'local', parcel: [{ ...parcel[0], area: '110000' }] }] })
const market = (document: Partial<SourcingDocument> = {}) => openMarket(sourcingDocument.parse({ ...defaultSourcing, ...document }), tariff)
const plan = (asked: Question, document: Partial<SourcingDocument> = {}) => sourceOrder(market(document), asked)
const sent = (asked: Question, document: Partial<SourcingDocument> = {}) => {
  const sourced = plan(asked, document)
  return sourced.found ? sourced.plan.legs.map(({ location, lines }) => [location, ...lines.map(({ lineId }) => lineId)]) : null
}

describe('a location is dropped', () => {
  const dropped = (facts: Partial<NodeFacts>, lines = [line('1', 'kettle')], order: Partial<Question> = {}) => {
    const sourced = plan(ask(lines, [node('DC', facts)], order))
    return Object.entries(sourced.dropped).flatMap(([reason, count]) => (count > 0 ? [[reason, count]] : []))
  }

  test.each([
    ['takesNoWork', { takesWork: false }, {}],
    ['coverage', { covers: ['110000'] }, {}],
    ['invoicingEntity', { invoicingEntities: ['B'] }, {}],
    ['appointment', {}, { appointedLocation: 'ST' }],
    ['ability', { abilities: [] }, { needs: ['install'] }],
    ['subsidyRegion', { subsidyRegions: ['110000'] }, { subsidised: true }],
    ['slot', { hasSlot: false }, { needsSlot: true }],
    ['stock', { stock: { filter: held(5) } }, {}],
    ['stock', { stock: { kettle: held(1) } }, { quantity: 2 }],
    ['channelQuota', { stock: { kettle: held(5, 0) } }, {}],
    ['tariff', { card: 'local' }, {}],
    ['tariff', { card: 'none' }, {}],
  ])('by %s', (reason, facts, ordered) => {
    expect(dropped(facts, [line('1', 'kettle', ordered)], { subsidyRegion: '330000' })).toEqual([[reason, 1]])
    const other = { covers: ['330100'], abilities: ['install'] }
    expect(dropped(other, [line('1', 'kettle', { needs: ['install'], needsSlot: true })])).toEqual([])
  })

  test('by the filter that takes the last line it could send', () => {
    const lines = [line('1', 'kettle', { needs: ['dance'] }), line('2', 'filter')]
    expect(dropped({}, lines)).toEqual([])
    expect(dropped({ stock: { kettle: held(1) } }, lines)).toEqual([['stock', 1]])
  })

  test('from a subsidised line where nobody said whose scheme pays', () => {
    expect(dropped({}, [line('1', 'kettle', { subsidised: true })], { subsidyRegion: null })).toEqual([['subsidyRegion', 1]])
  })
})

describe('an order', () => {
  test('goes whole from one location where a second parcel costs more than it saves', () => {
    const nodes = [node('A', { stock: { kettle: held(1) } }), node('B', { stock: { filter: held(1) } }), node('C', { handlingFen: 900 })]
    expect(sent(ask([line('1', 'kettle'), line('2', 'filter')], nodes))).toEqual([['C', '1', '2']])
  })

  test('is split where that is cheaper, as far as the document allows', () => {
    const nodes = [node('A', { stock: { kettle: held(1) } }), node('B', { stock: { filter: held(1) } }), node('C', { handlingFen: 9_000 })]
    const asked = ask([line('1', 'kettle'), line('2', 'filter')], nodes)
    expect(sent(asked)).toEqual([
      ['A', '1'],
      ['B', '2'],
    ])
    expect(sent(asked, { maxSplit: 1 })).toEqual([['C', '1', '2']])
    expect(sent(asked, { splitPenaltyFen: 9_000 })).toEqual([['C', '1', '2']])
  })

  test('keeps lines together that leave together', () => {
    const nodes = [node('A', { stock: { kettle: held(1) } }), node('B', { stock: { filter: held(1) } })]
    const set = { shipTogether: 'set' }
    const asked = ask([line('1', 'kettle', set), line('2', 'filter', set)], nodes)
    expect(plan(asked)).toMatchObject({ found: false, proven: true, unplaceable: ['1', '2'] })
  })

  test('has the units of one line from two locations only where the document splits quantities', () => {
    const nodes = [node('A', { stock: { kettle: held(2) } }), node('B', { stock: { kettle: held(1) } })]
    const asked = ask([line('1', 'kettle', { quantity: 3 })], nodes)
    expect(sent(asked)).toBeNull()
    expect(sent(asked, { splitQuantities: true })).toEqual([
      ['A', '1'],
      ['B', '1'],
    ])
  })

  test('comes later rather than dearer only as far as the document weighs lateness', () => {
    const asked = ask([line('1', 'kettle')], [node('far', { deliveryDays: 4, handlingFen: 0 }), node('near')])
    expect(sent(asked, { lateDayFen: 49 })).toEqual([['far', '1']])
    expect(sent(asked, { lateDayFen: 51 })).toEqual([['near', '1']])
    const sourced = plan(asked, { lateDayFen: 49 })
    expect(sourced).toMatchObject({ plan: { legs: [{ lateDays: 2 }], cost: { latenessFen: 98, totalFen: 898 } } })
  })

  test('names what no location can send', () => {
    expect(plan(ask([line('1', 'kettle'), line('2', 'oven')], [node('A')]))).toMatchObject({
      found: false,
      proven: true,
      unplaceable: ['2'],
    })
  })

  test('is not said to have no plan where the search stopped before it knew', () => {
    const nodes = [
      node('A', { stock: { kettle: held(1) } }),
      node('B', { stock: { filter: held(1) } }),
      node('C', { stock: { oven: held(1) } }),
    ]
    const asked = ask([line('1', 'kettle'), line('2', 'filter'), line('3', 'oven')], nodes)
    expect(plan(asked, { workLimit: 1 })).toMatchObject({ found: false, proven: false, exhausted: false })
    expect(plan(asked)).toMatchObject({ found: true, proven: true })
  })
})

test('a line of very many units that may be split keeps to the limit of work, too', () => {
  const quantity = 1_000_000
  const nodes = ['A', 'B', 'C', 'D'].map((location) => node(location, { stock: { kettle: held(quantity / 2) } }))
  const sourced = plan(ask([line('1', 'kettle', { quantity })], nodes), { splitQuantities: true, workLimit: 100 })
  expect(sourced).toMatchObject({ steps: 100, exhausted: false, found: true })
})

describe('the price of stock', () => {
  const rows = [
    { sku: null, location: null, underDaysOfSupply: null, unitFen: 1 },
    { sku: null, location: 'A', underDaysOfSupply: null, unitFen: 2 },
    { sku: 'kettle', location: null, underDaysOfSupply: null, unitFen: 3 },
    { sku: 'kettle', location: 'A', underDaysOfSupply: 7, unitFen: 4 },
    { sku: 'kettle', location: 'A', underDaysOfSupply: 3, unitFen: 5 },
  ]
  const priceOf = (sku: string, location: string, days: number) => {
    const asked = ask([line('1', sku, { quantity: 2 })], [node(location, { stock: { [sku]: held(5, null, days) } })])
    const sourced = plan(asked, { opportunity: rows })
    return sourced.found ? sourced.plan.cost.opportunityFen : null
  }

  test.each([
    ['filter', 'B', 1, 2],
    ['filter', 'A', 1, 4],
    ['kettle', 'B', 1, 6],
    ['kettle', 'A', 7, 6],
    ['kettle', 'A', 6, 8],
    ['kettle', 'A', 3, 8],
    ['kettle', 'A', 2, 10],
  ])('of two units of %s at %s that last %i days is %i fen', (sku, location, days, fen) => {
    expect(priceOf(sku, location, days)).toBe(fen)
  })

  test('moves an order to where the stock is missed less', () => {
    const asked = ask([line('1', 'kettle')], [node('A', { stock: { kettle: held(1, null, 1) } }), node('B', { handlingFen: 104 })])
    expect(sent(asked)).toEqual([['A', '1']])
    expect(sent(asked, { opportunity: rows })).toEqual([['A', '1']])
    expect(sent(asked, { opportunity: rows.map((row) => ({ ...row, unitFen: 10 * row.unitFen })) })).toEqual([['B', '1']])
  })
})

test('an explanation says of each location why it was dropped, what it could send, and the rank of the best plan that uses it', () => {
  const nodes = [node('C', { takesWork: false }), node('B', { handlingFen: 300 }), node('A', { stock: { kettle: held(1) } })]
  const asked = ask([line('1', 'kettle'), line('2', 'filter')], nodes)
  const { nodes: explained } = explainSourcing(market(), asked, null)
  expect(explained).toEqual([
    { location: 'A', dropped: null, lines: ['1'], rank: 2 },
    { location: 'B', dropped: null, lines: ['1', '2'], rank: 1 },
    { location: 'C', dropped: 'takesNoWork', lines: [], rank: null },
  ])
})

test('a question names each line and each location once', () => {
  const twice = (lines: readonly OrderedLine[], nodes: readonly NodeFacts[]) =>
    question.safeParse({ ...ask([line('1', 'kettle')], []), lines, nodes }).error?.issues.map(({ path }) => path.join('.'))
  expect(twice([line('1', 'kettle')], [node('A'), node('B')])).toBeUndefined()
  expect(twice([line('1', 'kettle'), line('1', 'filter')], [node('A')])).toEqual(['lines'])
  expect(twice([line('1', 'kettle')], [node('A'), node('A')])).toEqual(['nodes'])
})

test('the default document is one of its kind', () => {
  expect(sourcingDocument.parse(defaultSourcing)).toEqual(defaultSourcing)
})

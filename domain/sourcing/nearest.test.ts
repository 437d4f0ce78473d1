import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../tests/seed/runs.ts'
import { type Candidate, type Demand, distance, sourceNearest } from './nearest.ts'

const hangzhou = ['330000', '330100', '330106']
const ningbo = ['330000', '330200', '330203']
const beijing = ['110000', '110100', '110105']

const at = (location: string, regionPath: readonly string[], stock: Record<string, number>, covers: readonly string[] = []): Candidate => ({
  location,
  regionPath,
  covers,
  available: new Map(Object.entries(stock)),
})
const line = (lineId: string, sku: string, quantity = 1, appointedLocation: string | null = null): Demand => ({
  lineId,
  sku,
  quantity,
  appointedLocation,
})
const locations = (plan: ReturnType<typeof sourceNearest>) => (plan.complete ? plan.placed.map(({ location }) => location) : plan.missing)

describe('sourcing from the nearest', () => {
  test('prefers the same district to the same city to the same province to anywhere', () => {
    expect([hangzhou, ['330000', '330100', '330108'], ningbo, beijing].map((from) => distance(from, hangzhou))).toEqual([0, 1, 2, 3])
  })

  test('takes the nearest location that has the units', () => {
    const candidates = [at('BJ', beijing, { fridge: 9 }), at('NB', ningbo, { fridge: 9 }), at('HZ', hangzhou, { fridge: 0 })]
    expect(locations(sourceNearest([line('1', 'fridge')], hangzhou, candidates))).toEqual(['NB'])
  })

  test('prefers one location with everything to two nearer ones', () => {
    const candidates = [at('HZ', hangzhou, { fridge: 1 }), at('NB', ningbo, { oven: 1 }), at('BJ', beijing, { fridge: 1, oven: 1 })]
    expect(locations(sourceNearest([line('1', 'fridge'), line('2', 'oven')], hangzhou, candidates))).toEqual(['BJ', 'BJ'])
  })

  test('splits by line when no location has everything', () => {
    const candidates = [at('HZ', hangzhou, { fridge: 1 }), at('NB', ningbo, { oven: 1 })]
    expect(locations(sourceNearest([line('1', 'fridge'), line('2', 'oven')], hangzhou, candidates))).toEqual(['HZ', 'NB'])
  })

  test('sums the same SKU over the lines of an order', () => {
    expect(locations(sourceNearest([line('1', 'fridge'), line('2', 'fridge')], hangzhou, [at('HZ', hangzhou, { fridge: 1 })]))).toEqual([
      { sku: 'fridge', quantity: 1 },
    ])
  })

  test('promises nothing when a line is left over', () => {
    expect(sourceNearest([line('1', 'fridge'), line('2', 'oven')], hangzhou, [at('HZ', hangzhou, { fridge: 1 })]).complete).toBe(false)
  })

  test('keeps to the appointed location, and to locations that may send there', () => {
    const candidates = [at('HZ', hangzhou, { fridge: 1 }, ['110000']), at('NB', ningbo, { fridge: 1 }), at('BJ', beijing, { fridge: 1 })]
    expect(locations(sourceNearest([line('1', 'fridge')], hangzhou, candidates))).toEqual(['NB'])
    expect(locations(sourceNearest([line('1', 'fridge', 1, 'BJ')], hangzhou, candidates))).toEqual(['BJ'])
  })

  test('hands over at a place that does not send to where the buyer lives, and sends nothing from there', () => {
    const candidates = [at('HZ', hangzhou, { fridge: 2 }, ['330106']), at('BJ', beijing, { fridge: 1 })]
    const carried = { ...line('1', 'fridge', 1, 'HZ'), handedOver: true }
    expect(locations(sourceNearest([carried], beijing, candidates))).toEqual(['HZ'])
    expect(locations(sourceNearest([carried, line('2', 'fridge')], beijing, candidates))).toEqual(['HZ', 'BJ'])
    expect(locations(sourceNearest([line('1', 'fridge', 1, 'HZ')], beijing, candidates))).toEqual([{ sku: 'fridge', quantity: 1 }])
  })

  test('never places more than a location has, and always the same way however candidates are listed', () => {
    const paths = [hangzhou, ningbo, beijing]
    const candidate = fc.record({ path: fc.nat(2), a: fc.nat(4), b: fc.nat(4) })
    const demand = fc.record({ sku: fc.constantFrom('a', 'b'), quantity: fc.integer({ min: 1, max: 3 }) })
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 6 }), fc.array(demand, { minLength: 1, maxLength: 5 }), (stocks, demands) => {
        const candidates = stocks.map(({ path, a, b }, index) => at(`L${index}`, paths[path]!, { a, b }))
        const lines = demands.map(({ sku, quantity }, index) => line(String(index), sku, quantity))
        const plan = sourceNearest(lines, hangzhou, candidates)
        expect(sourceNearest(lines, hangzhou, candidates.toReversed())).toEqual(plan)
        if (!plan.complete) return
        expect(plan.placed.map(({ lineId }) => lineId)).toEqual(lines.map(({ lineId }) => lineId))
        for (const { location, available } of candidates) {
          for (const [sku, units] of available) {
            const placed = plan.placed.filter((each) => each.location === location && each.sku === sku)
            expect(placed.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThanOrEqual(units)
          }
        }
      }),
      { numRuns: runs(2_000) },
    )
  })
})

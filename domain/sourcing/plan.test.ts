import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../tests/seed/runs.ts'
import { openTariff } from '../tariff/rates.ts'
import { sift } from './candidates.ts'
import { explainSourcing } from './explain.ts'
import { itemsOf } from './items.ts'
import { openMarket, type SourcingPlan, sourceOrder } from './plan.ts'
import { question as questionSchema } from './question.ts'
import { search } from './search.ts'
import { everyPlan } from './testing/every-plan.ts'
import { anyCase, type Case, cases } from './testing/questions.ts'

const marketOf = ({ document, tariff }: Case) => openMarket(document, tariff)
const sourced = (each: Case) => sourceOrder(marketOf(each), each.question)
const every = ({ document, tariff, question }: Case) => everyPlan(document, openTariff(tariff), question)

/** A plan in the shape of those found by trying everything. */
const plain = ({ legs, cost }: SourcingPlan) => {
  const sent = legs.flatMap(({ location, lines }) => lines.map(({ lineId, quantity }) => ({ lineId, location, quantity })))
  const lines = [...Map.groupBy(sent, ({ lineId }) => lineId)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    units: lines.map(([lineId, parts]) => [lineId, parts.map(({ location, quantity }) => [location, quantity])]),
    costFen: cost.totalFen,
  }
}

describe('the plan of an order', () => {
  test('is the cheapest of all there are, and its ten best are the ten best', () => {
    let found = 0
    let split = 0
    fc.assert(
      fc.property(anyCase, (each) => {
        const all = every(each)
        const result = sourced(each)
        expect(result.exhausted).toBe(true)
        expect(result.proven).toBe(true)
        expect(result.found).toBe(all.length > 0)
        if (!result.found) return
        found++
        if (result.plan.legs.length > 1) split++
        expect(result.best.map(plain)).toEqual(all.slice(0, 10))
        expect(result.plan).toEqual(result.best[0])
        expect(result.boundFen).toBe(all[0]!.costFen)
      }),
      { numRuns: runs(4_000) },
    )
    expect(found).toBeGreaterThan(runs(1_000))
    expect(split).toBeGreaterThan(runs(100))
  })

  test('is the cheapest, too, where one plan is wanted and most locations are left out of the search', () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 1, max: 3 }), (each, wanted) => {
        const items = itemsOf(each.question.lines, each.document.splitQuantities)
        const { candidates } = sift(marketOf(each), each.question, items)
        const { best } = search(items.items, candidates, each.document, wanted)
        expect(best.map(({ costFen }) => costFen)).toEqual(
          every(each)
            .slice(0, wanted)
            .map(({ costFen }) => costFen),
        )
      }),
      { numRuns: runs(2_000) },
    )
  })

  test('stopped by its limit keeps the rules, and says a bound that no plan is below and how far it may be from it', () => {
    let stopped = 0
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 1, max: 40 }), (drawn, workLimit) => {
        const each = { ...drawn, document: { ...drawn.document, workLimit } }
        const all = every(each)
        const result = sourced(each)
        if (!result.exhausted) stopped++
        if (!result.found) {
          if (result.proven) expect(all).toEqual([])
          return
        }
        expect(all).toContainEqual(plain(result.plan))
        expect(result.boundFen).toBeLessThanOrEqual(all[0]!.costFen)
        expect(result.gapFen).toBe(result.plan.cost.totalFen - result.boundFen)
        expect(result.gapFen).toBeGreaterThanOrEqual(0)
        expect(result.proven).toBe(result.gapFen === 0)
        if (result.exhausted) expect(result.proven).toBe(true)
      }),
      { numRuns: 2_000 },
    )
    expect(stopped).toBeGreaterThan(50)
  })

  test('stopped anywhere at all has a bound that the cheapest plan is not below', () => {
    const small = fc.noBias(
      fc.oneof(
        cases({ nodes: 4, lines: 4, quantity: 1, splitQuantities: false }),
        cases({ nodes: 3, lines: 3, quantity: 2, splitQuantities: true }),
      ),
    )
    fc.assert(
      fc.property(small, fc.integer({ min: 2, max: 3 }), (drawn, maxSplit) => {
        const limited = (workLimit: number) => sourced({ ...drawn, document: { ...drawn.document, maxSplit, workLimit } })
        const cheapest = limited(1_000_000)
        if (!cheapest.found) return
        for (let steps = 1; steps < Math.min(60, cheapest.steps); steps++) {
          const stopped = limited(steps)
          if (stopped.found) expect(stopped.boundFen).toBeLessThanOrEqual(cheapest.boundFen)
        }
      }),
      { numRuns: runs(3_000) },
    )
  })

  test('is the same in whatever order lines, locations and cards are given, stopped or not', () => {
    const order = fc.array(fc.nat(), { minLength: 20, maxLength: 20 })
    fc.assert(
      fc.property(anyCase, order, fc.constantFrom(5, 30, 1_000_000), (drawn, keys, workLimit) => {
        const each = { ...drawn, document: { ...drawn.document, workLimit } }
        const shuffled = <Item>(list: readonly Item[]) =>
          list
            .map((item, index) => [keys[index]!, item] as const)
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item)
        const { document, question, tariff } = each
        const other: Case = {
          document: { ...document, opportunity: shuffled(document.opportunity) },
          tariff: { cards: shuffled(tariff.cards) },
          question: { ...question, lines: shuffled(question.lines), nodes: shuffled(question.nodes) },
        }
        expect(sourced(other)).toEqual(sourced(each))
      }),
      { numRuns: runs(1_000) },
    )
  })

  test('counts every location once: as a candidate, or by the filter that dropped it', () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        const { candidates, dropped } = sourced(each)
        expect(candidates + Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBe(each.question.nodes.length)
      }),
    )
  })

  test('costs whole fen that are the sum of their parts', () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        const result = sourced(each)
        for (const { cost } of result.found ? result.best : []) {
          const { totalFen, ...parts } = cost
          expect(Object.values(parts).every((fen) => Number.isSafeInteger(fen) && fen >= 0)).toBe(true)
          expect(Object.values(parts).reduce((sum, fen) => sum + fen, 0)).toBe(totalFen)
        }
      }),
    )
  })

  test('is reached again from the inputs as they were kept, and another plan is not', () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        const decided = sourced(each)
        const plan = decided.found ? decided.plan : null
        const kept = questionSchema.parse(JSON.parse(JSON.stringify(each.question)))
        const again = explainSourcing(marketOf(each), kept, JSON.parse(JSON.stringify(plan)))
        expect(again.agrees).toBe(true)
        expect(again.sourced).toEqual(decided)
        expect(again.nodes.filter(({ dropped }) => dropped === null).length).toBe(decided.candidates)
        if (plan === null) return
        const first = again.nodes.filter(({ rank }) => rank === 1).map(({ location }) => location)
        expect(first).toEqual(plan.legs.map(({ location }) => location))
        const other = { ...plan, cost: { ...plan.cost, totalFen: plan.cost.totalFen + 1 } }
        expect(explainSourcing(marketOf(each), kept, other).agrees).toBe(false)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../tests/seed/runs.ts'
import type { Rates } from '../tariff/rates.ts'
import { type Candidate, leastParcelFen, type PartCost, parcelFenOf } from './candidates.ts'
import { undominated } from './dominance.ts'
import type { NodeFacts } from './question.ts'

/** What the search takes for granted when it leaves something out, held by itself: a rare case is not met by whole orders. */

const fen = fc.constantFrom(0, 1, 100, 300)
const rates = fc.record({
  volumetricDivisor: fc.constantFrom(null, 6_000, 8_000),
  parcel: fc.record({
    area: fc.constant('CN'),
    firstGrams: fc.integer({ min: 1, max: 3_000 }),
    firstFen: fen,
    stepGrams: fc.integer({ min: 1, max: 1_500 }),
    stepFen: fen,
  }),
  surcharges: fc.constantFrom<Rates['surcharges'][]>([], [{ name: 'packing', area: 'CN', per: 'parcel', fen: 50 }]),
})
const anyRates: fc.Arbitrary<Rates> = rates.map((drawn) => ({ ...drawn, bulky: () => undefined }))
const load = fc.record({ grams: fc.nat(20_000), cubicMillimetres: fc.nat(200_000_000) })
type Load = { readonly grams: number; readonly cubicMillimetres: number }

/** Rates that differ in one field alone: what each of them decides is seen. */
function withOnly(from: Rates, other: Rates, field: 'volumetricDivisor' | keyof NonNullable<Rates['parcel']>): Rates {
  if (field === 'volumetricDivisor') return { ...from, volumetricDivisor: other.volumetricDivisor }
  return { ...from, parcel: { ...from.parcel!, [field]: other.parcel![field] } }
}

const both = (a: Load, b: Load): Load => ({ grams: a.grams + b.grams, cubicMillimetres: a.cubicMillimetres + b.cubicMillimetres })
const parcelFen = (of: Rates, { grams, cubicMillimetres }: Load) => parcelFenOf({ rates: of }, grams, cubicMillimetres)

describe('the search may count on it that', () => {
  test('whatever is in a parcel, or nothing, one more part adds at least the least it is said to add', () => {
    let some = 0
    fc.assert(
      fc.property(anyRates, load, load, (of, before, part) => {
        const least = leastParcelFen(of, part.grams, part.cubicMillimetres)
        if (least > 0) some++
        expect(parcelFen(of, both(before, part)) - parcelFen(of, before)).toBeGreaterThanOrEqual(least)
        expect(parcelFen(of, part)).toBeGreaterThanOrEqual(parcelFen(of, { grams: 0, cubicMillimetres: 0 }) + least)
      }),
      { numRuns: runs(5_000) },
    )
    expect(some).toBeGreaterThan(runs(500))
  })

  const size = fc.oneof({ weight: 4, arbitrary: load }, { weight: 1, arbitrary: fc.constant({ grams: 0, cubicMillimetres: 0 }) })
  const part = fc.record({ unitFen: fen, inParcel: fc.boolean() })
  const candidate = fc.record({ rates: anyRates, fixedFen: fen, parts: fc.tuple(part, part), stock: fc.tuple(fc.nat(2), fc.nat(2)) })

  test('a location left out for another sends nothing that the other does not send as cheaply, and comes after it', () => {
    let left = 0
    const fields = ['volumetricDivisor', 'firstGrams', 'firstFen', 'stepGrams', 'stepFen'] as const
    fc.assert(
      fc.property(
        candidate,
        candidate,
        fc.option(fc.constantFrom(...fields), { nil: null }),
        fc.tuple(size, size),
        fc.array(load, { minLength: 5, maxLength: 5 }),
        (a, b, onlyField, sizes, loads) => {
          const built = [a, { ...b, rates: onlyField === null ? b.rates : withOnly(a.rates, b.rates, onlyField) }].map(
            (drawn): Candidate => ({
              ...drawn,
              node: {} as NodeFacts,
              parts: drawn.parts.map(
                (each, item): PartCost => ({
                  ...each,
                  ...(each.inParcel ? sizes[item]! : { grams: 0, cubicMillimetres: 0 }),
                  leastParcelFen: 0,
                }),
              ),
            }),
          )
          const kept = undominated(built, 1, 1)
          if (kept.length === 2) return
          left++
          const [better, worse] = [built[kept[0]!]!, built[1 - kept[0]!]!]
          expect(better.fixedFen < worse.fixedFen || (better.fixedFen === worse.fixedFen && kept[0] === 0)).toBe(true)
          for (const [item, { unitFen, inParcel, grams }] of worse.parts.entries() as Iterable<[number, PartCost]>) {
            expect(better.stock[item]).toBeGreaterThanOrEqual(worse.stock[item]!)
            expect(better.parts[item]!.unitFen).toBeLessThanOrEqual(unitFen)
            expect(better.parts[item]).toMatchObject({ inParcel, grams })
          }
          if (!worse.parts.some((each) => each!.inParcel)) return
          for (const parcel of loads) expect(parcelFen(better.rates, parcel)).toBeLessThanOrEqual(parcelFen(worse.rates, parcel))
        },
      ),
      { numRuns: runs(20_000) },
    )
    expect(left).toBeGreaterThan(runs(300))
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../tests/seed/runs.ts'
import { type Card, tariffDocument } from './document.ts'
import { chargeable, firstAndContinued, type Goods, plainDelivery, price } from './price.ts'
import { openTariff } from './rates.ts'

const westLake = ['330000', '330100', '330106']
const lhasa = ['540000', '540100', '540102']

const row = { area: 'CN', firstGrams: 1_000, firstFen: 800, stepGrams: 1_000, stepFen: 300 }
const express: Card = { card: 'express', volumetricDivisor: 6_000, parcel: [row], bulky: [], surcharges: [] }
const ratesOf = (card: Partial<Card>, path: readonly string[] = westLake) =>
  openTariff(tariffDocument.parse({ cards: [{ ...express, ...card }] })).ratesTo('express', path)!

const kettle: Goods = { category: 'kettle', quantity: 1, weightGrams: 800, sizeMillimetres: null, declaredFen: 0, oldUnits: 0 }
const fridge: Goods = { ...kettle, category: 'refrigerator', weightGrams: 70_000, sizeMillimetres: [600, 550, 1_800] }
const totalOf = (card: Partial<Card>, goods: readonly Goods[], delivery = plainDelivery, path = westLake) =>
  price(ratesOf(card, path), goods, delivery)?.totalFen

describe('a parcel', () => {
  test.each([
    [1, 800],
    [800, 800],
    [1_000, 800],
    [1_001, 1_100],
    [2_000, 1_100],
    [2_001, 1_400],
    [3_200, 1_700],
  ])('of %i g costs %i fen', (grams, fen) => {
    expect(firstAndContinued(row, grams)).toBe(fen)
    expect(totalOf({ volumetricDivisor: null }, [{ ...kettle, weightGrams: grams }])).toBe(fen)
  })

  test.each([
    [6_000, 99_000],
    [8_000, 74_250],
    [12_000, 49_500],
    [null, 1],
  ])('of 60 x 55 x 180 cm weighs by divisor %s %i g', (divisor, grams) => {
    expect(chargeable(1, 600 * 550 * 1_800, divisor)).toBe(grams)
  })

  test('is charged for its weight where that is more than its volume, and a gram begun is a gram', () => {
    expect(chargeable(99_001, 600 * 550 * 1_800, 6_000)).toBe(99_001)
    expect(chargeable(0, 6_001, 6_000)).toBe(2)
  })

  test('holds everything that is not bulky', () => {
    expect(totalOf({}, [kettle, { ...kettle, quantity: 2 }])).toBe(1_400)
  })

  test('costs what the most specific area on the way to the place says, whatever the order of rows', () => {
    const rows = ['330106', 'CN', '330000', '330100'].map((area, index) => ({ ...row, area, firstFen: index }))
    expect(totalOf({ parcel: rows }, [kettle])).toBe(0)
    expect(totalOf({ parcel: rows.toReversed() }, [kettle])).toBe(0)
    expect(totalOf({ parcel: rows.slice(1) }, [kettle])).toBe(3)
    expect(totalOf({ parcel: rows }, [kettle], plainDelivery, lhasa)).toBe(1)
  })

  test('is not taken to where there is no row', () => {
    expect(totalOf({ parcel: [{ ...row, area: '330000' }] }, [kettle], plainDelivery, lhasa)).toBeUndefined()
    expect(openTariff({ cards: [express] }).ratesTo('another', westLake)).toBeNull()
  })
})

describe('a bulky piece', () => {
  const bulky = [
    { category: 'refrigerator', area: 'CN', pieceFen: 9_000 },
    { category: 'television', area: 'CN', cubicMetreFen: 20_000, minimumFen: 5_000 },
  ]

  test('costs its price each, and adds nothing to the parcel it goes with', () => {
    expect(totalOf({ bulky }, [{ ...fridge, quantity: 2 }])).toBe(18_000)
    expect(totalOf({ bulky }, [fridge, kettle])).toBe(9_800)
  })

  test('costs by its volume where the row says so, a fen begun being paid, and its minimum at least', () => {
    const television = { ...kettle, category: 'television' }
    expect(totalOf({ bulky }, [{ ...television, sizeMillimetres: [1_000, 500, 1_000] }])).toBe(10_000)
    expect(totalOf({ bulky }, [{ ...television, sizeMillimetres: [1_001, 501, 1_001] }])).toBe(10_041)
    expect(totalOf({ bulky }, [{ ...television, sizeMillimetres: [100, 100, 100] }])).toBe(5_000)
  })

  test('is no parcel where its category has a row for other areas only', () => {
    const here = [{ category: 'refrigerator', area: '540000', pieceFen: 30_000 }]
    expect(totalOf({ bulky: here }, [fridge])).toBeUndefined()
    expect(totalOf({ bulky: here }, [fridge], plainDelivery, lhasa)).toBe(30_000)
  })
})

describe('a surcharge', () => {
  const bulky = [{ category: 'refrigerator', area: 'CN', pieceFen: 9_000 }]
  const base = { name: 'more', area: 'CN', fen: 100 }
  const two = [{ ...fridge, quantity: 2, declaredFen: 50_001, oldUnits: 1 }, kettle]
  const more = (surcharge: object, delivery = { floors: 5, redeliveries: 3, storageDays: 4 }) =>
    totalOf({ bulky, surcharges: [surcharge as Card['surcharges'][number]] }, two, delivery)! - 18_800

  test.each([
    [{ ...base, per: 'parcel' }, 100],
    [{ ...base, per: 'bulkyPiece' }, 200],
    [{ ...base, per: 'oldUnit' }, 200],
    [{ ...base, per: 'redelivery' }, 300],
    [{ ...base, per: 'floor', free: 1 }, 800],
    [{ ...base, per: 'floor', free: 6 }, 0],
    [{ ...base, per: 'storageDay', free: 3 }, 200],
    [{ ...base, per: 'storageDay', free: 5 }, 0],
    [{ ...base, per: 'declaredValue', fen: 30 }, 302],
  ])('%j is %i fen', (surcharge, fen) => expect(more(surcharge)).toBe(fen))

  test('holds for the most specific area of its name, beside those of other names', () => {
    const rows = [
      { name: 'remote', area: 'CN', per: 'bulkyPiece', fen: 0 },
      { name: 'remote', area: '540000', per: 'bulkyPiece', fen: 3_000 },
      { name: 'packing', area: 'CN', per: 'parcel', fen: 50 },
    ] as const
    expect(totalOf({ bulky, surcharges: [...rows] }, [fridge, kettle])).toBe(9_850)
    expect(totalOf({ bulky, surcharges: [...rows] }, [fridge, kettle], plainDelivery, lhasa)).toBe(12_850)
  })
})

describe('a document', () => {
  test('is refused with two rows for one area, and with anything but whole numbers', () => {
    const faults = (card: object) =>
      tariffDocument.safeParse({ cards: [{ ...express, ...card }] }).error?.issues.map(({ path }) => path.join('.'))
    expect(faults({})).toBeUndefined()
    expect(faults({ parcel: [row, row] })).toEqual(['cards.0.parcel'])
    expect(faults({ parcel: [{ ...row, stepFen: 0.5 }] })).toEqual(['cards.0.parcel.0.stepFen'])
    expect(faults({ parcel: [{ ...row, stepGrams: 0 }] })).toEqual(['cards.0.parcel.0.stepGrams'])
    expect(tariffDocument.safeParse({ cards: [express, express] }).success).toBe(false)
    const piece = { category: 'washer', area: 'CN', pieceFen: 1 }
    expect(faults({ bulky: [piece, piece] })).toEqual(['cards.0.bulky'])
    const surcharge = { name: 'remote', area: 'CN', per: 'parcel', fen: 1 }
    expect(faults({ surcharges: [surcharge, surcharge] })).toEqual(['cards.0.surcharges'])
  })
})

describe('any tariff', () => {
  const fen = fc.nat(100_000)
  const parcel = fc.record({
    area: fc.constant('CN'),
    firstGrams: fc.integer({ min: 1, max: 5_000 }),
    firstFen: fen,
    stepGrams: fc.integer({ min: 1, max: 3_000 }),
    stepFen: fen,
  })
  const goods = fc.record({
    category: fc.constantFrom('refrigerator', 'television', 'kettle', 'filter'),
    quantity: fc.integer({ min: 1, max: 50 }),
    weightGrams: fc.nat(200_000),
    sizeMillimetres: fc.option(fc.tuple(fc.nat(3_000), fc.nat(3_000), fc.nat(3_000)), { nil: null }),
    declaredFen: fc.nat(2_000_000),
    oldUnits: fc.nat(1),
  })
  const card = fc.record({
    volumetricDivisor: fc.option(fc.integer({ min: 1_000, max: 12_000 }), { nil: null }),
    parcel: parcel.map((each) => [each]),
    bulky: fc.tuple(fen, fen, fen).map(([pieceFen, cubicMetreFen, minimumFen]) => [
      { category: 'refrigerator', area: 'CN', pieceFen },
      { category: 'television', area: 'CN', cubicMetreFen, minimumFen },
    ]),
    surcharges: fc
      .array(fc.record({ per: fc.constantFrom('parcel', 'bulkyPiece', 'oldUnit', 'redelivery', 'declaredValue'), fen }), { maxLength: 3 })
      .map((rows) => rows.map((each, index) => ({ ...each, name: String(index), area: 'CN' })) as Card['surcharges']),
  })
  const delivery = fc.record({ floors: fc.nat(9), redeliveries: fc.nat(3), storageDays: fc.nat(9) })

  test('costs whole fen that are the sum of their parts, and never less for more weight, more size or more units', () => {
    fc.assert(
      fc.property(
        card,
        fc.array(goods, { minLength: 1, maxLength: 4 }),
        delivery,
        fc.nat(5_000),
        fc.nat(500),
        (terms, basket, visit, grams, millimetres) => {
          const rates = ratesOf(terms)
          const before = price(rates, basket, visit)!
          expect(Object.values(before).every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true)
          expect(before.totalFen).toBe(before.parcelFen + before.bulkyFen + before.surchargeFen)
          const [first, ...others] = basket as [Goods, ...Goods[]]
          const size = first.sizeMillimetres
          const heavier = { ...first, weightGrams: first.weightGrams + grams }
          const larger = { ...first, sizeMillimetres: size === null ? null : size.map((side) => side + millimetres) }
          const another = { ...first, quantity: first.quantity + 1 }
          for (const changed of [heavier, larger, another]) {
            expect(price(rates, [changed, ...others], visit)!.totalFen).toBeGreaterThanOrEqual(before.totalFen)
          }
        },
      ),
      { numRuns: runs(2_000) },
    )
  })

  test('is one sum however the goods are listed or their units counted', () => {
    fc.assert(
      fc.property(card, fc.array(goods, { minLength: 1, maxLength: 4 }), delivery, (terms, basket, visit) => {
        const rates = ratesOf(terms)
        const unit = basket.flatMap((each) => Array.from({ length: each.quantity }, () => ({ ...each, quantity: 1 })))
        expect(price(rates, basket.toReversed(), visit)).toEqual(price(rates, basket, visit))
        expect(price(rates, unit, visit)).toEqual(price(rates, basket, visit))
      }),
    )
  })
})

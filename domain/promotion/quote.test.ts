import { describe, expect, test } from 'vitest'
import { readDocument } from '../policy/kinds.ts'
import { protectedBy } from './price-protection.ts'
import { quote } from './quote.ts'
import { at, basketLine, basketOf, documentOf } from './testing/baskets.ts'

const units = (of: ReturnType<typeof quote>) => of.lines.map(({ lineId, unitBuyerFen }) => [lineId, unitBuyerFen])
const found = (of: ReturnType<typeof quote>) => of.findings.map(({ promotion, reason, offFen }) => [promotion, reason, offFen])

test('what is built in takes nothing off', () => {
  const { payableFen, discountFen, findings } = quote(documentOf(), basketOf([basketLine('a', 2, 1_000)], { freightFen: 30 }))
  expect([payableFen, discountFen, findings]).toEqual([2_030, 0, []])
})

describe('full reduction', () => {
  const steps = [
    { fromFen: 100_000, offFen: 5_000 },
    { fromFen: 500_000, offFen: 30_000 },
  ]
  test('is cut over lines by what each costs, to the fen', () => {
    const lines = [basketLine('a', 1, 399_900), basketLine('b', 1, 259_900), basketLine('c', 1, 19_900)]
    const of = quote(documentOf({ kind: 'fullReduction', id: 'm', steps }), basketOf(lines))
    expect(of.lines.map(({ own }) => own.map(({ amountFen }) => amountFen))).toEqual([[17_651], [11_471], [878]])
    expect(of.payableFen).toBe(649_700)
  })
  test('takes the highest step that is reached, and says what the next one lacks', () => {
    const of = quote(documentOf({ kind: 'fullReduction', id: 'm', steps }), basketOf([basketLine('a', 1, 499_999)]))
    expect(of.findings).toMatchObject([{ reason: 'applied', basisFen: 499_999, offFen: 5_000, missingFen: 1 }])
    expect(quote(documentOf({ kind: 'fullReduction', id: 'm', steps }), basketOf([basketLine('a', 1, 500_000)])).discountFen).toBe(30_000)
    const none = quote(documentOf({ kind: 'fullReduction', id: 'm', steps }), basketOf([basketLine('a', 1, 99_999)]))
    expect(none.findings).toMatchObject([{ applied: false, reason: 'belowThreshold', missingFen: 1 }])
  })
  test('repeats as often as the sum holds the step, up to its most', () => {
    const every = { kind: 'fullReduction', id: 'm', steps: [{ fromFen: 1_000, offFen: 100 }], repeats: true, mostOffFen: 250 }
    expect(quote(documentOf(every), basketOf([basketLine('a', 1, 2_999)])).discountFen).toBe(200)
    expect(quote(documentOf(every), basketOf([basketLine('a', 5, 1_000)])).discountFen).toBe(250)
  })
  test('looks at what is left after cheaper items, whatever stands first in the document', () => {
    const cheaper = { kind: 'itemDiscount', id: 'i', unitOffFen: 1 }
    const of = quote(
      documentOf({ kind: 'fullReduction', id: 'm', steps: [{ fromFen: 1_000, offFen: 100 }] }, cheaper),
      basketOf([basketLine('a', 1, 1_000)]),
    )
    expect(found(of)).toEqual([
      ['i', 'applied', 1],
      ['m', 'belowThreshold', 0],
    ])
  })
  test('is borne by whom it says, each to the fen', () => {
    const bearers = [
      { bearer: 'merchant', percent: 67 },
      { bearer: 'platform', percent: 33 },
    ]
    const of = quote(
      documentOf({ kind: 'fullReduction', id: 'm', steps: [{ fromFen: 1, offFen: 101 }], bearers }),
      basketOf([basketLine('a', 3, 500)]),
    )
    expect(of.bearers).toEqual([
      { bearer: 'merchant', amountFen: 68 },
      { bearer: 'platform', amountFen: 33 },
    ])
    expect(of.lines[0]!.receivableFen).toBe(1_500 - 68)
    expect(of.lines[0]!.unitBuyerFen.reduce((sum, fen) => sum + fen, 0)).toBe(1_399)
  })
  test('never makes anything cost less than nothing', () => {
    const of = quote(
      documentOf({ kind: 'fullReduction', id: 'm', steps: [{ fromFen: 1, offFen: 9_999 }] }),
      basketOf([basketLine('a', 2, 10)]),
    )
    expect([of.payableFen, of.discountFen]).toEqual([0, 20])
  })
})

describe('what a promotion is about', () => {
  const off = (more: object) => documentOf({ kind: 'itemDiscount', id: 'i', unitOffFen: 10, ...more })
  const line = basketLine('a', 1, 100)
  test.each([
    ['its SKUs', { skus: ['sku-a'] }, { skus: ['other'] }],
    ['its categories', { categories: ['fridge'] }, { categories: ['oven'] }],
    ['its brands', { brands: ['Snow'] }, { brands: ['Frost'] }],
    ['its channels', { channels: ['app'] }, { channels: ['pos'] }],
    ['its shops', { shops: ['s1'] }, { shops: ['s2'] }],
    ['its time', { from: at, until: at + 1 }, { from: at + 1 }],
    ['its time, the end of which is no part of it', { until: at + 1 }, { until: at }],
  ])('is %s', (_, applies, doesNot) => {
    expect(quote(off(applies), basketOf([line])).payableFen).toBe(90)
    expect(quote(off(doesNot), basketOf([line])).payableFen).toBe(100)
  })
})

describe('gifts', () => {
  const gifts = new Map([
    ['pan', { category: 'kitchen', brand: 'Snow', listPriceFen: 90, available: 3 }],
    ['mug', { category: 'kitchen', brand: 'Snow', listPriceFen: 20, available: 9 }],
  ])
  const forEach = {
    kind: 'gift',
    id: 'g',
    forQuantity: 1,
    gifts: [
      { sku: 'pan', quantity: 1 },
      { sku: 'mug', quantity: 2 },
    ],
  }
  test('come with the line that earned them, cost nothing, and are borne', () => {
    const of = quote(
      documentOf({ ...forEach, bearers: [{ bearer: 'platform', percent: 100 }] }),
      basketOf([basketLine('a', 2, 1_000)], { gifts }),
    )
    expect(of.lines[1]).toMatchObject({
      kind: 'gift',
      giftOf: 'a',
      sku: 'pan',
      quantity: 2,
      unitListPriceFen: 90,
      unitBuyerFen: [0, 0],
      receivableFen: 180,
    })
    expect(of.payableFen).toBe(2_000)
  })
  test('have their own stock: another is given where there are not enough, none where there is none', () => {
    const two = [basketLine('a', 2, 1_000), basketLine('b', 2, 1_000)]
    const of = quote(documentOf(forEach), basketOf(two, { gifts }))
    expect(of.lines.slice(2).map(({ sku, quantity, giftOf }) => [sku, quantity, giftOf])).toEqual([
      ['pan', 2, 'a'],
      ['mug', 4, 'b'],
    ])
    expect(found(quote(documentOf(forEach), basketOf(two)))).toEqual([['g', 'giftOutOfStock', 0]])
  })
  test('may be earned by a sum across lines: then by no single one', () => {
    const forSum = { kind: 'gift', id: 'g', forFen: 2_000, gifts: [{ sku: 'mug', quantity: 1 }] }
    const of = quote(documentOf(forSum), basketOf([basketLine('a', 1, 1_000), basketLine('b', 1, 1_000)], { gifts }))
    expect(of.lines[2]).toMatchObject({ giftOf: null, sku: 'mug', quantity: 1 })
    expect(quote(documentOf(forSum), basketOf([basketLine('a', 1, 1_999)], { gifts })).findings).toMatchObject([
      { reason: 'belowThreshold', missingFen: 1 },
    ])
  })
  test('are given no more often than the promotion says', () => {
    const of = quote(documentOf({ ...forEach, most: 1 }), basketOf([basketLine('a', 2, 1_000), basketLine('b', 1, 1_000)], { gifts }))
    expect(of.lines.slice(2).map(({ sku, quantity }) => [sku, quantity])).toEqual([['pan', 1]])
  })
})

describe('bundles', () => {
  const set = {
    kind: 'bundle',
    id: 's',
    parts: [
      { sku: 'sku-a', quantity: 1 },
      { sku: 'sku-b', quantity: 2 },
    ],
    priceFen: 1_500,
  }
  test('of units bought together cost what the set costs, as often as the basket holds it', () => {
    const of = quote(documentOf(set), basketOf([basketLine('a', 3, 1_000), basketLine('b', 4, 500)]))
    expect(of.findings).toMatchObject([{ reason: 'applied', basisFen: 4_000, offFen: 1_000 }])
    expect(of.payableFen).toBe(4_000)
  })
  test('that are not whole say what is missing', () => {
    expect(quote(documentOf(set), basketOf([basketLine('a', 1, 1_000), basketLine('b', 1, 500)])).findings).toMatchObject([
      { reason: 'setIncomplete', missingUnits: 1 },
    ])
    expect(quote(documentOf(set), basketOf([basketLine('c', 1, 1_000)])).findings).toMatchObject([{ reason: 'nothingInScope' }])
  })
  test('that are one sales SKU say what of each unit is for which stock SKU', () => {
    const components = [
      { sku: 'fridge', quantity: 1, priceShare: 2 },
      { sku: 'oven', quantity: 2, priceShare: 1 },
    ]
    const of = quote(documentOf({ kind: 'itemDiscount', id: 'i', unitOffFen: 1 }), basketOf([basketLine('a', 2, 1_000, { components })]))
    expect(of.lines[0]!.parts).toEqual([
      { sku: 'fridge', quantity: 1, unitFen: [666, 666] },
      { sku: 'oven', quantity: 2, unitFen: [333, 333] },
    ])
  })
})

describe('trade-in', () => {
  const tradeIn = { category: 'fridge', assessedFen: 300, pickupFrom: 1, pickupTo: 2 }
  const bonus = { kind: 'tradeIn', id: 't', oldCategories: ['fridge'], bonusFen: 200, bearers: [{ bearer: 'platform', percent: 100 }] }
  test('takes the value of the old unit off, borne by the recycler, and the bonus by whom it is given', () => {
    const of = quote(documentOf(bonus), basketOf([basketLine('a', 1, 900), basketLine('b', 1, 1_000)], { tradeIn }))
    expect(units(of)).toEqual([
      ['a', [900]],
      ['b', [500]],
    ])
    expect(of.bearers).toEqual([
      { bearer: 'platform', amountFen: 200 },
      { bearer: 'recycler', amountFen: 300 },
    ])
    expect(of.tradeIn).toEqual({ quotedFen: 300, pickupFrom: 1, pickupTo: 2 })
  })
  test('is once, and not of an old unit it does not take', () => {
    expect(quote(documentOf(bonus, { ...bonus, id: 'u' }), basketOf([basketLine('a', 1, 900)], { tradeIn })).discountFen).toBe(500)
    const of = quote(documentOf(bonus), basketOf([basketLine('a', 1, 900)], { tradeIn: { ...tradeIn, category: 'oven' } }))
    expect([of.discountFen, of.tradeIn, found(of)]).toEqual([0, null, [['t', 'noOldUnit', 0]]])
  })
})

describe('presale', () => {
  const dayMs = 86_400_000
  const deposit = { kind: 'presale', id: 'p', depositPercent: 10, balanceWithinMs: dayMs }
  test('asks for a deposit now and the rest later', () => {
    const of = quote(documentOf(deposit), basketOf([basketLine('a', 1, 1_001)], { isPresale: true, freightFen: 30 }))
    expect(of.presale).toEqual({ depositFen: 101, balanceFen: 930, balanceDueAt: at + dayMs })
  })
  test('whose deposit counts for more takes the difference off', () => {
    const of = quote(documentOf({ ...deposit, worthPercent: 200 }), basketOf([basketLine('a', 1, 1_000)], { isPresale: true }))
    expect([of.payableFen, of.presale]).toEqual([900, { depositFen: 100, balanceFen: 800, balanceDueAt: at + dayMs }])
  })
  test('whose deposit counts for more than there is takes off what is left beside it', () => {
    const of = quote(
      documentOf({ ...deposit, depositPercent: 60, worthPercent: 300 }),
      basketOf([basketLine('a', 1, 1_000)], { isPresale: true }),
    )
    expect([of.payableFen, of.presale]).toMatchObject([600, { depositFen: 600, balanceFen: 0 }])
  })
  test('is none where nobody wants one', () => {
    expect(quote(documentOf(deposit), basketOf([basketLine('a', 1, 1_000)])).presale).toBeNull()
  })
})

describe('price protection', () => {
  const cheaper = { kind: 'itemDiscount', id: 'i', unitOffFen: 100 }
  const protection = { kind: 'priceProtection', id: 'pp', withinMs: 1_000 }
  const document = documentOf(cheaper, protection)
  const basket = basketOf([basketLine('a', 2, 1_000)])
  const paid = (unitRefundedFen: readonly number[]) => [{ lineId: 'a', unitBuyerFen: [1_000, 999], unitRefundedFen }]
  const back = (placedAt: number, unitRefundedFen = [0, 0], of = document) =>
    protectedBy(of, basket, quote(of, basket), placedAt, paid(unitRefundedFen))
  test('gives back what each unit costs less now', () =>
    expect(back(at - 1_000)).toEqual([{ lineId: 'a', promotion: 'pp', unitFen: [100, 99], refundFen: 199 }]))
  test('not after its time', () => expect(back(at - 1_001)).toEqual([]))
  test('not twice, and not of a unit that went back', () => {
    expect(back(at, [100, 999])).toEqual([])
    expect(back(at, [40, 0])).toMatchObject([{ unitFen: [60, 99] }])
  })
  test('not where no promotion says so', () => expect(back(at, [0, 0], documentOf(cheaper))).toEqual([]))
})

describe('a document', () => {
  const fault = (...promotions: object[]) => {
    const read = readDocument('promotion', { promotions })
    return read.ok ? null : read.fault.path
  }
  const gift = { kind: 'gift', id: 'g', gifts: [{ sku: 'pan', quantity: 1 }] }
  test.each([
    [
      'two promotions of one id',
      [
        { kind: 'itemDiscount', id: 'i' },
        { kind: 'itemDiscount', id: 'i' },
      ],
      'promotions.1.id',
    ],
    [
      'shares that do not sum to the whole',
      [{ kind: 'itemDiscount', id: 'i', bearers: [{ bearer: 'merchant', percent: 99 }] }],
      'promotions.0.bearers',
    ],
    ['a gift that nothing earns', [gift], 'promotions.0.forQuantity'],
    ['a gift that two things earn', [{ ...gift, forQuantity: 1, forFen: 1 }], 'promotions.0.forQuantity'],
    [
      'a set that names a SKU twice',
      [
        {
          kind: 'bundle',
          id: 's',
          priceFen: 1,
          parts: [
            { sku: 'a', quantity: 1 },
            { sku: 'a', quantity: 1 },
          ],
        },
      ],
      'promotions.0.parts',
    ],
  ])('refuses %s', (_, promotions, path) => expect(fault(...(promotions as object[]))).toBe(path))
})

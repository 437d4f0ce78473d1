import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../tests/seed/runs.ts'
import { channelStockKind, type StockRule } from '../policy/kinds/channel-stock.ts'
import { type Channel, channels } from '../shared/fields.ts'
import { available, quotaLeft } from '../stock/available.ts'
import { initial, type Stock } from '../stock/state.ts'
import { isWorthTelling, type PlaceStock, ruleFor, shownQuantity } from './shown-quantity.ts'

const usual: StockRule = {
  ...{ sharePercent: 100, exclusivePercent: 100, safety: 0, cap: null, stores: false, suppliers: false, inTransitPercent: 0 },
  ...{ locations: [], minimumChange: 1 },
}
const place = (change: Partial<PlaceStock> = {}): PlaceStock => ({
  ...{ location: 'HZ', kind: 'warehouse', beyondSafety: 10, inTransit: 0, quotas: [] },
  ...change,
})
const of = (places: readonly PlaceStock[], rule: Partial<StockRule> = {}, channel: Channel = 'jd') =>
  shownQuantity([{ sku: 'A', quantityPerUnit: 1, places }], channel, { ...usual, ...rule })

describe('what a shop shows', () => {
  test('is its share of all locations that count, less its safety, up to its cap', () => {
    expect(of([place(), place({ location: 'SH', beyondSafety: 5 })]).quantity).toBe(15)
    expect(of([place(), place({ location: 'SH', beyondSafety: 5 })], { sharePercent: 33 }).quantity).toBe(4)
    expect(of([place()], { safety: 3 }).quantity).toBe(7)
    expect(of([place()], { safety: 30 }).quantity).toBe(0)
    expect(of([place()], { cap: 4 }).quantity).toBe(4)
  })

  test('has stores, suppliers and units on their way only where the rule says so', () => {
    const places = [place({ kind: 'store', location: 'S1' }), place({ kind: 'supplier', location: 'X', beyondSafety: 7 })]
    expect(of(places).quantity).toBe(0)
    expect(of(places, { stores: true }).quantity).toBe(10)
    expect(of(places, { suppliers: true }).quantity).toBe(7)
    expect(of(places, { stores: true, suppliers: true, locations: ['X'] }).quantity).toBe(7)
    expect(of([place({ inTransit: 9 })], { inTransitPercent: 50 }).quantity).toBe(14)
    expect(of([place({ kind: 'transit' })], { stores: true, suppliers: true }).quantity).toBe(0)
  })

  test('has what is kept for its channel alone, and not what is kept for another; a shared quota is a limit', () => {
    const kept = place({ quotas: [{ channel: 'jd', kind: 'exclusive', left: 4 }] })
    expect(of([kept]).quantity).toBe(10)
    expect(of([kept], {}, 'pdd').quantity).toBe(6)
    expect(of([kept], { sharePercent: 0 }).quantity).toBe(4)
    expect(of([kept], { sharePercent: 0, exclusivePercent: 50 }).quantity).toBe(2)
    expect(of([place({ quotas: [{ channel: 'jd', kind: 'shared', left: 3 }] })]).quantity).toBe(3)
  })

  test('of a bundle is what its scarcest part makes', () => {
    const part = (sku: string, beyondSafety: number, quantityPerUnit: number) => ({
      sku,
      quantityPerUnit,
      places: [place({ beyondSafety })],
    })
    expect(shownQuantity([part('A', 10, 3), part('B', 2, 1)], 'jd', usual).quantity).toBe(2)
    expect(shownQuantity([part('A', 10, 3), part('B', 20, 1)], 'jd', { ...usual, safety: 1 }).quantity).toBe(2)
    expect(shownQuantity([], 'jd', usual).quantity).toBe(0)
  })
})

/** One location's stock as the stock itself holds it, so that what may be promised is its own word. */
const stocks = fc.record({
  onHand: fc.nat(50),
  reserved: fc.nat(60),
  safety: fc.nat(10),
  quotas: fc.uniqueArray(
    fc.record({
      channel: fc.constantFrom(...channels),
      kind: fc.constantFrom('exclusive' as const, 'shared' as const),
      units: fc.nat(30),
      issued: fc.nat(20),
    }),
    { selector: ({ channel }) => channel, maxLength: 4 },
  ),
})

function stockOf({ onHand, reserved, safety, quotas }: Parameters<Parameters<typeof stocks.map>[0]>[0]): Stock {
  const stock = initial(4)
  stock.onHand = onHand
  stock.reserved = reserved
  stock.safety = { units: safety, setAt: null }
  for (const { channel, kind, units, issued } of quotas)
    stock.channels.set(channel, { reserved: 0, issued, quota: { units, kind, setAt: 0 } })
  return stock
}
const placeOf = (stock: Stock, inTransit: number, location: string): PlaceStock => ({
  ...{ location, kind: 'warehouse', inTransit, beyondSafety: stock.onHand - stock.reserved - stock.safety.units },
  quotas: [...stock.channels].map(([channel, share]) => ({ channel, kind: share.quota!.kind, left: quotaLeft(share)! })),
})
const rules = fc.record({
  sharePercent: fc.integer({ min: 0, max: 100 }),
  exclusivePercent: fc.integer({ min: 0, max: 100 }),
  safety: fc.nat(5),
  cap: fc.option(fc.nat(40)),
  inTransitPercent: fc.integer({ min: 0, max: 100 }),
})

describe('whatever there is', () => {
  test('a shop never shows more than the locations may promise its channel, and what of the units on their way counts', () => {
    fc.assert(
      fc.property(
        fc.array(stocks, { maxLength: 5 }),
        fc.nat(20),
        rules,
        fc.constantFrom(...channels),
        (given, inTransit, rule, channel) => {
          const all = given.map(stockOf)
          const shown = of(
            all.map((stock, at) => placeOf(stock, inTransit, `L${at}`)),
            rule,
            channel,
          ).quantity
          const promisable = all.reduce((units, stock) => units + Math.max(0, available(stock, channel)), 0)
          expect(Number.isSafeInteger(shown) && shown >= 0).toBe(true)
          expect(shown).toBeLessThanOrEqual(promisable + all.length * inTransit)
          if (rule.inTransitPercent === 0) expect(shown).toBeLessThanOrEqual(promisable)
          if (rule.cap !== null) expect(shown).toBeLessThanOrEqual(rule.cap)
        },
      ),
      { numRuns: runs(500) },
    )
  })

  test('shops whose shares come to the whole never show more of what is kept for nobody than there is, nor of a bundle', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(stocks, { minLength: 1, maxLength: 4 }), cuts, fc.integer({ min: 1, max: 4 }), (given, cut, quantityPerUnit) => {
        const bounds = [0, ...cut.toSorted((a, b) => a - b), 100]
        const shares = bounds.slice(1).map((bound, at) => bound - bounds[at]!)
        const places = given.map(stockOf).map((stock, at) => placeOf(stock, 0, `L${at}`))
        const shown = shares.map((sharePercent, at) =>
          shownQuantity([{ sku: 'A', quantityPerUnit, places }], channels[at % channels.length]!, {
            ...usual,
            sharePercent,
            exclusivePercent: 0,
          }),
        )
        const total = shown.reduce((units, { quantity }) => units + quantity, 0)
        expect(total * quantityPerUnit).toBeLessThanOrEqual(shown[0]!.parts[0]!.shareable)
      }),
      { numRuns: runs(500) },
    )
  })

  test('what all channels show of the units kept for each is never more than there is', () => {
    fc.assert(
      fc.property(stocks, (given) => {
        const stock = stockOf(given)
        const here = [placeOf(stock, 0, 'L')]
        const exclusive = channels.map((channel) => of(here, { sharePercent: 0 }, channel).quantity)
        const shareable = of(here, {}, 'jd').parts[0]!.shareable
        const there = Math.max(0, stock.onHand - stock.reserved - stock.safety.units)
        expect(exclusive.reduce((units, each) => units + each, 0) + shareable).toBeLessThanOrEqual(there)
      }),
      { numRuns: runs(500) },
    )
  })
})

describe('the rule of a shop', () => {
  const document = channelStockKind.document.parse({
    shops: [
      {
        channel: 'jd',
        shop: 's1',
        sharePercent: 40,
        skus: [
          { sku: 'A', cap: 3 },
          { sku: 'B', published: false },
        ],
      },
      { channel: 'pdd', shop: 's1' },
    ],
  })

  test('holds for all it sells but what is said otherwise for a SKU, and for no other shop', () => {
    expect(ruleFor(document, 'jd', 's1', 'C')).toMatchObject({ sharePercent: 40, cap: null, intervalMs: 5_000 })
    expect(ruleFor(document, 'jd', 's1', 'A')).toMatchObject({ sharePercent: 40, cap: 3 })
    expect(ruleFor(document, 'jd', 's1', 'B')).toBeNull()
    expect(ruleFor(document, 'jd', 's2', 'A')).toBeNull()
  })

  test('a shop is named once', () => {
    expect(
      channelStockKind.document.safeParse({
        shops: [
          { channel: 'jd', shop: 's1' },
          { channel: 'jd', shop: 's1' },
        ],
      }).success,
    ).toBe(false)
  })
})

test('a change is worth telling from so many units on, and always to and from nothing', () => {
  expect([isWorthTelling(null, 0, 5), isWorthTelling(7, 7, 1), isWorthTelling(7, 3, 5), isWorthTelling(7, 2, 5)]).toEqual([
    true,
    false,
    false,
    true,
  ])
  expect([isWorthTelling(1, 0, 5), isWorthTelling(0, 1, 5)]).toEqual([true, true])
})

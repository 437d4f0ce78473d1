import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apportion, multiplyAndDivide } from './apportion.ts'
import { sum } from './money.ts'

const weights = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 12 }).filter((list) => sum(list) > 0)
const amount = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 2_000_000_000 }))

describe('largest remainder', () => {
  test.each([
    [30_000, [399_900, 259_900, 19_900], [17_651, 11_471, 878]],
    [100, [1, 1, 1], [34, 33, 33]],
    [1, [1, 1], [1, 0]],
    [82_485, [1, 2], [27_495, 54_990]],
    [7, [0, 0], [4, 3]],
    [0, [5, 5], [0, 0]],
  ])('%i over %j is %j', (amountFen, over, shares) => expect(apportion(amountFen, over)).toEqual(shares))

  test('a share stops at its cap and the overflow goes to the others', () => {
    expect(apportion(100, [1, 1, 1], [10, 100, 100])).toEqual([10, 45, 45])
    expect(apportion(50, [1, 0], [5, 100])).toEqual([5, 45])
    expect(apportion(101, [1, 1, 1], [100, 1, 100])).toEqual([50, 1, 50])
    expect(apportion(15, [2, 1], [10, 5])).toEqual([10, 5])
  })

  test('more than all caps together cannot be cut', () => {
    expect(() => apportion(16, [1, 1], [10, 5])).toThrow(RangeError)
    expect(() => apportion(-1, [1])).toThrow(RangeError)
  })

  test('shares sum to the fen, and differ from the exact part by less than one', () =>
    fc.assert(
      fc.property(amount, weights, (amountFen, over) => {
        const shares = apportion(amountFen, over)
        expect(sum(shares)).toBe(amountFen)
        const total = BigInt(sum(over))
        for (const [place, share] of shares.entries()) {
          const difference = BigInt(share) * total - BigInt(amountFen) * BigInt(over[place]!)
          expect(difference < total && -difference < total).toBe(true)
        }
      }),
    ))

  test('who weighs more never gets less, and among equals the first gets the odd fen', () =>
    fc.assert(
      fc.property(amount, weights, (amountFen, over) => {
        const shares = apportion(amountFen, over)
        for (let a = 0; a < over.length; a++) {
          for (let b = a + 1; b < over.length; b++) {
            if (over[a]! >= over[b]!) expect(shares[a]).toBeGreaterThanOrEqual(shares[b]!)
            else expect(shares[a]).toBeLessThanOrEqual(shares[b]!)
          }
        }
      }),
    ))

  test('another order of the lines gives the same shares to the same weights', () =>
    fc.assert(
      fc.property(amount, weights, fc.infiniteStream(fc.nat()), (amountFen, over, keys) => {
        const shuffled = over.map((weight) => ({ weight, key: keys.next().value as number })).sort((a, b) => a.key - b.key)
        const pairs = (list: readonly number[]) =>
          apportion(amountFen, list)
            .map((share, place) => [list[place]!, share] as const)
            .sort((a, b) => a[0] - b[0] || a[1] - b[1])
        expect(pairs(shuffled.map(({ weight }) => weight))).toEqual(pairs(over))
      }),
    ))

  test('with caps the sum is exact and no share exceeds its cap', () =>
    fc.assert(
      fc.property(
        weights,
        fc.infiniteStream(fc.integer({ min: 0, max: 100_000 })),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (over, stream, part) => {
          const caps = over.map(() => stream.next().value as number)
          const amountFen = Math.floor(sum(caps) * part)
          const shares = apportion(amountFen, over, caps)
          expect(sum(shares)).toBe(amountFen)
          for (const [place, share] of shares.entries()) expect(share >= 0 && share <= caps[place]!).toBe(true)
        },
      ),
    ))

  test('products beyond what a number holds are still exact', () => {
    expect(apportion(900_719_925_474_099, [1_000_000_007, 999_999_937])).toEqual([450_359_978_499_649, 450_359_946_974_450])
    expect(multiplyAndDivide(900_719_925_474_099, 1_000_000_007, 1_999_999_944)).toEqual([450_359_978_499_648, 1_274_298_981])
  })
})

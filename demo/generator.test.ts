import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../tests/seed/runs.ts'
import { total } from './amounts.ts'
import { openingAt } from './opening.ts'
import { planOf } from './plan.ts'
import { roundsOf } from './rounds.ts'
import { channels } from './shops.ts'

const options = fc.record({ seed: fc.nat(1_000_000), orders: fc.integer({ min: 1, max: 120 }), days: fc.integer({ min: 1, max: 3 }) })

describe('the generator of the demo', () => {
  test('makes the same of the same seed, to the byte, and something else of another', () => {
    const textsOf = (seed: number) => planOf({ seed, orders: 40, days: 1 }).messages.map(({ at, text }) => `${at} ${text()}`)
    expect(textsOf(7)).toEqual(textsOf(7))
    expect(textsOf(7)).not.toEqual(textsOf(8))
  })

  test('knows a truth that sums', () => {
    fc.assert(
      fc.property(options, (given) => {
        const { messages, sales, truth } = planOf(given)
        expect(sales).toHaveLength(given.orders)
        const byChannel = Object.values(truth.channels)
        expect(total(byChannel.map(({ orders }) => orders))).toBe(given.orders)
        expect(total(byChannel.map(({ gmvFen }) => gmvFen))).toBe(total(sales.map(({ payFen }) => payFen)))
        expect(total(Object.values(truth.outcomes))).toBe(messages.length)
        expect(truth.outcomes.exception).toBe(total(Object.values(truth.exceptions)))
        expect(truth.outcomes.exception).toBe(truth.mishaps.malformed + truth.mishaps.unknownListing)
        expect(truth.outcomes.duplicate).toBe(truth.mishaps.duplicate)
        expect(truth.outcomes.stale).toBe(truth.mishaps.stale)
        expect(truth.unpaid + truth.cancelled).toBeLessThanOrEqual(given.orders)
        expect(truth.returns).toBeLessThanOrEqual(truth.refunds)
      }),
      { numRuns: runs(60) },
    )
  })

  test('makes every discount, share and price of a sale sum to what the buyer pays', () => {
    fc.assert(
      fc.property(options, (given) => {
        for (const { lines, payFen, freightFen, depositFen } of planOf(given).sales) {
          expect(payFen).toBe(total(lines.map((line) => line.payFen)) + freightFen)
          expect(depositFen ?? 1).toBeGreaterThan(0)
          for (const { unitFen, quantity, shares, payFen: lineFen } of lines) {
            expect(lineFen).toBe(unitFen * quantity - total(Object.values(shares)))
            expect(Math.min(lineFen, ...Object.values(shares))).toBeGreaterThanOrEqual(0)
          }
        }
      }),
      { numRuns: runs(40) },
    )
  })

  test('gives every sale an id of its own', () => {
    const { sales } = planOf({ seed: 3, orders: 3_000, days: 1 })
    expect(new Set(sales.map(({ channel, orderId }) => `${channel} ${orderId}`)).size).toBe(sales.length)
    expect(new Set(sales.map(({ channel }) => channel))).toEqual(new Set(channels))
  })

  test('finds something to spoil in every message it spoils, where word of the money came first, too', () => {
    const spoiled = planOf({ seed: 7, orders: 20_000, days: 1 }).messages.filter(({ mishap }) => mishap === 'malformed')
    expect(spoiled.length).toBeGreaterThan(200)
    for (const { text } of spoiled) expect(text).not.toThrow()
  })

  test('sends everything once and in order, and never two messages about one order at once', () => {
    fc.assert(
      fc.property(options, (given) => {
        const { messages, operations, until } = planOf(given)
        const rounds = [...roundsOf(messages, operations, openingAt, until)]
        const sent = rounds.flatMap((round) => round.messages)
        expect(new Set(sent)).toEqual(new Set(messages))
        expect(sent).toHaveLength(messages.length)
        expect(rounds.flatMap((round) => round.operations)).toEqual(operations)
        const inTurn = (all: readonly { about: string }[]) => Map.groupBy(all, ({ about }) => about)
        expect([...inTurn(sent)].map(([about, each]) => [about, each])).toEqual(
          expect.arrayContaining([...inTurn(messages)].map(([about, each]) => [about, each])),
        )
        for (const round of rounds) {
          expect(new Set(round.messages.map(({ about }) => about)).size).toBe(round.messages.length)
          for (const { at } of round.messages) expect(at).toBeLessThanOrEqual(round.at)
        }
      }),
      { numRuns: runs(20) },
    )
  })

  test('has flash minutes and stores that close', () => {
    const { sales } = planOf({ seed: 1, orders: 4_000, days: 1 })
    const minuteOf = (instant: number) => Math.floor(instant / 60_000)
    const perMinute = [...Map.groupBy(sales, ({ placedAt }) => minuteOf(placedAt)).values()]
      .map((each) => each.length)
      .sort((a, b) => b - a)
    expect(perMinute[0]!).toBeGreaterThan(20)
    expect(perMinute[Math.floor(perMinute.length / 2)]!).toBeLessThan(5)
    const hours = sales.filter(({ channel }) => channel === 'pos').map(({ placedAt }) => (new Date(placedAt).getUTCHours() + 8) % 24)
    expect(Math.min(...hours)).toBe(10)
    expect(Math.max(...hours)).toBe(21)
  })
})

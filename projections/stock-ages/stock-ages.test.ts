import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chinaDay, dayMs } from '../../domain/shared/china-day.ts'
import { stockKey, streamKey, streamName } from '../../domain/shared/stream-name.ts'
import type { StockEvent } from '../../domain/stock/events.ts'
import { given, told } from '../testing/given.ts'
import { agesOf, bucketsOf } from './layers.ts'
import { soldWithin, weekOf } from './sold-weeks.ts'
import { type StockAge, stockAges } from './stock-ages.ts'

const start = Date.parse('2026-11-11T00:00:00+08:00')
const on = (day: number) => start + day * dayMs
const paths: Readonly<Record<string, readonly string[]>> = { HZ: ['330000', '330100'], SH: ['310000'] }
const at = (location: string, type: StockEvent['type'], data: object) =>
  told(streamName('stock', stockKey('A', location)), type, {
    ...{ sku: 'A', location, category: 'sparePart', brand: 'H', regionPath: paths[location]!, ...data },
  })
const received = (location: string, quantity: number, day: number) => at(location, 'StockReceived', { quantity, askedAt: on(day) })
const issued = (location: string, quantity: number) => at(location, 'StockIssued', { quantity })
const here = stockKey('A', 'HZ')
const all = streamKey(['A'])
const days = (age: StockAge) => age.layers.map(({ day, units }) => [day, units])

describe('the age of stock', () => {
  test('is told by the day it came, and what leaves is what came first', () => {
    const folded = given(stockAges, received('HZ', 5, 0), received('HZ', 3, 10), received('HZ', 2, 10), issued('HZ', 6))
    folded.shows(here, { onHand: 4, layers: [{ day: chinaDay(on(10)), units: 4 }], areas: ['CN', '330000', '330100'], stocked: true })
  })

  test('of a receipt documented late stands where it belongs', () => {
    const { documents } = given(stockAges, received('HZ', 5, 10), received('HZ', 3, 0))
    expect(days(documents.get(here) as StockAge)).toEqual([
      [chinaDay(on(0)), 3],
      [chinaDay(on(10)), 5],
    ])
  })

  test('begins anew at a location with a transfer, and goes on for all locations together', () => {
    const sent = at('HZ', 'TransferDispatched', { quantity: 4, to: 'SH', toRegionPath: paths.SH!, askedAt: on(5) })
    const arrived = at('SH', 'TransferReceived', { quantity: 3, remaining: 1, askedAt: on(7) })
    const lost = at('SH', 'TransferLost', { quantity: 1, remaining: 0, askedAt: on(8) })
    const folded = given(stockAges, received('HZ', 5, 0), sent, arrived, lost)
    folded.shows(here, { onHand: 1, layers: [{ day: chinaDay(on(0)), units: 1 }] })
    folded.shows(stockKey('A', 'SH'), { onHand: 3, layers: [{ day: chinaDay(on(7)), units: 3 }] })
    folded.shows(all, { level: 'all', location: null, onHand: 4, layers: [{ day: chinaDay(on(0)), units: 4 }] })
  })

  test('counts what can be sold only', () => {
    const back = (condition: string) => at('HZ', 'StockReturned', { quantity: 2, condition, askedAt: on(3) })
    const graded = at('HZ', 'StockGraded', { quantity: 1, was: 'damaged', condition: 'sellable', askedAt: on(4) })
    const damaged = at('HZ', 'StockDamaged', { quantity: 1, askedAt: on(4) })
    given(stockAges, received('HZ', 2, 0), back('sellable'), back('damaged'), graded, damaged).shows(here, {
      onHand: 4,
      layers: [
        { day: chinaDay(on(0)), units: 1 },
        { day: chinaDay(on(3)), units: 2 },
        { day: chinaDay(on(4)), units: 1 },
      ],
    })
    given(stockAges, received('HZ', 5, 0), at('HZ', 'StockCounted', { difference: -5, askedAt: on(1) })).shows(here, {
      ...{ onHand: 0, layers: [], stocked: false },
    })
  })

  test('says since when nothing was sold: the last sale, or the first receipt', () => {
    given(stockAges, received('HZ', 5, 3), received('HZ', 5, 9)).shows(here, { lastSoldAt: null, idleSince: on(3) })
    // The second event of a test happens in the second millisecond.
    given(stockAges, received('HZ', 5, 3), issued('HZ', 1)).shows(here, { lastSoldAt: 2, idleSince: 2, soldByWeek: [{ units: 1 }] })
  })
})

test('whatever moves, the layers of a location are what is there, in order, and those of all are what is there or on its way', () => {
  const moves = fc.array(
    fc.record({
      type: fc.constantFrom('in', 'out', 'send', 'arrive'),
      location: fc.constantFrom('HZ', 'SH'),
      quantity: fc.integer({ min: 1, max: 9 }),
      day: fc.nat(900),
    }),
    { maxLength: 80 },
  )
  fc.assert(
    fc.property(moves, (asked) => {
      const stock: Record<string, number> = { HZ: 0, SH: 0 }
      let onTheWay = 0
      const events = asked.flatMap(({ type, location, quantity, day }) => {
        const there = stock[location]!
        const left = Math.min(quantity, there)
        const arrives = Math.min(quantity, onTheWay)
        if (type === 'in') {
          stock[location]! += quantity
          return [received(location, quantity, day)]
        }
        if (type === 'arrive') {
          if (arrives === 0) return []
          onTheWay -= arrives
          stock[location]! += arrives
          return [at(location, 'TransferReceived', { quantity: arrives, remaining: 0, askedAt: on(day) })]
        }
        if (left === 0) return []
        stock[location]! -= left
        if (type === 'out') return [issued(location, left)]
        onTheWay += left
        return [at(location, 'TransferDispatched', { quantity: left, to: 'X', toRegionPath: [], askedAt: on(day) })]
      })
      const { documents } = given(stockAges, ...events)
      for (const age of documents.values() as Iterable<StockAge>) {
        const units = age.layers.reduce((sum, layer) => sum + layer.units, 0)
        expect(units).toBe(age.onHand)
        expect(age.onHand).toBe(age.level === 'all' ? stock.HZ! + stock.SH! + onTheWay : stock[age.location!]!)
        expect(age.layers.map(({ day }) => day)).toEqual([...new Set(age.layers.map(({ day }) => day))].sort())
        expect(age.layers.length).toBeLessThanOrEqual(400)
      }
    }),
  )
})

test('buckets hold each unit once, whatever their bounds, and say how old the oldest is', () => {
  const layers = [
    { day: chinaDay(on(0)), units: 2 },
    { day: chinaDay(on(29)), units: 3 },
    { day: chinaDay(on(30)), units: 4 },
    { day: chinaDay(on(70)), units: 1 },
  ]
  const day = chinaDay(on(60))
  expect(bucketsOf(layers, day, [30, 60])).toEqual([
    { fromDays: 0, toDays: 30, units: 1 },
    { fromDays: 30, toDays: 60, units: 7 },
    { fromDays: 60, toDays: null, units: 2 },
  ])
  expect(agesOf(layers, day)).toEqual({ oldestDays: 60, averageDays: Math.floor((2 * 60 + 3 * 31 + 4 * 30) / 10) })
  expect(agesOf([], day)).toEqual({ oldestDays: null, averageDays: null })
})

test('weeks begin on a Monday in China, and a window ends with the week that is asked about', () => {
  expect(weekOf(Date.parse('2026-11-09T00:00:00+08:00'))).toBe('2026-11-09')
  expect(weekOf(Date.parse('2026-11-08T23:59:59+08:00'))).toBe('2026-11-02')
  const weeks = [
    { week: '2026-10-26', units: 1 },
    { week: '2026-11-02', units: 2 },
    { week: '2026-11-09', units: 4 },
  ]
  const asked = (count: number, day: string) => soldWithin(weeks, Date.parse(`${day}T12:00:00+08:00`), count)
  expect([asked(1, '2026-11-11'), asked(2, '2026-11-11'), asked(9, '2026-11-11'), asked(2, '2026-11-04')]).toEqual([4, 6, 7, 3])
})

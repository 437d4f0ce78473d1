import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areasOf } from '../../domain/shared/region.ts'
import { stockKey, streamName } from '../../domain/shared/stream-name.ts'
import { moved, type Units, withAvailability } from '../../domain/stock/available.ts'
import type { StockChange, StockEvent } from '../../domain/stock/events.ts'
import { runs } from '../../tests/seed/runs.ts'
import type { Projection } from '../projection.ts'
import { type AreaStock, stockByArea } from '../stock-by-area/stock-by-area.ts'
import { type StockTotal, stockTotals } from '../stock-totals/stock-totals.ts'
import { given as givenEvents, told } from '../testing/given.ts'
import type { Written } from '../testing/synthetic-life.ts'
import type { StockCell } from './document.ts'
import { stockMap } from './stock-map.ts'

const paths: Record<string, string[]> = { W1: ['440000', '440300'], W2: ['440000', '440100'], W3: ['310000'], W4: [] }
const place = (sku: string, location: string) => ({ sku, location, regionPath: paths[location]!, category: 'washer', brand: 'H' })
const at = (sku: string, location: string, type: StockEvent['type'], data: object) =>
  told(streamName('stock', stockKey(sku, location)), type, { ...place(sku, location), ...data })
const cell = stockKey('A', 'W1')

/** Events as the stock streams would hold them: with what each left available. */
function given(projection: Projection, ...written: readonly Written[]) {
  const units = new Map<string, Units>()
  const events = written.map(({ stream, event }) => {
    const before = units.get(stream) ?? { onHand: 0, reserved: 0, safetyStock: 0 }
    const change = event as StockChange
    const told = change.type === 'SafetyStockSet' ? { ...change, data: { ...change.data, safetyStockBefore: before.safetyStock } } : change
    const [complete] = withAvailability(before, [told])
    units.set(stream, moved(before, told))
    return { stream, event: complete! }
  })
  return givenEvents(projection, ...events)
}

describe('stock of one SKU at one location', () => {
  test('what each movement does', () => {
    const received = at('A', 'W1', 'StockReceived', { quantity: 10 })
    const counts = { onHand: 10, damaged: 0, refurbish: 0, scrap: 0, reserved: 0, inTransit: 0, safetyStock: 0, availableToPromise: 10 }
    given(stockMap, received).shows(cell, { ...counts, areas: ['CN', '440000', '440300'] })
    given(stockMap, received, at('A', 'W1', 'StockReserved', { channel: 'jd', quantity: 3 })).shows(cell, {
      ...counts,
      reserved: 3,
      availableToPromise: 7,
    })
    given(stockMap, received, at('A', 'W1', 'StockDamaged', { quantity: 2 })).shows(cell, {
      ...counts,
      onHand: 8,
      damaged: 2,
      availableToPromise: 8,
    })
    given(stockMap, received, at('A', 'W1', 'StockCounted', { difference: -4 })).shows(cell, {
      ...counts,
      onHand: 6,
      availableToPromise: 6,
    })
    given(stockMap, received, at('A', 'W1', 'SafetyStockSet', { safetyStock: 12 })).shows(cell, {
      ...counts,
      safetyStock: 12,
      availableToPromise: 0,
    })
    const returned = at('A', 'W1', 'StockReturned', { quantity: 1, condition: 'damaged' })
    given(stockMap, received, returned, at('A', 'W1', 'StockScrapped', { quantity: 1, condition: 'damaged' })).shows(cell, counts)
  })

  test('units of each grade stand apart, and only sellable ones may be promised', () => {
    const one = (condition: 'refurbish' | 'scrap' | 'damaged') => at('A', 'W1', 'StockReturned', { quantity: 2, condition })
    const begun = [at('A', 'W1', 'StockReceived', { quantity: 10 }), one('refurbish'), one('scrap'), one('damaged')]
    given(stockMap, ...begun).shows(cell, { onHand: 10, refurbish: 2, scrap: 2, damaged: 2, availableToPromise: 10 })
    const repaired = at('A', 'W1', 'StockGraded', { quantity: 1, was: 'refurbish', condition: 'sellable' })
    given(stockMap, ...begun, repaired).shows(cell, { onHand: 11, refurbish: 1, scrap: 2, damaged: 2, availableToPromise: 11 })
    const worse = at('A', 'W1', 'StockGraded', { quantity: 2, was: 'damaged', condition: 'scrap' })
    const gone = at('A', 'W1', 'StockScrapped', { quantity: 3, condition: 'scrap' })
    given(stockMap, ...begun, worse, gone).shows(cell, { onHand: 10, refurbish: 2, scrap: 1, damaged: 0 })
  })

  test('a reservation ends released or issued', () => {
    const begun = [at('A', 'W1', 'StockReceived', { quantity: 10 }), at('A', 'W1', 'StockReserved', { channel: 'jd', quantity: 3 })]
    given(stockMap, ...begun, at('A', 'W1', 'ReservationReleased', { channel: 'jd', quantity: 3 })).shows(cell, { onHand: 10, reserved: 0 })
    const issued = given(stockMap, ...begun, at('A', 'W1', 'StockIssued', { channel: 'jd', quantity: 3 }))
    issued.shows(cell, { onHand: 7, reserved: 0, availableToPromise: 7, channels: { jd: { reserved: 0, issued: 3 } } })
  })

  test('units on their way stand at their destination, from dispatch on', () => {
    const sent = [
      at('A', 'W1', 'StockReceived', { quantity: 10 }),
      at('A', 'W1', 'TransferDispatched', { to: 'W3', toRegionPath: paths.W3!, quantity: 4 }),
    ]
    const there = stockKey('A', 'W3')
    given(stockMap, ...sent)
      .shows(cell, { onHand: 6 })
      .shows(there, { onHand: 0, inTransit: 4, areas: ['CN', '310000'] })
    const arrived = [at('A', 'W3', 'TransferExpected', { quantity: 4 }), at('A', 'W3', 'TransferReceived', { quantity: 3 })]
    given(stockMap, ...sent, ...arrived, at('A', 'W3', 'TransferLost', { quantity: 1 })).shows(there, { onHand: 3, inTransit: 0 })
  })

  test('exclusive units are there for their channel only, and a shared quota is a limit', () => {
    const events = [
      at('A', 'W1', 'StockReceived', { quantity: 10 }),
      at('A', 'W1', 'StockReserved', { channel: 'jd', quantity: 1 }),
      at('A', 'W1', 'StockReserved', { channel: 'pdd', quantity: 1 }),
      at('A', 'W1', 'ChannelQuotaSet', { channel: 'jd', quota: 5, kind: 'exclusive' }),
      at('A', 'W1', 'ChannelQuotaSet', { channel: 'pdd', quota: 3, kind: 'shared' }),
    ]
    const channels = { jd: { availableToPromise: 8 }, pdd: { availableToPromise: 2 } }
    given(stockMap, ...events).shows(cell, { availableToPromise: 8, channels })
  })
})

const fields = ['onHand', 'damaged', 'refurbish', 'scrap', 'reserved', 'inTransit', 'safetyStock', 'availableToPromise'] as const
const locations = ['W1', 'W2', 'W3', 'W4'] as const
const movement = fc.record({
  sku: fc.constantFrom('A', 'B'),
  location: fc.constantFrom(...locations),
  to: fc.constantFrom(...locations),
  quantity: fc.integer({ min: 1, max: 9 }),
  type: fc.constantFrom(
    'StockReceived',
    'StockReserved',
    'ReservationReleased',
    'StockIssued',
    'StockDamaged',
    'SafetyStockSet',
    'TransferDispatched',
    'TransferReceived',
    'StockReturned',
    'StockGraded',
  ),
  condition: fc.constantFrom('sellable', 'refurbish', 'scrap'),
})

describe('roll-ups', () => {
  test('are the sum of their locations, by SKU and area, and over all SKUs', () => {
    fc.assert(
      fc.property(fc.array(movement, { minLength: 1, maxLength: 60 }), (movements) => {
        const events = movements.map(({ sku, location, to, quantity, type, condition }) =>
          at(
            sku,
            location,
            type as 'TransferDispatched',
            {
              ...{ quantity, channel: 'jd', difference: quantity, safetyStock: quantity, to, toRegionPath: paths[to]! },
              ...{ condition, was: 'damaged' },
            } as never,
          ),
        )
        const cells = [...given(stockMap, ...events).documents.values()] as StockCell[]
        const sum = (some: StockCell[], field: (typeof fields)[number]) => some.reduce((total, one) => total + one[field], 0)
        for (const area of given(stockByArea, ...events).documents.values() as Iterable<AreaStock>) {
          const inside = cells.filter((one) => one.sku === area.sku && areasOf(paths[one.location]!).includes(area.area))
          for (const field of fields) expect(area[field]).toBe(sum(inside, field))
        }
        for (const total of given(stockTotals, ...events).documents.values() as Iterable<StockTotal>) {
          const inside = cells.filter((one) =>
            total.level === 'location' ? one.location === total.place : areasOf(paths[one.location]!).includes(total.place),
          )
          for (const field of fields) expect(total[field]).toBe(sum(inside, field))
        }
        const levels = new Set(([...given(stockByArea, ...events).documents.values()] as AreaStock[]).map(({ level }) => level))
        expect(levels.has('country')).toBe(true)
      }),
      { numRuns: runs(300) },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitReturn } from './return-matching.ts'

const said = (sku: string, quantity: number, lineNumber: number | null = null, serialNumbers: readonly string[] = []) => ({
  ...{ sku, quantity, lineNumber, serialNumbers, isSellable: true },
})
const fridges = [
  { lineId: '1', sku: 'fridge', quantity: 2 },
  { lineId: '2', sku: 'fridge', quantity: 1 },
]
const placed = (fit: ReturnType<typeof fitReturn>) =>
  'units' in fit ? fit.units.map(({ lineId, quantity, serialNumbers }) => [lineId, quantity, serialNumbers.join()]) : fit

describe('units a warehouse says came back', () => {
  test('are of the line it names', () => {
    expect(placed(fitReturn(fridges, [said('fridge', 1, 2)], [], []))).toEqual([['2', 1, '']])
  })

  test('are of the lines of that item one after another where it names none, each with its serial numbers', () => {
    expect(placed(fitReturn(fridges, [said('fridge', 3, null, ['a', 'b', 'c'])], [], []))).toEqual([
      ['1', 2, 'a,b'],
      ['2', 1, 'c'],
    ])
  })

  test('are not of what is back already, and no more than is to come', () => {
    const before = [{ lineId: '1', sku: 'fridge', quantity: 2 }]
    expect(placed(fitReturn(fridges, [said('fridge', 1)], before, []))).toEqual([['2', 1, '']])
    expect(fitReturn(fridges, [said('fridge', 2)], before, [])).toEqual({ exceeded: { sku: 'fridge', quantity: 1 } })
    expect(fitReturn(fridges, [said('oven', 1)], [], [])).toEqual({ exceeded: { sku: 'oven', quantity: 1 } })
  })

  test('may be a gift that goes back with them', () => {
    const gift = { lineId: '9', sku: 'kettle', quantity: 1 }
    expect(placed(fitReturn(fridges, [said('fridge', 1), said('kettle', 1)], [], [gift]))).toEqual([
      ['1', 1, ''],
      ['9', 1, ''],
    ])
    expect(fitReturn(fridges, [said('kettle', 1)], [gift], [gift])).toEqual({ exceeded: { sku: 'kettle', quantity: 1 } })
  })

  test('are never more of a line than it was told of, however they are told in parts, and as many as are told', () => {
    const parts = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.option(fc.integer({ min: 1, max: 3 }))), { maxLength: 6 })
    fc.assert(
      fc.property(parts, (messages) => {
        const back: { lineId: string; sku: string; quantity: number }[] = []
        let taken = 0
        for (const [quantity, lineNumber] of messages) {
          const fit = fitReturn(fridges, [said('fridge', quantity, lineNumber)], back, [])
          expect('units' in fit).toBe(taken + quantity <= 3)
          if (!('units' in fit)) continue
          taken += quantity
          back.push(...fit.units)
        }
        const of = (lineId: string) => back.filter((each) => each.lineId === lineId).reduce((sum, each) => sum + each.quantity, 0)
        expect(of('1') + of('2')).toBe(taken)
        expect(of('1')).toBeLessThanOrEqual(2)
        expect(of('2')).toBeLessThanOrEqual(1)
      }),
    )
  })
})

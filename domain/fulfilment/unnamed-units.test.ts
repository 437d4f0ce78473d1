import { describe, expect, test } from 'vitest'
import { filters, fridges } from './testing/ask.ts'
import { newlyLeft, unnamedUnits } from './unnamed-units.ts'

const { reservationId } = fridges('a')

describe('units that left without their serial numbers', () => {
  test('given no shipment names any, when two are issued, then two are unnamed', () => {
    expect(unnamedUnits(reservationId, 2, [])).toBe(2)
  })

  test('given three are issued, when shipments name one and one more, then one is unnamed', () => {
    expect(unnamedUnits(reservationId, 3, [fridges('a'), fridges('b')])).toBe(1)
  })

  test('given one is issued, when units of another promise are named, then it stays unnamed', () => {
    expect(unnamedUnits(reservationId, 1, [filters(2)])).toBe(1)
  })

  test('given one is issued, when more are named than the stock knows of yet, then none is unnamed', () => {
    expect(unnamedUnits(reservationId, 1, [fridges('a', 'b')])).toBe(0)
  })
})

describe('units a location names', () => {
  test('given none are unnamed, then all of them left with it', () => {
    expect(newlyLeft(fridges('a', 'b'), 0)).toEqual([fridges('a', 'b')])
  })

  test('given some are unnamed, then these are named first, and the rest left with it', () => {
    expect(newlyLeft(fridges('a', 'b', 'c'), 2)).toEqual([{ ...fridges('a', 'b', 'c'), quantity: 1 }])
  })

  test('given as many or more are unnamed, then nothing left with it', () => {
    expect(newlyLeft(fridges('a'), 1)).toEqual([])
    expect(newlyLeft(fridges('a'), 3)).toEqual([])
  })
})

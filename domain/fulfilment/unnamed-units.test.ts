import { describe, expect, test } from 'vitest'
import { newlyLeft, unnamedBefore, unnamedUnits } from './unnamed-units.ts'

const gone = (shipmentId: string, quantity = 1) => ({ shipmentId, quantity })

describe('units that left without their serial numbers', () => {
  test('given two are issued, when no shipment names any, then two are unnamed', () => {
    expect(unnamedUnits(2, 0)).toBe(2)
  })

  test('given three are issued, when two are named, then one is unnamed', () => {
    expect(unnamedUnits(3, 2)).toBe(1)
  })

  test('given one is issued, when more are named than the stock knows of yet, then none is unnamed', () => {
    expect(unnamedUnits(1, 2)).toBe(0)
  })
})

describe('a shipment that names units', () => {
  test('given one left unnamed, when a ticket names some, then that one is among them', () => {
    expect(unnamedBefore('ticket', [gone('a')], [gone('ticket', 2)])).toBe(1)
  })

  test('given one left unnamed, when two tickets name one each at once, then the first of them names it', () => {
    const named = [gone('first'), gone('second')]
    expect(unnamedBefore('first', [gone('a')], named)).toBe(1)
    expect(unnamedBefore('second', [gone('a')], named)).toBe(0)
  })

  test('given a ticket named one that left unnamed, when a further one leaves unnamed, then the next ticket names that', () => {
    expect(unnamedBefore('second', [gone('a'), gone('b')], [gone('first'), gone('second')])).toBe(1)
  })

  test('given its own units, or those of later shipments, are issued, then none of them had left before', () => {
    expect(unnamedBefore('first', [gone('first'), gone('second')], [gone('first'), gone('second')])).toBe(0)
  })

  test('given the location has not named it at all, then it comes after all it has named', () => {
    expect(unnamedBefore('b', [gone('a', 2), gone('b')], [gone('ticket')])).toBe(1)
  })
})

describe('what is new of units a location names', () => {
  test('given none left unnamed, then all of them', () => {
    expect(newlyLeft(2, 0, 0)).toBe(2)
  })

  test('given some left unnamed, then the rest', () => {
    expect(newlyLeft(3, 0, 2)).toBe(1)
  })

  test('given as many or more left unnamed, then nothing', () => {
    expect(newlyLeft(1, 0, 1)).toBe(0)
    expect(newlyLeft(1, 0, 3)).toBe(0)
  })

  test('given the channel said that some left with it, then these, whatever else left unnamed, and of the others what is new', () => {
    expect(newlyLeft(1, 1, 1)).toBe(1)
    expect(newlyLeft(3, 1, 1)).toBe(2)
    expect(newlyLeft(1, 2, 0)).toBe(1)
  })
})

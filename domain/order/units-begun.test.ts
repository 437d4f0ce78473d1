import { expect, test } from 'vitest'
import { unitsBegun } from './units-begun.ts'

const fridges = (units: number) => ({ units, quantityPerUnit: 1 })
const ovens = (units: number) => ({ units, quantityPerUnit: 2 })

test('given nothing left, then no unit of the line is begun', () => {
  expect(unitsBegun([fridges(0), ovens(0)])).toBe(0)
  expect(unitsBegun([])).toBe(0)
})

test('given one of the two ovens of a set left, then the set is begun, and the second oven begins no other', () => {
  expect(unitsBegun([fridges(0), ovens(1)])).toBe(1)
  expect(unitsBegun([fridges(0), ovens(2)])).toBe(1)
})

test('given more of one part left than of another, then the fullest decides', () => {
  expect(unitsBegun([fridges(1), ovens(3)])).toBe(2)
  expect(unitsBegun([fridges(3), ovens(4)])).toBe(3)
})

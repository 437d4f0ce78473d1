import { expect, test } from 'vitest'
import { stateOf } from './version-state.ts'

test('a version is in force from its first instant until the next one decides', () => {
  expect([4, 5, 9, 10].map((now) => stateOf({ effectiveFrom: 5, until: 10 }, now))).toEqual(['later', 'inForce', 'inForce', 'ended'])
})

test('the last version is in force for ever', () => {
  expect(stateOf({ effectiveFrom: 5, until: null }, 1e15)).toBe('inForce')
})

test('a version that another one took the place of before it began never decided', () => {
  expect([4, 5, 6].map((now) => stateOf({ effectiveFrom: 5, until: 5 }, now))).toEqual(['never', 'never', 'never'])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isJson, json } from './json.ts'

test('whatever JSON says is JSON', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(isJson(JSON.parse(text))).toBe(true)
    }),
  )
})

test('what JSON would change or drop is none', () => {
  for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, Symbol('s'), new Date(0), new Map()]) {
    expect(isJson(value)).toBe(false)
    expect(json('x').safeParse({ a: [value] }).success).toBe(false)
  }
})

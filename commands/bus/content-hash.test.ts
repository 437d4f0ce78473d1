import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, contentHash } from './content-hash.ts'

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, shuffled(each)]),
  )
}

test('canonical JSON says the same as JSON, in one order', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(shuffled(value))).toBe(text)
    }),
  )
})

test('other content gives other text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
      expect(canonicalJson(one) === canonicalJson(other)).toBe(same)
    }),
  )
})

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return { entries: entries.map(([key, each]) => [key, sorted(each)]) }
}

test('keys that look like several keys are not taken for them', () => {
  expect(canonicalJson({ a: 1, b: 2 })).toBe('{"a":1,"b":2}')
  expect(canonicalJson({ 'a\nb': 3 })).toBe('{"a\\nb":3}')
})

test('what is undefined is left out, what is not a number is null, and what is no JSON is refused', () => {
  expect(canonicalJson({ b: undefined, a: [undefined, Number.NaN] })).toBe('{"a":[null,null]}')
  expect(() => canonicalJson({ a: 1n })).toThrow('it must be JSON')
})

test('the type belongs to the content', () => {
  expect(contentHash({ type: 'A', data: {} })).not.toBe(contentHash({ type: 'B', data: {} }))
  expect(contentHash({ type: 'A', data: {} })).toMatch(/^[\w-]{22}$/)
})

import { expect, test } from 'vitest'
import { linearRegExp } from './linear-regexp.ts'

const hostile = `${'a'.repeat(50_000)}b`

test.each(['^(a+)+$', '^(a|a)*$', '^[^\\$].*', '^(?:order|stock)-\\d+$', '海尔'])('%s is judged in no time, whoever asks', (source) => {
  const compiled = linearRegExp(source, false)
  if (typeof compiled === 'string') throw new Error(compiled)
  const began = performance.now()
  compiled.test(hostile)
  expect(performance.now() - began).toBeLessThan(1_000)
})

test.each(['^(?!\\$)', '(a)\\1', '\\p{L}'])('%s is for those who are trusted', (source) => {
  expect(linearRegExp(source, true)).toBeInstanceOf(RegExp)
  expect(linearRegExp(source, false)).toMatch(/this role/)
})

test.each([['('], ['x'.repeat(2_001)]])('what is none, or too long, is told: %s', (source) => {
  expect(typeof linearRegExp(source, true)).toBe('string')
})

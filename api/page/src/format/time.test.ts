import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateTime, day, duration, fromField, isoInShanghai, shortTime, toField } from './time.ts'

const saleStart = Date.parse('2026-11-10T12:00:03.250Z')

test('instants are shown as clocks in Shanghai show them', () => {
  expect(dateTime(saleStart)).toBe('2026-11-10 20:00:03')
  expect(shortTime(saleStart)).toBe('11-10 20:00:03')
  expect(day(Date.parse('2026-11-10T16:00:00Z'))).toBe('2026-11-11')
  expect(isoInShanghai(saleStart)).toBe('2026-11-10T20:00:03.250+08:00')
})

test('what a date-time field holds is meant in Shanghai, wherever the browser is', () => {
  expect(fromField('2026-11-10T20:00')).toBe(Date.parse('2026-11-10T12:00:00Z'))
  expect(fromField('2026-11-10T20:00:03')).toBe(Date.parse('2026-11-10T12:00:03Z'))
  expect(fromField('yesterday')).toBeNull()
  expect(fromField('2026-13-40T20:00')).toBeNull()
})

test('an instant survives the field to the second', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => fromField(toField(seconds * 1_000)) === seconds * 1_000))
})

test('durations are told in the unit that matters', () => {
  expect(duration(250, 'en')).toBe('250 ms')
  expect(duration(3_999, 'en')).toBe('3 s')
  expect(duration(150_000, 'zh')).toBe('2 分')
  expect(duration(90_000_000, 'zh')).toBe('1 天')
})

import { expect, test } from 'vitest'
import { wasKnown } from './moment.ts'

const event = { position: '9007199254740993', recordedAt: Date.parse('2026-11-10T20:00:00+08:00') }

test('a position takes in every event up to itself, exactly', () => {
  expect(wasKnown(event, '9007199254740993')).toBe(true)
  expect(wasKnown(event, '9007199254740992')).toBe(false)
})

test('an instant takes in what was recorded by then', () => {
  expect(wasKnown(event, '2026-11-10T20:00:00.000+08:00')).toBe(true)
  expect(wasKnown(event, '2026-11-10T19:59:59.999+08:00')).toBe(false)
})

test('now takes in everything', () => {
  expect(wasKnown(event, '')).toBe(true)
})

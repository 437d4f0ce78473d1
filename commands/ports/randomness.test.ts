import { expect, test } from 'vitest'
import { seededRandomness, systemRandomness } from './randomness.ts'

test('a seed gives the same bytes for a purpose, whatever was asked before', () => {
  const first = seededRandomness('42')
  const second = seededRandomness('42')
  second.bytes('person:other', 12)
  expect(first.bytes('person:a', 12)).toEqual(second.bytes('person:a', 12))
})

test('another purpose or another seed gives other bytes', () => {
  const bytes = seededRandomness('42').bytes('person:a', 32)
  expect(seededRandomness('42').bytes('person:b', 32)).not.toEqual(bytes)
  expect(seededRandomness('43').bytes('person:a', 32)).not.toEqual(bytes)
})

test('any length can be had, and a longer answer does not repeat itself', () => {
  const long = seededRandomness('42').bytes('key', 100)
  expect(long).toHaveLength(100)
  expect(long.subarray(0, 32)).not.toEqual(long.subarray(32, 64))
})

test('the system gives other bytes for the same purpose', () => {
  expect(systemRandomness.bytes('key', 32)).not.toEqual(systemRandomness.bytes('key', 32))
})

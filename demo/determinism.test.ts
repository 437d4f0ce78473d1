import { expect, test } from 'vitest'
import { hashesOf } from './testing/shuffled.ts'

test('the same seed gives the same events to the byte, however things are scheduled', { timeout: 300_000 }, async () => {
  const options = { seed: 5, orders: 40, days: 1 }
  const [first, second] = [await hashesOf(options, 'one'), await hashesOf(options, 'another')]
  expect(second).toEqual(first)
  expect(Object.keys(first).length).toBeGreaterThan(500)
})

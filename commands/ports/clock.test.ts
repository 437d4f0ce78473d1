import { expect, test } from 'vitest'
import { createVirtualClock } from './clock.ts'

test('a virtual clock stands still until it is moved', () => {
  const clock = createVirtualClock(1_000)
  expect(clock.now()).toBe(1_000)
  clock.advanceTo(5_000)
  expect(clock.now()).toBe(5_000)
})

test('a virtual clock does not go back', () => {
  const clock = createVirtualClock(1_000)
  expect(() => clock.advanceTo(999)).toThrow('does not go back')
  expect(clock.now()).toBe(1_000)
})

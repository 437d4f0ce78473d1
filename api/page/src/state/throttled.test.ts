import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttled } from './throttled.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a flood of calls is one at once and one per interval, and the last is not lost', () => {
  let runs = 0
  const soon = throttled(() => {
    runs += 1
  }, 1_000)
  for (let call = 0; call < 100; call += 1) soon.call()
  expect(runs).toBe(1)
  vi.advanceTimersByTime(1_000)
  expect(runs).toBe(2)
  vi.advanceTimersByTime(10_000)
  expect(runs).toBe(2)
  soon.call()
  expect(runs).toBe(3)
})

test('nothing runs after it was cancelled', () => {
  let runs = 0
  const soon = throttled(() => {
    runs += 1
  }, 1_000)
  soon.call()
  soon.call()
  soon.cancel()
  vi.advanceTimersByTime(10_000)
  expect(runs).toBe(1)
})

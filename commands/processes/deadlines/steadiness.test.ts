import { describe, expect, test } from 'vitest'
import { watchSteadiness } from './steadiness.ts'

function clocks() {
  const now = { wall: 1_000_000, monotonic: 0 }
  const pass = (ms: number) => {
    now.wall += ms
    now.monotonic += ms
  }
  return { now, pass, read: { wall: () => now.wall, monotonic: () => now.monotonic } }
}

describe('the clock that fires deadlines', () => {
  test('is trusted while it goes steadily', () => {
    const { pass, read } = clocks()
    const steadiness = watchSteadiness(read)
    for (let tick = 0; tick < 10; tick++) {
      pass(1_000)
      expect(steadiness.check()).toBe(true)
    }
  })

  test('pauses after a jump, either way, until it has gone steadily for a minute', () => {
    for (const jumpMs of [3_600_000, -3_600_000]) {
      const { now, pass, read } = clocks()
      const steadiness = watchSteadiness(read)
      now.wall += jumpMs
      pass(1_000)
      expect(steadiness.check()).toBe(false)
      pass(59_000)
      expect(steadiness.check()).toBe(false)
      pass(1_000)
      expect(steadiness.check()).toBe(true)
    }
  })

  test('does not take a long pause of the process for a jump', () => {
    const { pass, read } = clocks()
    const steadiness = watchSteadiness(read)
    pass(3_600_000)
    expect(steadiness.check()).toBe(true)
  })
})

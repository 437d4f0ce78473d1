import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backOffMs } from './back-off.ts'

test('the first try comes soon, later ones ever later, none later than half a minute', () => {
  expect(backOffMs(0, 0)).toBe(500)
  expect(backOffMs(3, 0)).toBe(4_000)
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, random) => {
      const ms = backOffMs(failures, random)
      return ms >= 500 && ms <= 30_000
    }),
  )
})

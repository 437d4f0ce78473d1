import { expect, test } from 'vitest'
import { event } from '../../contract/support.ts'
import { createBoundaries } from './boundaries.ts'
import { monotone } from './recorded.ts'

const at = (recordedAt: number) => ({
  ...{ ...event(), contentType: 'application/json' as const, stream: 'order-1', revision: 0, position: 1n },
  recordedAt,
})

test('times never go back along a read, whichever way it goes', () => {
  expect(
    [5, 3, 9, 8]
      .map(at)
      .map(monotone())
      .map(({ recordedAt }) => recordedAt),
  ).toEqual([5, 5, 9, 9])
  expect(
    [9, 5, 7, 3]
      .map(at)
      .map(monotone('backwards'))
      .map(({ recordedAt }) => recordedAt),
  ).toEqual([9, 5, 5, 3])
})

test('noted places are found from below and above, and thinned out when there are too many', () => {
  const boundaries = createBoundaries(8)
  for (const n of [5, 1, 9, 3, 7]) boundaries.note({ position: BigInt(n * 10), recordedAt: n })
  expect([boundaries.atOrBelow(5n), boundaries.atOrBelow(30n), boundaries.atOrBelow(49n)]).toEqual([0n, 30n, 30n])
  expect([boundaries.atOrAbove(30n), boundaries.atOrAbove(31n), boundaries.atOrAbove(91n)]).toEqual([30n, 50n, undefined])
  expect(boundaries.around(4)).toMatchObject({ before: { position: 30n }, after: { position: 50n } })
  for (let n = 10; n < 100; n += 1) boundaries.note({ position: BigInt(n * 10), recordedAt: n })
  expect(boundaries.atOrBelow(990n)).toBeGreaterThan(900n)
})

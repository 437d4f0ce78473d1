import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPlaces } from './places.ts'

test('never more is let in at once than there are places, and what is larger than all of them goes alone', async () => {
  const places = createPlaces(10)
  let inside = 0
  let most = 0
  const visit = async (weight: number) => {
    await places.take(weight)
    inside += weight
    most = Math.max(most, inside)
    await turn()
    inside -= weight
    places.leave(weight)
  }
  await Promise.all([3, 7, 1, 9, 2, 10, 4, 4, 4].map(visit))
  expect(most).toBeLessThanOrEqual(10)
  await Promise.all([visit(1), visit(50)])
  await places.empty()
  expect([inside, most]).toEqual([0, 50])
})

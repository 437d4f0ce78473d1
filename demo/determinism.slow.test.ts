import { expect, test } from 'vitest'
import { hashesOf } from './testing/shuffled.ts'

test('a day of 300 orders is the same to the byte for one seed, however things are scheduled, and another for another', async () => {
  const options = { seed: 9, orders: 300, days: 1 }
  const first = await hashesOf(options, 'one')
  expect(await hashesOf(options, 'another')).toEqual(first)
  const other = await hashesOf({ ...options, seed: 10 }, 'one')
  const shared = Object.keys(first).filter((stream) => stream.startsWith('order-') && other[stream] !== undefined)
  expect(shared.length).toBeLessThan(300)
  expect(shared.filter((stream) => other[stream] === first[stream])).toEqual([])
})

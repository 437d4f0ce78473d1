import { expect, it } from 'vitest'
import { createStreamFilter, SMALLEST_FILTER_BYTES } from './stream-filter.ts'

it('never denies a stream that was added, and denies nearly all that were not', () => {
  const filter = createStreamFilter(SMALLEST_FILTER_BYTES)
  for (let n = 0; n < 40_000; n += 1) filter.add(`order-tmall.shop.${n * 7919}`)
  for (let n = 0; n < 40_000; n += 1) expect(filter.mayHold(`order-tmall.shop.${n * 7919}`)).toBe(true)
  expect(filter.isCrowded()).toBe(false)
  let wrong = 0
  for (let n = 0; n < 40_000; n += 1) if (filter.mayHold(`order-jd.shop.${n * 7919}`)) wrong += 1
  expect(wrong).toBeLessThan(800)
})

it('says when it is crowded', () => {
  const filter = createStreamFilter(SMALLEST_FILTER_BYTES)
  for (let n = 0; n < 60_000; n += 1) filter.add(`order-${n}`)
  expect(filter.isCrowded()).toBe(true)
})

import { expect, test } from 'vitest'
import { retryDelayMs } from './retrying.ts'

test('tries come later and later, up to the longest', () => {
  const settings = { retryFirstMs: 1_000, retryLongestMs: 5_000 }
  expect([1, 2, 3, 4, 5, 400].map((attempt) => retryDelayMs(settings, attempt))).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, 5_000])
})

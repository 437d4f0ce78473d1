import { expect, test } from 'vitest'
import { isSnapshotDue } from './due.ts'

test('a light stream gets one after the fewest events, a heavy one after more the heavier it is', () => {
  expect(isSnapshotDue(999, 0, 1_000)).toBe(false)
  expect(isSnapshotDue(1_000, 0, 1_000)).toBe(true)
  expect(isSnapshotDue(1_000, 50_000_000, 1_000)).toBe(false)
  expect(isSnapshotDue(50_000, 50_000_000, 1_000)).toBe(true)
  expect(isSnapshotDue(50_000, 100_000_000, 1_000)).toBe(false)
})

import { expect, test } from 'vitest'
import { differences } from './differences.ts'
import { planOf } from './plan.ts'

const { truth } = planOf({ seed: 4, orders: 50, days: 1 })
const { outcomes, mishaps: _, ...found } = truth
const answers = { outcomes, surprises: [] }

test('nothing differs from itself', () => {
  expect(differences(truth, found, answers)).toEqual([])
})

test('every count that differs is named, with both sides', () => {
  const { channels, exceptions, unpaid } = truth
  const less = { ...found, channels: { ...channels, jd: { ...channels.jd, gmvFen: channels.jd.gmvFen - 1 } }, unpaid: unpaid + 1 }
  expect(differences(truth, { ...less, exceptions: { ...exceptions, UNKNOWN_SHOP: 2 } }, answers)).toEqual([
    { count: 'channels.jd.gmvFen', expected: channels.jd.gmvFen, found: channels.jd.gmvFen - 1 },
    { count: 'exceptions.UNKNOWN_SHOP', expected: 0, found: 2 },
    { count: 'unpaid', expected: unpaid, found: unpaid + 1 },
  ])
  expect(differences(truth, found, { outcomes: { ...outcomes, stale: outcomes.stale + 3 }, surprises: [] })).toEqual([
    { count: 'outcomes.stale', expected: outcomes.stale, found: outcomes.stale + 3 },
  ])
})

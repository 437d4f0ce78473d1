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

test('a process that is still open, and an exception nobody injected, are differences', () => {
  const exceptionsByCause = { ...truth.exceptionsByCause, 'stalled.slot': 1 }
  expect(differences(truth, { ...found, openProcesses: 2, exceptionsByCause }, answers)).toEqual([
    { count: 'openProcesses', expected: 0, found: 2 },
    { count: 'exceptionsByCause.stalled.slot', expected: 0, found: 1 },
  ])
})

test('an exception that was injected and is nowhere to be found is a difference', () => {
  const injected = { ...truth, exceptionsByCause: { ...truth.exceptionsByCause, lacking: 3 } }
  expect(differences(injected, found, answers)).toEqual([{ count: 'exceptionsByCause.lacking', expected: 3, found: 0 }])
})

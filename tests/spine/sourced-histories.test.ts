import fc from 'fast-check'
import { expect, test } from 'vitest'
import { environment } from '../seed/environment.ts'
import { runs } from '../seed/runs.ts'
import { breachesAfter } from './random/history.ts'
import { sourcedLives } from './random/steps.ts'

/** The same histories each time, so that a failure is about what was changed; `SEED=$RANDOM RUNS=1000 LIMIT=500000` looks further. */
test('orders that are sourced by cost, refused, lacking and sourced again keep everything in its place, and every decision comes out again', async () => {
  const property = fc.asyncProperty(sourcedLives(30), async ([rules, history]) => {
    expect(await breachesAfter(history, rules)).toEqual([])
  })
  await fc.assert(property, {
    numRuns: environment('RUNS', runs(40)),
    verbose: 0,
    endOnFailure: false,
    interruptAfterTimeLimit: environment('LIMIT', 40_000),
    seed: environment('SEED', 1),
  })
}, 600_000)

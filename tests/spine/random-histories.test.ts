import fc from 'fast-check'
import { expect, test } from 'vitest'
import { environment } from '../seed/environment.ts'
import { runs } from '../seed/runs.ts'
import { breachesAfter } from './random/history.ts'
import { departures, histories, type Moment } from './random/steps.ts'

/** The same histories each time, so that a failure is about what was changed; `SEED=$RANDOM RUNS=1000 LIMIT=500000` looks further. */
async function leaveEverythingInPlace(arbitrary: fc.Arbitrary<readonly Moment[]>, all: number, limitMs: number): Promise<void> {
  const property = fc.asyncProperty(arbitrary, async (history) => {
    expect(await breachesAfter(history)).toEqual([])
  })
  await fc.assert(property, {
    numRuns: environment('RUNS', runs(all)),
    verbose: 0,
    endOnFailure: false,
    interruptAfterTimeLimit: environment('LIMIT', limitMs),
    seed: environment('SEED', 1),
  })
}

test('random histories leave a ledger in which everything has its place', async () => {
  await leaveEverythingInPlace(histories(40), 60, 50_000)
}, 600_000)

test('so do histories of parcels that channels and locations each tell of in their own way', async () => {
  await leaveEverythingInPlace(departures(25), 40, 25_000)
}, 600_000)

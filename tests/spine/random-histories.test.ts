import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breachesAfter } from './random/history.ts'
import { histories } from './random/steps.ts'

test('random histories leave a ledger in which everything has its place', async () => {
  await fc.assert(
    fc.asyncProperty(histories(40), async (history) => {
      expect(await breachesAfter(history)).toEqual([])
    }),
    {
      numRuns: Number(process.env.RUNS ?? 60),
      verbose: 0,
      endOnFailure: false,
      interruptAfterTimeLimit: Number(process.env.LIMIT ?? 50_000),
      // The same histories each time, so that a failure is about what was changed; `SEED=$RANDOM RUNS=1000 LIMIT=600000` looks further.
      seed: Number(process.env.SEED ?? 1),
    },
  )
}, 600_000)

import fc from 'fast-check'
import { foreignFaults, ownFaults, steps } from './steps.ts'
import { askAll, createWorld, faultsOf } from './world.ts'

/** Whatever answers are lost, an accepted command stands in the log once, decided on the state before it. */
export const aloneOnItsStore = (numRuns: number): Promise<void> =>
  check(
    fc.asyncProperty(steps(1), ownFaults, async (plan, faults) => {
      const world = createWorld(faults, 1, { sharedStore: false })
      return nothingWrong(await faultsOf(world, await askAll(world, plan)))
    }),
    numRuns,
  )

/** The same with others writing behind its back, two buses of one store among them, light states and heavy ones. */
export const besideOtherWriters = (numRuns: number): Promise<void> =>
  check(
    fc.asyncProperty(steps(2), foreignFaults, fc.constantFrom(1, 65_536), async (plan, faults, lightStateBytes) => {
      const world = createWorld(faults, 2, { sharedStore: true, limits: { lightStateBytes } })
      return nothingWrong(await faultsOf(world, await askAll(world, plan)))
    }),
    numRuns,
  )

function nothingWrong(wrong: readonly string[]): void {
  if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('\n'))
}

/** A hundred commands fill pages, and take long to shrink; the seed and the path say the same, and repeat it. */
async function check<Values>(property: fc.IAsyncPropertyWithHooks<Values>, numRuns: number): Promise<void> {
  const { failed, seed, counterexamplePath, errorInstance } = await fc.check(property, { numRuns, endOnFailure: true })
  if (!failed) return
  throw new Error(`seed ${seed}, path ${counterexamplePath}: ${String(errorInstance)}`, {
    cause: errorInstance,
  })
}

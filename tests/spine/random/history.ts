import { breachesAtRest, breachesOfVerify, neverEnding } from './at-rest.ts'
import { decidedRightly } from './decided.ts'
import { perform } from './perform.ts'
import type { Moment } from './steps.ts'
import { openWorld } from './world.ts'

const dayMs = 86_400_000

/** Everything that is wrong after a history: at rest, and again once every deadline has come. */
export async function breachesAfter(history: readonly Moment[], rules: object | null = null): Promise<string[]> {
  const world = await openWorld(rules)
  try {
    const { exceptions } = await perform(world, history)
    const found = [...exceptions.map((reason) => `a message became an exception: ${reason}`), ...(await breachesAtRest(world))]
    if (found.length > 0) return found
    for (let round = 0; round < 2; round++) {
      world.clock.advanceTo(world.clock.now() + 40 * dayMs)
      await world.wake()
    }
    await world.settle()
    return [
      ...(await breachesAtRest(world)),
      ...(await neverEnding(world)),
      ...(await decidedRightly(world)),
      ...(await breachesOfVerify(world)),
    ]
  } finally {
    await world.close()
  }
}

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { environment } from '../seed/environment.ts'
import { runs } from '../seed/runs.ts'
import { type Simulator, startSimulator } from '../wms/simulator.ts'
import { dayMs } from './harness.ts'
import { breachesAtRest, breachesOfVerify, unended } from './lives/laws.ts'
import { playerOf } from './lives/perform.ts'
import { type Life, lives } from './lives/steps.ts'
import { openLife } from './lives/world.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator('a secret of two')
})
afterAll(() => simulator.stop())

/** Everything that is wrong with a life: as it goes, and once everything under way has ended and every deadline has passed. */
async function breachesOf({ rules, placed, steps }: Life): Promise<string[]> {
  const world = await openLife(rules, simulator)
  try {
    const player = playerOf(world)
    for (const sku of ['fridge', 'oven', 'tv'])
      for (const location of ['HZ', 'SH'])
        await player.act({ do: 'stock', what: 'receive', sku: sku as 'tv', location: location as 'HZ', units: 3 })
    for (const step of placed) await player.place(step)
    for (const step of steps) await player.act(step)
    const going = await breachesAtRest(world)
    if (going.length > 0) return going
    await player.finish()
    for (let round = 0; round < 3; round++) await world.pass(40 * dayMs)
    return [...(await breachesAtRest(world)), ...(await unended(world)), ...(await breachesOfVerify(world))]
  } finally {
    await world.close()
  }
}

test('whatever happens in the life of an order, units, slots, serial numbers and money are kept, and all of it ends', async () => {
  const property = fc.asyncProperty(lives(30), async (life) => {
    expect(await breachesOf(life)).toEqual([])
  })
  const numRuns = environment('RUNS', runs(8))
  await fc.assert(property, {
    numRuns,
    verbose: 0,
    endOnFailure: environment('SHRINK', 0) === 0,
    interruptAfterTimeLimit: environment('LIMIT', 400_000),
  })
}, 900_000)

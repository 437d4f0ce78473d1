import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../wms/simulator.ts'
import { breachesOf, dayMs, refuse, stepsIn } from './lived.ts'
import { openRich, type Rich, richOrderId } from './rich-order.ts'

/** What business refuses for good, at each step from when the units leave. */

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator('a secret of two')
})
afterAll(() => simulator.stop())

async function leaveAndComeBack(world: Rich): Promise<void> {
  await world.deliver('0')
  await world.refund('0', 'approved')
  await world.giveBack('0')
}

async function expectItEnds(step: string): Promise<void> {
  const world = await openRich(simulator)
  await world.arrange('0')
  const refused = refuse(world, step)
  await leaveAndComeBack(world)
  expect(refused.times()).toBeGreaterThan(0)
  refused.end()
  await world.refund('0', 'closed')
  await world.finish('0')
  await world.pass(40 * dayMs)
  expect(await breachesOf(world)).toEqual([])
  expect((await world.summary()).orders).toMatchObject([[richOrderId('0'), 'completed', 190_000, 0, true]])
  await world.close()
}

test('a step that business refuses for good after the units left keeps every law, gives no money twice and hangs nowhere', async () => {
  const world = await openRich(simulator)
  await world.arrange('0')
  const steps = await stepsIn(world, () => leaveAndComeBack(world))
  await world.close()
  expect(steps).toEqual(expect.arrayContaining(['shipment IssueStock', 'after-sales CommitRefund', 'consequences ClaimGift']))
  const wrong: unknown[] = []
  for (const step of steps) await expectItEnds(step).catch((failure: Error) => wrong.push([step, failure.message]))
  expect(wrong).toEqual([])
}, 300_000)

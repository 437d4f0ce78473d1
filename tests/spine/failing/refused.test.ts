import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../wms/simulator.ts'
import { breachesOf, dayMs, findPans, refuse, stepsIn } from './lived.ts'
import { openRich, type Rich, richOrderId } from './rich-order.ts'

/** What business refuses for good, at each step before anything leaves. */

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator('a secret of two')
})
afterAll(() => simulator.stop())

const work = ['CallOffAsked', 'FulfilmentCancelled', 'ReservationReleased']
const crew = ['InstallationCancelled', 'SlotReleased']

async function undoneSince(world: Rich, count: number, types: readonly string[]): Promise<readonly string[]> {
  const found = (await world.events()).slice(count).map(({ type }) => type)
  return found.filter((type) => types.includes(type))
}
const lastFirst = (found: readonly string[], order: readonly string[]) => found.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))

async function expectNothingLeft(step: string): Promise<void> {
  const world = await openRich(simulator)
  const before = await world.stockOf()
  const refused = refuse(world, step)
  await world.arrange('0')
  expect(refused.times()).toBeGreaterThan(0)
  refused.end()

  const count = (await world.events()).length
  await world.callOff('0')
  for (const types of [work, crew]) {
    const undone = await undoneSince(world, count, types)
    expect(undone).toEqual(lastFirst(undone, types))
  }
  if (step === 'order ReserveStock') await findPans(world)
  await world.pass(40 * dayMs)
  expect(await breachesOf(world)).toEqual([])
  expect(await world.stockOf()).toEqual(before)
  const cards = (await world.cardsOf(richOrderId('0'))).map(({ phase }) => phase)
  expect(cards.filter((phase) => phase !== 'cancelled')).toEqual([])
  expect([...world.wms.orders.values()].filter(({ state }) => state !== 'cancelled')).toEqual([])
  await world.close()
}

test('a step that business refuses for good leaves an order that can be called off, the last first, and nothing of it stays', async () => {
  const world = await openRich(simulator)
  const steps = await stepsIn(world, () => world.arrange('0'))
  await world.close()
  expect(steps).toEqual(expect.arrayContaining(['order ReserveStock', 'warehouse BeginWmsCall', 'installation HoldSlot']))
  const wrong: unknown[] = []
  for (const step of steps) await expectNothingLeft(step).catch((failure: Error) => wrong.push([step, failure.message]))
  expect(wrong).toEqual([])
}, 300_000)

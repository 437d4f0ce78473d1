import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../wms/simulator.ts'
import type { Fate, ProcessAsk } from '../mortal.ts'
import { breachesOf, isCommand, stepOf } from './lived.ts'
import { openRich, type Rich, richOrderId } from './rich-order.ts'

/** The processes of a ledger die at each of their steps in turn, and are begun again. */

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator('a secret of two')
})
afterAll(() => simulator.stop())

/** Of three orders: cancelled while the warehouse and the crew have it; sent back with its gift; and one whose refund falls through. */
async function live(world: Rich): Promise<void> {
  await world.arrange('0')
  await world.callOff('0')
  for (const id of ['1', '2']) {
    await world.arrange(id)
    await world.deliver(id)
    await world.refund(id, 'approved')
  }
  await world.giveBack('1')
  await world.refund('1', 'paid')
  await world.refund('2', 'closed')
  for (const id of ['1', '2']) await world.finish(id)
}

async function lived(decide: (ask: ProcessAsk) => Fate) {
  const world = await openRich(simulator)
  try {
    const processes = new Set<string>()
    world.decideFates((ask) => {
      processes.add(ask.process)
      return decide(ask)
    }, false)
    await live(world)
    return { processes, breaches: await breachesOf(world), summary: await world.summary() }
  } finally {
    await world.close()
  }
}

/** The first time it is asked they die before it gets anywhere, the second time before they hear what came of it. */
function dyingTwice(nameOf: (ask: ProcessAsk) => string | null) {
  const times = new Map<string, number>()
  const decide = (ask: ProcessAsk): Fate => {
    const name = nameOf(ask)
    if (name === null) return 'pass'
    const time = (times.get(name) ?? 0) + 1
    times.set(name, time)
    return time === 1 ? 'dieBefore' : time === 2 ? 'dieAfter' : 'pass'
  }
  return { decide, times }
}

/** The same command of the same process, whichever order it is for and however often it was tried. */
const anyTry = (ask: ProcessAsk): string | null =>
  isCommand(ask) ? `${stepOf(ask)} ${ask.commandId.slice(ask.commandId.lastIndexOf('/') + 1)}` : null

/** Of each process so many: a warehouse that is asked is not heard by who dies of writing down what it said, and would be asked for ever. */
function firstWrites(each: number) {
  const names = new Map<string, Set<string>>()
  return (ask: ProcessAsk): string | null => {
    if (isCommand(ask)) return null
    const { process, commandId } = ask
    const known = names.get(process) ?? new Set()
    names.set(process, known)
    if (known.size < each) known.add(commandId)
    return known.has(commandId) ? commandId : null
  }
}

describe('an order with all that belongs to it', () => {
  let undisturbed: Awaited<ReturnType<typeof lived>>
  beforeAll(async () => {
    undisturbed = await lived(() => 'pass')
  }, 60_000)

  test('is what it should be where nothing fails', () => {
    expect(undisturbed.breaches).toEqual([])
    expect(undisturbed.summary.orders.map(([id, phase, , refundedFen]) => [id, phase, refundedFen])).toEqual([
      [richOrderId('0'), 'cancelled', 0],
      [richOrderId('1'), 'completed', 100_000],
      [richOrderId('2'), 'completed', 0],
    ])
    expect([...undisturbed.processes].sort()).toEqual([
      ...['after-sales', 'consequences', 'installation', 'order', 'shipment', 'slot', 'tracking', 'warehouse', 'warehouse-returns'],
    ])
  })

  test.each([
    ['each of their commands', anyTry, 40],
    ['what each of them writes down first', firstWrites(10), 60],
  ])(
    'ends the same though its processes die at %s, before it is heard and before it is answered',
    async (_, nameOf, atLeast) => {
      const { decide, times } = dyingTwice(nameOf)
      const disturbed = await lived(decide)
      expect(times.size).toBeGreaterThan(atLeast)
      expect(disturbed.breaches).toEqual([])
      expect(disturbed.summary).toEqual(undisturbed.summary)
    },
    300_000,
  )
})

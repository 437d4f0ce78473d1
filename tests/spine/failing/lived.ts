import { breachesAtRest, breachesOfVerify, unended } from '../lives/laws.ts'
import { where } from '../lives/world.ts'
import type { ProcessAsk } from '../mortal.ts'
import type { Rich } from './rich-order.ts'

export const dayMs = 86_400_000

/** Not what a process writes of itself. */
export const isCommand = ({ type }: ProcessAsk): boolean => type !== 'AdvanceProcess'
export const stepOf = ({ process, type }: ProcessAsk): string => `${process} ${type}`

export const breachesOf = async (world: Rich): Promise<readonly string[]> => [
  ...(await breachesAtRest(world)),
  ...(await unended(world)),
  ...(await breachesOfVerify(world)),
]

/** Every step that processes take in this part of a life. */
export async function stepsIn(world: Rich, part: () => Promise<void>): Promise<readonly string[]> {
  const steps = new Set<string>()
  world.decideFates((ask) => {
    if (isCommand(ask)) steps.add(stepOf(ask))
    return 'pass'
  })
  await part()
  return [...steps]
}

/** Some steps are refused by what somebody else does first; the others as nonsense, as often as they are asked. */
const faster: Readonly<Record<string, (world: Rich) => Promise<unknown>>> = {
  ReserveStock: (world) => world.ask('CountStock', { ...where('pan', 'HZ'), documentId: 'gone', counted: 0, askedAt: world.now() }),
  async HoldSlot(world) {
    for (let ahead = 0; ahead < 14; ahead++) await world.offer(ahead, 0)
  },
}

/** From now on this step is refused. */
export function refuse(world: Rich, step: string): { readonly times: () => number; readonly end: () => void } {
  let times = 0
  world.decideFates((ask) => {
    if (stepOf(ask) !== step) return 'pass'
    times += 1
    const act = faster[ask.type]
    if (act === undefined) return { refuse: 'BAD_REQUEST' }
    return times === 1 ? { first: () => act(world) } : 'pass'
  }, false)
  return { times: () => times, end: () => world.decideFates(() => 'pass', false) }
}

/** The pans were only mislaid. */
export async function findPans(world: Rich): Promise<void> {
  await world.ask('CountStock', { ...where('pan', 'HZ'), documentId: 'found', counted: 20, askedAt: world.now() })
  await world.drain()
}

import { LRUCache } from 'lru-cache'
import type { Clock } from '../../commands/ports/clock.ts'

/**
 * The instant at which a command without one was first asked, so that its repeat says the same. Forgotten after so many commands, or a
 * restart: the repeat is then another command, and the decider refuses it rather than doing it twice.
 */
export type FirstAsked = (commandId: string) => number

const mostRemembered = 100_000

export function createFirstAsked(clock: Clock): FirstAsked {
  const asked = new LRUCache<string, number>({ max: mostRemembered })
  return (commandId) => {
    const known = asked.get(commandId)
    if (known !== undefined) return known
    const now = clock.now()
    asked.set(commandId, now)
    return now
  }
}

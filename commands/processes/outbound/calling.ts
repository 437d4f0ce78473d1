import type { Calls } from '../../../domain/outbound/calls.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import type { Next } from '../process.ts'

/** One thing another system is told or asked, and how that is done. */
export interface Outgoing<Answer> {
  /** Names it among all that are sent by the process. */
  readonly name: string
  readonly calls: Readonly<Calls>
  /** What wakes whoever waits to send it again. */
  readonly keys: readonly string[]
  /** What wakes whoever waits for a place, beside those. */
  readonly placeKey: string
  readonly hasPlace: () => boolean
  /** Writes down that it is sent the next time. */
  readonly begin: (attempt: number) => Next
  readonly send: () => Promise<Answer>
  /** Writes down what came of it. */
  readonly answered: (answer: Answer | Lost) => Promise<Next> | Next
}

/** A try that was cut off: nobody knows whether it got there. */
export interface Lost {
  readonly outcome: 'unanswered'
  readonly code: 'INTERRUPTED'
}

export type SendOut = <Answer>(outgoing: Outgoing<Answer>, state: Readonly<ProcessState>, now: number) => Promise<Next>

/** How long who found no place looks again at the latest; whoever is answered wakes the next before. */
const placeWaitMs = 30_000

/**
 * Each try is written down before it is sent, and so is what came of it. A try that is found written down, but was not begun here, was cut
 * off by a death: nobody knows whether it got there, so it counts as lost and is made again.
 */
export function createSendOut(): SendOut {
  /** Tries begun in this life of the process and not sent yet. */
  const fresh = new Set<string>()
  const tryOf = (name: string, attempt: number): string => `${name} ${attempt}`

  return async (outgoing, state, now) => {
    const { name, calls, keys, placeKey, hasPlace } = outgoing
    const waitForPlace = (): Next => {
      const before = state.waiting?.forWhat === 'place' ? state.waiting.dueAt : null
      const dueAt = before !== null && before > now ? before : now + placeWaitMs
      return { do: 'wait', forWhat: 'place', keys: [placeKey, ...keys], dueAt }
    }
    if (!calls.isPending) {
      if (calls.retryAt !== null && calls.retryAt > now) return { do: 'wait', forWhat: 'retry', keys, dueAt: calls.retryAt }
      if (!hasPlace()) return waitForPlace()
      fresh.add(tryOf(name, calls.attempt + 1))
      return outgoing.begin(calls.attempt + 1)
    }
    if (!fresh.has(tryOf(name, calls.attempt))) return outgoing.answered({ outcome: 'unanswered', code: 'INTERRUPTED' })
    if (!hasPlace()) return waitForPlace()
    fresh.delete(tryOf(name, calls.attempt))
    return outgoing.answered(await outgoing.send())
  }
}

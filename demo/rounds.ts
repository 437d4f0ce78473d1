import type { Message, Operation } from './message.ts'
import { minuteMs } from './times.ts'

/** What arrives together: nothing in it depends on anything else in it. */
export interface Round {
  /** When the last of it arrives. */
  readonly at: number
  readonly messages: readonly Message[]
  readonly operations: readonly Operation[]
}

/** Quiet days are told in longer breaths, so that a round is worth its syncs. */
const windowFor = (messages: number): number => (messages < 5_000 ? 30 : 15) * minuteMs
const mostAtOnce = 150

/**
 * Messages in their order, some minutes at a time. A second message about one order waits for the next round, and so does all that
 * follows it about that order.
 */
export function* roundsOf(messages: readonly Message[], operations: readonly Operation[], from: number, until: number): Generator<Round> {
  const windowMs = windowFor(messages.length)
  let [nextMessage, nextOperation] = [0, 0]
  let waiting: readonly Message[] = []
  for (let at = from; at < until || nextMessage < messages.length || waiting.length > 0; ) {
    let end = Math.max(at, Math.min(at + windowMs, until))
    const about = new Set<string>()
    const together: Message[] = []
    const later: Message[] = []
    const take = (message: Message): void => {
      const mustWait = about.has(message.about) || together.length >= mostAtOnce
      about.add(message.about)
      if (mustWait) later.push(message)
      else together.push(message)
    }
    waiting.forEach(take)
    while (nextMessage < messages.length && messages[nextMessage]!.at <= end) {
      if (together.length >= mostAtOnce) {
        end = Math.max(at, messages[nextMessage - 1]!.at)
        break
      }
      take(messages[nextMessage++]!)
    }
    const first = nextOperation
    while (nextOperation < operations.length && operations[nextOperation]!.at <= end) nextOperation += 1
    yield { at: end, messages: together, operations: operations.slice(first, nextOperation) }
    waiting = later
    at = end
  }
}

import type { Message, Operation } from './message.ts'
import { hourMs, minuteMs } from './times.ts'
import type { Agenda, Errand } from './world/agenda.ts'

/** What arrives together: nothing in it depends on anything else in it. */
export interface Round {
  /** When the last of it arrives. */
  readonly at: number
  readonly messages: readonly Message[]
  readonly operations: readonly Operation[]
  readonly errands: readonly Errand[]
}

/** Quiet days are told in longer breaths, so that a round is worth its syncs. */
const windowFor = (messages: number): number => (messages < 5_000 ? 30 : 15) * minuteMs
const mostAtOnce = 300
const mostErrands = 800

/** Once everything known before was told, somebody looks every other hour; as long as nothing is due at all, a few times a day. */
const laterWindowMs = 2 * hourMs
const quietWindowMs = 6 * hourMs

/**
 * Messages in their order, some minutes at a time, and whatever else is due outside by then. A second message about one order waits for the
 * next round, and so does all that follows it about that order.
 */
export function* roundsOf(
  messages: readonly Message[],
  operations: readonly Operation[],
  from: number,
  until: number,
  agenda?: Agenda,
): Generator<Round> {
  const windowMs = windowFor(messages.length)
  let [nextMessage, nextOperation] = [0, 0]
  let waiting: readonly Message[] = []
  const isTelling = () => nextMessage < messages.length || waiting.length > 0
  const isBusy = () => (agenda?.nextAt ?? Number.POSITIVE_INFINITY) <= until
  for (let at = from; at < until || isTelling() || isBusy(); ) {
    const wanted = isTelling() ? at + windowMs : laterEnd(at, Math.min(agenda?.nextAt ?? until, operations[nextOperation]?.at ?? until))
    let end = Math.max(at, Math.min(wanted, until))
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
    const errands = agenda?.take(end, mostErrands, about) ?? []
    yield { at: end, messages: together, operations: operations.slice(first, nextOperation), errands }
    waiting = later
    // Of what was too much for one round the rest comes before anything later.
    at = errands.length === mostErrands ? Math.max(at, Math.min(end, errands.at(-1)!.at)) : end
  }
}

const laterEnd = (at: number, next: number): number =>
  next > at + laterWindowMs ? Math.min(next + minuteMs, at + quietWindowMs) : at + laterWindowMs

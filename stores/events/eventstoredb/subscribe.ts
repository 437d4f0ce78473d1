import { setTimeout as sleep } from 'node:timers/promises'
import { type LivePage, type Position, type RecordedEvent, START, type SubscribeOptions } from '../port.ts'
import type { Connection } from './connection.ts'
import { isInvalidPosition, readFailure } from './failures.ts'
import { type Filtering, filtering } from './filter.ts'
import { bigintOf, type ReadAnswer } from './protocol/messages.ts'
import { burstsOf } from './read/bursts.ts'
import { headOf } from './read/head.ts'
import { readAll } from './read/read-all.ts'
import { monotone, recorded } from './read/recorded.ts'
import { subscribeRequest } from './read/requests.ts'
import type { ReadServices } from './services.ts'

export interface SubscribeServices extends ReadServices {
  readonly connection: Connection
  /** Aborts when the store is closed. */
  readonly closing: AbortSignal
  /** Milliseconds to wait before try `attempt` in a row. */
  readonly backOffMs: (attempt: number) => number
  readonly say: (line: string) => void
}

/**
 * Stays on for as long as anyone listens: where the server goes away, it begins again behind the last page until the server is back. Throws
 * `CLOSED`, and `REFUSED` where another try would come to the same.
 */
export async function* subscribeAll(services: SubscribeServices, { after, filter, signal }: SubscribeOptions): AsyncGenerator<LivePage> {
  const stopping = signal === undefined ? services.closing : AbortSignal.any([signal, services.closing])
  const following: Following = { filtering: filtering(filter), steady: monotone(), stopping }
  let position = after
  for (let failures = 0; !signal?.aborted; failures += 1) {
    services.assertOpen()
    try {
      for await (const page of follow(services, following, position)) {
        failures = 0
        position = page.position
        yield page
      }
    } catch (failure) {
      if (stopping.aborted) continue
      if (isInvalidPosition(failure)) {
        for await (const page of readAll(services, { after: position, ...(filter && { filter }), signal: stopping })) {
          position = page.position
          yield { ...page, caughtUp: false }
        }
        continue
      }
      const { code, message } = readFailure(failure)
      if (code !== 'UNAVAILABLE') throw readFailure(failure)
      services.say(`a subscription was lost and goes on from ${position} once the server is back: ${message}`)
    }
    await sleep(services.backOffMs(failures + 1), undefined, { signal: stopping }).catch(() => undefined)
  }
}

interface Following {
  readonly filtering: Filtering
  readonly steady: (event: RecordedEvent) => RecordedEvent
  readonly stopping: AbortSignal
}

/** One subscription, from confirmation to the end of its connection. */
async function* follow(services: SubscribeServices, following: Following, after: Position): AsyncGenerator<LivePage> {
  const { keeps, server } = following.filtering
  // Once the server says that it has caught up, it has looked at least this far, whether or not anything there is meant.
  const head = await headOf(services)
  const call = await services.connection.read(subscribeRequest(after === START ? 'start' : after, server))
  let position = after
  let isLive = false
  let told = false
  const reach = (further: Position): void => {
    if (further > position) position = further
  }
  const take = ({ event, checkpoint, caughtUp, fellBehind }: ReadAnswer, events: RecordedEvent[]): void => {
    if (event !== null) {
      const found = recorded(event.event)
      if (found.position > position && keeps(found)) events.push(following.steady(found))
      reach(found.position)
    } else if (checkpoint !== null) reach(reachedBy(checkpoint))
    else if (caughtUp !== null) {
      isLive = true
      reach(head)
    } else if (fellBehind !== null) isLive = false
  }
  for await (const burst of burstsOf(call, { signal: following.stopping })) {
    const events: RecordedEvent[] = []
    const before = position
    for (const answer of burst) take(answer, events)
    const isNews = isLive && !told
    told = isLive
    if (events.length === 0 && position === before && !isNews) continue
    services.known.raise(position)
    const last = events.at(-1)
    if (last !== undefined) services.boundaries.note(last)
    yield { events, position, caughtUp: isLive }
  }
}

/** Live, a checkpoint is the last record looked at; while catching up, with no prepare position, the first one not looked at. */
function reachedBy({ commitPosition, preparePosition }: NonNullable<ReadAnswer['checkpoint']>): Position {
  const isNext = bigintOf(preparePosition) === 0n
  return isNext ? bigintOf(commitPosition) - 1n : bigintOf(commitPosition)
}

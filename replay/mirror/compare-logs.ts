import { createHash } from 'node:crypto'
import { isLedgerStream, ownCategories } from '../../domain/own-streams.ts'
import { type EventStore, type Position, type RecordedEvent, START } from '../../stores/events/port.ts'
import { type ComparedField, differingFields, frameOf } from './frame.ts'

export interface EventName {
  readonly stream: string
  readonly revision: number
}

/** The first place, counted in events from 1, where the logs are not the same; null on the side where no event is left. */
export interface LogDifference {
  readonly event: number
  readonly here: EventName | null
  readonly there: EventName | null
  readonly fields: readonly ComparedField[]
}

export interface LogDigest {
  readonly events: number
  /** SHA-256 over the frames of the events, in hexadecimal. */
  readonly sha256: string
}

export interface LogComparison {
  readonly ok: boolean
  readonly here: LogDigest
  readonly there: LogDigest
  /** How far the other log was read, in its own positions: what it took on since is not compared. */
  readonly until: Position
  readonly first: LogDifference | null
}

export interface Compared {
  readonly here: EventStore
  readonly there: EventStore
  /**
   * How far the other log has to be here at least, in its positions; it is read further while there is more here. Undefined for as far as
   * it goes.
   */
  readonly atLeast: Position | undefined
  readonly onProgress: (progress: { readonly events: number; readonly position: Position }) => void
}

/** Compares the ledger's own events of two logs, all that are here, in the order of each log. Memory is bounded by a page of each. */
export async function compareLogs({ here, there, atLeast, onProgress }: Compared): Promise<LogComparison> {
  const [mine, theirs] = [digesting(here), digesting(there)]
  let first: LogDifference | null = null
  let until: Position = START
  for (let event = 1; ; event += 1) {
    const one = await mine.next()
    // Once nothing is left here, what the other log took on since it was copied is no difference.
    const other = await theirs.next(one === undefined ? atLeast : undefined)
    if (one === undefined && other === undefined) break
    if (other !== undefined) until = other.event.position
    if (first === null && !(one !== undefined && other !== undefined && one.frame.equals(other.frame))) {
      first = differenceAt(event, one?.event, other?.event)
    }
    if (event % 1_024 === 0) onProgress({ events: event, position: until })
  }
  return { ok: first === null, here: mine.digest(), there: theirs.digest(), until, first }
}

interface Framed {
  readonly event: RecordedEvent
  readonly frame: Buffer
}

/** Event after event, each added to the digest as it is handed out. */
function digesting(log: EventStore) {
  const hash = createHash('sha256')
  const pages = log.readAll({ filter: { streamPrefixes: ownCategories } })[Symbol.asyncIterator]()
  let page: readonly RecordedEvent[] = []
  let at = 0
  let events = 0
  return {
    /** Undefined at the end, and where the next event lies beyond `until` (inclusive). */
    async next(until?: Position): Promise<Framed | undefined> {
      while (at === page.length) {
        const read = await pages.next()
        if (read.done) return undefined
        page = read.value.events.filter(({ stream }) => isLedgerStream(stream))
        at = 0
      }
      const event = page[at]!
      if (until !== undefined && event.position > until) return undefined
      at += 1
      events += 1
      const frame = frameOf(event)
      hash.update(frame)
      return { event, frame }
    },
    digest: (): LogDigest => ({ events, sha256: hash.digest('hex') }),
  }
}

const nameOf = (event: RecordedEvent | undefined): EventName | null =>
  event === undefined ? null : { stream: event.stream, revision: event.revision }

const differenceAt = (event: number, one: RecordedEvent | undefined, other: RecordedEvent | undefined): LogDifference => ({
  event,
  here: nameOf(one),
  there: nameOf(other),
  fields: one === undefined || other === undefined ? [] : differingFields(one, other),
})

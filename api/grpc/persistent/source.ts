import { type Position, type RecordedEvent, START } from '../../../stores/events/port.ts'
import { maySee } from '../permission.ts'
import type { FilterOptions } from '../protocol/messages.ts'
import { compileFilter } from '../semantics/filter.ts'
import { followStream, lengthOf } from '../semantics/follow-stream.ts'
import type { Reading } from '../semantics/read-stream.ts'

export const ALL = '$all'

/** A place in what a group reads: a revision of its stream, or a position of the whole log. */
export type Place = bigint

/** What a group reads. */
export interface Source {
  /** A stream, or `$all`. */
  readonly stream: string
  readonly filter: FilterOptions | null
}

/** Secrets are for nobody that takes turns with others. */
const everyConsumer = { keyId: '', role: 'admin', channels: [] } as const

export const placeOf = ({ stream }: Source, event: RecordedEvent): Place => (stream === ALL ? event.position : BigInt(event.revision))

/** The place whose next event is the first of what comes from now on. */
export const endOf = async ({ stream }: Source, reading: Reading): Promise<Place> =>
  stream === ALL ? reading.events.head() : BigInt((await lengthOf(reading, stream)) - 1)

/** What comes after a place, then live; -1 and 0 are before everything. */
export async function* followSource(source: Source, reading: Reading, after: Place, signal: AbortSignal): AsyncGenerator<RecordedEvent> {
  if (source.stream !== ALL) {
    for await (const event of followStream(reading, source.stream, Number(after) + 1, signal)) if (event !== 'caught up') yield event
    return
  }
  const matches = source.filter === null ? () => true : compileFilter(source.filter, true)
  if (typeof matches === 'string') throw new Error(`the filter of a group was taken and is none: ${matches}`)
  for await (const page of reading.events.subscribeAll({ after: after < START ? START : (after as Position), signal })) {
    for (const event of page.events) if (matches(event) && maySee(everyConsumer, event)) yield event
  }
}

/** As the protocol writes places down. */
export const placeText = ({ stream }: Source, place: Place): string => (stream === ALL ? `C:${place}/P:${place}` : String(place))

export function placeFrom(text: string): Place {
  const [, commit] = /^C:(-?\d+)\/P:/.exec(text) ?? []
  return BigInt(commit ?? text)
}

import { matches } from '../matches.ts'
import type { EventFilter, RecordedEvent } from '../port.ts'

/** What a server leaves out by itself: all but events whose stream, or type, begins with one of the prefixes or matches the expression. */
export interface ServerFilter {
  readonly on: 'stream' | 'type'
  readonly prefixes?: readonly string[]
  readonly regex?: string
}

export interface Filtering {
  readonly server: ServerFilter
  /** Whether an event that the server let through is meant. */
  readonly keeps: (event: Pick<RecordedEvent, 'stream' | 'type'>) => boolean
  /** Whether `keeps` is true of all of them, so that the server may count. */
  readonly isExact: boolean
}

/** Streams of the server itself, and what is said about streams: never the ledger's. */
const isSystem = (stream: string): boolean => stream.startsWith('$')
const notOfTheSystem: ServerFilter = { on: 'stream', regex: '^[^$]' }
const nothing: ServerFilter = { on: 'stream', regex: '[^\\s\\S]' }

/**
 * A server takes one kind of filter: prefixes of streams, or of types, which it compares faster than expressions and which need no escaping.
 * What it lets through beyond what is meant is left out here: types that only begin alike, and everything when both kinds are asked for.
 */
export function filtering(filter: EventFilter | undefined): Filtering {
  const keeps: Filtering['keeps'] = ({ stream, type }) => !isSystem(stream) && matches(filter, stream, type)
  const { streamPrefixes = [], types = [] } = filter ?? {}
  if (filter?.streamPrefixes === undefined && filter?.types === undefined) return { server: notOfTheSystem, keeps, isExact: true }
  if (streamPrefixes.length > 0 && types.length > 0) return { server: notOfTheSystem, keeps, isExact: false }
  if (types.length > 0) return { server: { on: 'type', prefixes: types }, keeps, isExact: false }
  if (streamPrefixes.length === 0) return { server: nothing, keeps, isExact: true }
  return {
    server: { on: 'stream', prefixes: streamPrefixes },
    keeps,
    isExact: !streamPrefixes.some((prefix) => prefix === '' || isSystem(prefix)),
  }
}

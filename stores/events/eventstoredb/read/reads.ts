import type { Position, RecordedEvent } from '../../port.ts'
import type { ServerFilter } from '../filter.ts'

export type Direction = 'forwards' | 'backwards'

/** Where a read of the whole log begins: forwards with the record there, backwards with the one before it. */
export type Place = Position | 'start' | 'end'

export interface AllRequest {
  readonly direction: Direction
  readonly from: Place
  readonly filter: ServerFilter
  /** How many the server gives at most; not given, all there are. */
  readonly count?: number
}

export interface StreamRequest {
  readonly direction: Direction
  /** Inclusive. */
  readonly from: number | 'end'
  readonly count?: number
}

/** Plain reads of a server, in whatever pieces they come; a missing stream comes to nothing. Failures are whatever the client throws. */
export interface Reads {
  all(request: AllRequest, signal?: AbortSignal): AsyncIterable<readonly RecordedEvent[]>
  stream(stream: string, request: StreamRequest): AsyncIterable<readonly RecordedEvent[]>
}

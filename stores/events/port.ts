/** Position of an event in the whole log. Opaque but ordered; every event's position is greater than `START`. */
export type Position = bigint
export const START: Position = 0n

/** What the writer believes about the stream; a number is the revision of its last event. */
export type ExpectedRevision = number | 'any' | 'no-stream' | 'stream-exists'

/** An event about to be appended. `data` and `metadata` are kept as exactly these bytes. */
export interface EventToAppend {
  readonly id: string
  readonly type: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
  readonly contentType?: 'application/json' | 'application/octet-stream'
}

export interface RecordedEvent extends Required<EventToAppend> {
  readonly stream: string
  /** Zero for the first event of a stream, without gaps. */
  readonly revision: number
  readonly position: Position
  /** Epoch milliseconds; never lower than that of any earlier event in the log. */
  readonly recordedAt: number
}

export interface Appended {
  readonly ok: true
  /** Revision and position of the last event of the append (of the original, when repeated). */
  readonly revision: number
  readonly position: Position
  /** The very same event ids were already there; nothing was written. */
  readonly repeated: boolean
}

export interface WrongExpectedRevision {
  readonly ok: false
  readonly code: 'WRONG_EXPECTED_REVISION'
  readonly expected: ExpectedRevision
  readonly actual: number | 'no-stream'
}

export type AppendResult = Appended | WrongExpectedRevision

/** A filter matches when any stream prefix or any event type matches; an absent filter matches everything. */
export interface EventFilter {
  readonly streamPrefixes?: readonly string[]
  readonly types?: readonly string[]
}

export type ReadStreamOptions =
  /** Revisions from `from` (default 0) upwards. */
  | { readonly direction?: 'forwards'; readonly from?: number; readonly maxCount?: number }
  /** Revisions from `from` (default the last) downwards. */
  | { readonly direction: 'backwards'; readonly from?: number; readonly maxCount?: number }

interface ReadAllCommon {
  readonly filter?: EventFilter
  readonly maxCount?: number
  readonly signal?: AbortSignal
}

export type ReadAllOptions =
  /** Events after `after` (exclusive, default `START`) up to `until` (inclusive, default the end when the read began). */
  | (ReadAllCommon & { readonly direction?: 'forwards'; readonly after?: Position; readonly until?: Position })
  /** Events before `before` (exclusive, default beyond the end), downwards. */
  | (ReadAllCommon & { readonly direction: 'backwards'; readonly before?: Position })

export interface SubscribeOptions {
  /** Exclusive. */
  readonly after: Position
  readonly filter?: EventFilter
  readonly signal?: AbortSignal
}

/** Some events in order, and how far the log was scanned to find them: a checkpoint even when nothing matched. */
export interface Page {
  readonly events: readonly RecordedEvent[]
  readonly position: Position
}

export interface LivePage extends Page {
  /** Whether the subscriber had seen everything synced when this page was made. */
  readonly caughtUp: boolean
}

/**
 * Where events are kept. Nobody sees an event before it is durable.
 *
 * `append` resolves to a value for what callers expect (a conflict) and throws `EventStoreError` for what they do not.
 * All reading is by pages with back-pressure: the next page is read when it is asked for, memory is bounded by a page.
 */
export interface EventStore {
  append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<AppendResult>
  /** Pages of a stream; a missing stream has none. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<readonly RecordedEvent[]>
  readAll(options?: ReadAllOptions): AsyncIterable<Page>
  /** Catches up from `after`, then stays live, without gap or repeat, until the signal aborts. */
  subscribeAll(options: SubscribeOptions): AsyncIterable<LivePage>
  /** Position of the last durable event, `START` for an empty log. */
  head(): Promise<Position>
  /**
   * Position of the last durable event recorded at or before an instant (epoch milliseconds), `START` when there is none. Takes no
   * reading of the whole log: an adapter halves it, or asks its server.
   */
  positionAt(instant: number): Promise<Position>
  close(): Promise<void>
}

/**
 * - `CLOSED`: the store was closed.
 * - `STOPPED`: an earlier write or sync failed; the writer refuses everything until restarted, reading goes on.
 * - `DISK_FULL`: nothing of this append was kept; appends may succeed again once there is room.
 * - `READ_ONLY`: opened beside a writer.
 * - `LOCKED`: another process writes this folder.
 * - `CORRUPT`: stored bytes do not match their checksum; `position` and `stream` say where.
 * - `FORMAT`: the folder was written by another format version.
 * - `TOO_LARGE`: one append over the limit.
 * - `REFUSED`: the server will not do it, whoever asks again: no right to, or a stream deleted for ever; nothing was written.
 * - `UNAVAILABLE`: the server cannot be reached; nothing was written.
 * - `OUTCOME_UNKNOWN`: no answer came; retry with the same event ids and expected revision.
 */
export type EventStoreErrorCode =
  | 'CLOSED'
  | 'STOPPED'
  | 'DISK_FULL'
  | 'READ_ONLY'
  | 'LOCKED'
  | 'CORRUPT'
  | 'FORMAT'
  | 'TOO_LARGE'
  | 'REFUSED'
  | 'UNAVAILABLE'
  | 'OUTCOME_UNKNOWN'

export class EventStoreError extends Error {
  readonly code: EventStoreErrorCode
  readonly details: Readonly<Record<string, unknown>>
  constructor(code: EventStoreErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'EventStoreError'
    this.code = code
    this.details = details
  }
}

const MiB = 1_048_576

/** Every bound of the HTTP API. */
export interface ApiLimits {
  /** One request's body, except of channel messages. */
  readonly bodyBytes: number
  /** One channel message, alone or as a line. */
  readonly messageBytes: number
  /** All lines of channel messages of one request. */
  readonly messagesBytes: number
  /** Lines of one request at work at the same time. */
  readonly messagesAtOnce: number
  /** How long a read waits for `minPosition`. */
  readonly waitMs: number
  /** How long a read waits for a past view that is being built, before it is told how far that is. */
  readonly viewWaitMs: number
  /** From the first byte of a request to its last. */
  readonly requestMs: number
  /** How long stopping waits for requests that are being answered. */
  readonly stopMs: number
  /** Event streams open at the same time, of all clients together. */
  readonly streams: number
  /** Events kept for a client that reads slower than they come; beyond that it reads them from disk. */
  readonly streamEvents: number
  readonly heartbeatMs: number
  /** How long a client of a stream may take nothing before it is cut off. */
  readonly stalledMs: number
  /** Shortest time between two notices of changed documents. */
  readonly changesEveryMs: number
  /** How long a cookie signs in. */
  readonly sessionMs: number
}

export const defaultApiLimits: ApiLimits = {
  bodyBytes: 4 * MiB,
  messageBytes: MiB,
  messagesBytes: 32 * MiB,
  messagesAtOnce: 128,
  waitMs: 5_000,
  viewWaitMs: 2_000,
  requestMs: 300_000,
  stopMs: 30_000,
  streams: 500,
  streamEvents: 2_000,
  heartbeatMs: 15_000,
  stalledMs: 30_000,
  changesEveryMs: 250,
  sessionMs: 12 * 3_600_000,
}

/** Every bound of the command bus. */
export interface BusLimits {
  /** Commands decided together, and so how long one turn may hold the event loop. */
  readonly groupCommands: number
  /** Events of one append. */
  readonly groupEvents: number
  /** Bytes of data and of metadata of one append; a single command may exceed it, the store's own limit then decides. */
  readonly groupBytes: number
  /** Commands waiting on one stream; one more is refused as `OVERLOADED`. */
  readonly queuedPerStream: number
  /** Commands waiting on all streams together. */
  readonly queued: number
  /** States kept in memory between commands, by `weigh`. */
  readonly cacheBytes: number
  /** At least so many last commands of a stream are recognised by id; at most twice as many are kept. */
  readonly rememberedCommands: number
  /** Fewest events of a stream from one snapshot to the next; more for heavy states. */
  readonly eventsPerSnapshot: number
  /** Appends tried for one group before its commands are answered `CONTENDED`. */
  readonly attempts: number
  /** Back-off before try n is a random share of `min(backOffMs * 2 ** n, longestBackOffMs)`. */
  readonly backOffMs: number
  readonly longestBackOffMs: number
  /** A state up to this weight is reloaded without a thought after a conflict; a heavier one makes groups start small again. */
  readonly lightStateBytes: number
}

export const defaultLimits: BusLimits = {
  groupCommands: 1_024,
  groupEvents: 1_024,
  groupBytes: 768 * 1_024,
  queuedPerStream: 4_000,
  queued: 100_000,
  cacheBytes: 256 * 1_024 * 1_024,
  rememberedCommands: 5_120,
  eventsPerSnapshot: 1_000,
  attempts: 12,
  backOffMs: 2,
  longestBackOffMs: 250,
  lightStateBytes: 64 * 1_024,
}

/** Throws when the limits contradict each other. */
export function withDefaults(limits: Partial<BusLimits> = {}): BusLimits {
  const all = { ...defaultLimits, ...limits }
  for (const [name, value] of Object.entries(all)) {
    if (!Number.isSafeInteger(value) || value < 1) throw new TypeError(`Limit ${name} must be a whole number from 1, got ${value}`)
  }
  if (all.rememberedCommands < all.queuedPerStream) {
    throw new TypeError(
      'rememberedCommands must be at least queuedPerStream, or a repeat could outlive the memory of its twin in the queue',
    )
  }
  return all
}

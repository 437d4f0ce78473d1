import type { PageLimits } from './read/paging.ts'

const MiB = 1_048_576

export interface EventStoreDbLimits {
  /** Appends on their way at the same time; others wait in line. */
  readonly inFlight: { readonly count: number; readonly bytes: number }
  /** How long an append waits for a server to be there. */
  readonly connectMs: number
  /** How long after the deadline of an append its answer is still waited for. */
  readonly graceMs: number
  readonly page: PageLimits
  /** How often in a row a read that brings nothing is begun again. */
  readonly readAttempts: number
  /** Before a read or a subscription is begun again: a span that doubles from the first to the longest. */
  readonly firstBackOffMs: number
  readonly longestBackOffMs: number
}

export const DEFAULT_LIMITS: EventStoreDbLimits = {
  inFlight: { count: 256, bytes: 32 * MiB },
  connectMs: 5_000,
  graceMs: 2_000,
  page: { events: 512, bytes: MiB },
  readAttempts: 5,
  firstBackOffMs: 100,
  longestBackOffMs: 5_000,
}

/** Where reading and writing change their ways; tests make them small so that every edge is met. */
export interface Limits {
  /** So few documents that sorting them is cheaper than walking an index past others. */
  readonly few: number
  /** Keys looked at in one call when some of them may not match. */
  readonly keysAtOnce: number
  /** Rows in one transaction: the more, the more of them share the pages a commit writes; but a commit holds the event loop. */
  readonly rowsPerCommit: number
  /** In a collection with no more rows than this, indexes are built and sweeping is done where it is asked for, not in the maintenance thread. */
  readonly rowsOnTheSpot: number
}

export const DEFAULT_LIMITS: Limits = { few: 2_000, keysAtOnce: 4_096, rowsPerCommit: 8_192, rowsOnTheSpot: 2_000 }

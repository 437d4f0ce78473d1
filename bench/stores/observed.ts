/**
 * What EventStoreDB 24.2.0 did with the official client for Node on two shared cores of 2.8 GHz, one node on disk, 487 bytes of JSON an
 * event: the best of several quiet runs, observed on 2026-11-23. It stands in for a server where none can be reached.
 */
export const observedOfServer = {
  'append, 1 at a time': 460,
  'append, 32 at once': 4_100,
  'append, 256 at once': 4_900,
  'append, 8 at once, 100 events each': 15_100,
  'read all': 20_600,
  'subscribe until live': 26_000,
} as const

export type Measured = keyof typeof observedOfServer

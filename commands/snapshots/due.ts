/** What freezing, writing and reading a snapshot costs, in bytes of state per event that would otherwise be folded again. */
const BYTES_PER_EVENT = 256

/**
 * Whether a stream that grew by so many events since its last snapshot should have a new one. The interval grows with the state, so that
 * snapshots cost each event the same however much is open, and loading costs no more than about twice what the state itself does.
 */
export const isSnapshotDue = (eventsSince: number, stateBytes: number, fewestEvents: number): boolean =>
  eventsSince >= Math.max(fewestEvents, stateBytes / BYTES_PER_EVENT)

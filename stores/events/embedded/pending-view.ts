import type { StreamView } from '../expected-revision.ts'
import type { Group } from './group.ts'
import type { RecentIds } from './recent-ids.ts'

/** What is synced, as the writer asks for it. */
export interface SyncedStreams {
  lastRevision(stream: string): number
  positionOf(stream: string, revision: number): number
  idAt(stream: string, revision: number): string
}

/** Streams as they will be when everything that was accepted is synced. */
export interface PendingView extends SyncedStreams {
  view(stream: string, recentIds: RecentIds): StreamView
  /** Whether what is known of a stream rests on events that are not synced yet. */
  isUnsynced(stream: string): boolean
}

/** `unsynced` gives the groups not synced yet, the latest first. */
export function createPendingView(unsynced: () => readonly Group[], synced: SyncedStreams): PendingView {
  const runWith = (stream: string, revision: number) => {
    for (const group of unsynced()) {
      const run = group.streams.get(stream)
      if (run !== undefined && revision >= run.first) return run
    }
    return undefined
  }
  const latestRun = (stream: string) => runWith(stream, Number.POSITIVE_INFINITY)
  const lastRevision = (stream: string) => {
    const run = latestRun(stream)
    return run === undefined ? synced.lastRevision(stream) : run.first + run.ids.length - 1
  }
  const idAt = (stream: string, revision: number) => {
    const run = runWith(stream, revision)
    return run === undefined ? synced.idAt(stream, revision) : run.ids[revision - run.first]!
  }
  return {
    lastRevision,
    idAt,
    positionOf: (stream, revision) => {
      const run = runWith(stream, revision)
      return run === undefined ? synced.positionOf(stream, revision) : run.positions[revision - run.first]!
    },
    isUnsynced: (stream) => latestRun(stream) !== undefined,
    view: (stream, recentIds) => {
      const last = lastRevision(stream)
      return {
        lastRevision: last,
        idAt: (revision) => idAt(stream, revision),
        recentRevisionOf: (id, count) => recentIds.revisionOf(stream, last, id, count),
      }
    },
  }
}

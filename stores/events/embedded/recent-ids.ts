import { LRUCache } from 'lru-cache'
import { RECENT_EVENTS } from '../expected-revision.ts'

/** The latest ids of the streams that are appended to with `any` or `stream-exists`, so that the disk is asked once for each. */
export interface RecentIds {
  /** The latest revision with this id among the last `count` events of a stream that is at `last`. */
  revisionOf(stream: string, last: number, id: string, count: number): number | undefined
  /** Ids that were appended; forgotten for streams nobody asked about. */
  appended(stream: string, first: number, events: readonly { readonly id: string }[]): void
  /** After a failed write, what was noted may not exist. */
  forget(stream: string): void
}

interface Window {
  /** Oldest first. */
  readonly revisions: Map<string, number>
  from: number
}

const BYTES_PER_ID = 120

export function createRecentIds(idAt: (stream: string, revision: number) => string, maxBytes: number): RecentIds {
  const windows = new LRUCache<string, Window>({
    maxSize: maxBytes,
    sizeCalculation: (window, stream) => 200 + stream.length * 2 + Math.max(RECENT_EVENTS, window.revisions.size) * BYTES_PER_ID,
  })
  const load = (stream: string, from: number, last: number): Window => {
    const window: Window = { revisions: new Map(), from }
    for (let revision = from; revision <= last; revision += 1) note(window, idAt(stream, revision), revision)
    windows.set(stream, window)
    return window
  }
  return {
    revisionOf: (stream, last, id, count) => {
      const from = Math.max(0, last - count + 1)
      const known = windows.get(stream)
      const window = known !== undefined && known.from <= from ? known : load(stream, from, last)
      const found = window.revisions.get(id)
      return found !== undefined && found >= from ? found : undefined
    },
    appended: (stream, first, events) => {
      const window = windows.get(stream)
      if (window === undefined) return
      for (const [n, { id }] of events.entries()) note(window, id, first + n)
      trim(window, Math.max(RECENT_EVENTS, events.length), first + events.length - 1)
    },
    forget: (stream) => {
      windows.delete(stream)
    },
  }
}

function note(window: Window, id: string, revision: number): void {
  window.revisions.delete(id)
  window.revisions.set(id, revision)
}

function trim(window: Window, count: number, last: number): void {
  window.from = Math.max(window.from, last - count + 1)
  for (const [id, revision] of window.revisions) {
    if (revision >= window.from) return
    window.revisions.delete(id)
  }
}

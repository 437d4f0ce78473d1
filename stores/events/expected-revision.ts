import type { EventToAppend, ExpectedRevision, WrongExpectedRevision } from './port.ts'

/** How many of a stream's last events an append with `any` or `stream-exists` is compared with; more when the append itself is longer. */
export const RECENT_EVENTS = 256

/** What the rules below need to know about one stream. */
export interface StreamView {
  /** Revision of the last event, -1 for a missing stream. */
  readonly lastRevision: number
  idAt(revision: number): string
  /** The latest revision that holds this id among the last `count` events. */
  recentRevisionOf(id: string, count: number): number | undefined
}

export type Verdict = { readonly kind: 'write' } | { readonly kind: 'repeated'; readonly revision: number } | WrongExpectedRevision

const WRITE: Verdict = { kind: 'write' }

/**
 * The rules of EventStoreDB 24.2 for expected revisions and repeated event ids. With an exact revision below the current one, the ids
 * that follow that revision decide; at the current revision the same id is written again. With `any` and `stream-exists` the first id
 * decides whether this is a repeat, and a repeat must be complete.
 */
export function judgeAppend(view: StreamView, events: readonly EventToAppend[], expected: ExpectedRevision): Verdict {
  const last = view.lastRevision
  if (expected === 'stream-exists' && last < 0) return wrong(expected, last)
  if (expected === 'any' || expected === 'stream-exists') return judgeUnpinned(view, events, expected)
  const pinned = expected === 'no-stream' ? -1 : expected
  if (pinned === last) return WRITE
  const end = pinned + events.length
  if (pinned > last || end > last || events.length === 0) return wrong(expected, last)
  for (const [index, event] of events.entries()) {
    if (view.idAt(pinned + 1 + index) !== event.id) return wrong(expected, last)
  }
  return { kind: 'repeated', revision: end }
}

function judgeUnpinned(view: StreamView, events: readonly EventToAppend[], expected: ExpectedRevision): Verdict {
  if (events.length === 0 || view.lastRevision < 0) return WRITE
  const window = Math.max(RECENT_EVENTS, events.length)
  let revision = -1
  for (const [index, event] of events.entries()) {
    const found = view.recentRevisionOf(event.id, window)
    if (found === undefined) return index === 0 ? WRITE : wrong(expected, view.lastRevision)
    revision = found
  }
  return { kind: 'repeated', revision }
}

const wrong = (expected: ExpectedRevision, last: number): WrongExpectedRevision => ({
  ok: false,
  code: 'WRONG_EXPECTED_REVISION',
  expected,
  actual: last < 0 ? 'no-stream' : last,
})

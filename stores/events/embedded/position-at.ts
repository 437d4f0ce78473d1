import { findGroupHead } from './group-head.ts'
import { GROUP_HEAD, SEGMENT_HEAD } from './layout.ts'
import { type LogView, loadNow, loadRecordNow } from './log-view.ts'
import { assertIntact, recordedAtOf } from './record.ts'
import { type ScanLimits, scanForwards } from './scan.ts'

/** From here on event by event: a trip to the disk would not be saved any more. */
const NEAR = 65_536

/**
 * Position of the last event recorded at or before an instant, 0 when there is none. Record times never go back, so the log is halved,
 * first by segments, then within one by bytes; any place leads to the next group by its mark.
 */
export async function positionAt(view: LogView, instant: number, limits: ScanLimits): Promise<number> {
  view.assertOpen()
  const end = view.syncedEnd()
  const isNotAfter = (group: number) => recordedAtFirst(view, group) <= instant
  const firsts = view.segments.list().flatMap(({ base }) => (base + SEGMENT_HEAD < end ? [base + SEGMENT_HEAD] : []))
  const first = firsts[countWhile(firsts, isNotAfter) - 1]
  if (first === undefined) return 0
  const stop = Math.min(end, view.segments.endOf(view.segments.at(first)))
  let low = first
  // Groups that begin from here on were recorded later.
  for (let high = stop; high - low > NEAR; ) {
    const middle = Math.floor((low + high) / 2)
    const group = groupFrom(view, middle, high)
    if (group !== undefined && isNotAfter(group)) low = group
    else high = middle
  }
  return lastNotAfter(view, low, stop, instant, limits)
}

/** How many of these, for which it holds up to somewhere and not behind. */
function countWhile(groups: readonly number[], holds: (group: number) => boolean): number {
  let low = 0
  for (let high = groups.length; low < high; ) {
    const middle = (low + high) >>> 1
    if (holds(groups[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}

function recordedAtFirst(view: LogView, group: number): number {
  const position = group + GROUP_HEAD
  const bytes = loadRecordNow(view, position)
  assertIntact(bytes, 0, position)
  return recordedAtOf(bytes, 0)
}

/** The first group that begins in `[from, until)`, all in one segment. */
function groupFrom(view: LogView, from: number, until: number): number | undefined {
  for (let at = from; at < until; at += NEAR) {
    const found = findGroupHead(loadNow(view, at, NEAR + GROUP_HEAD), 0, at)
    if (found !== undefined) return at + found < until ? at + found : undefined
  }
  return undefined
}

async function lastNotAfter(view: LogView, from: number, end: number, instant: number, limits: ScanLimits): Promise<number> {
  let last = 0
  for (let next = from; next < end; ) {
    const page = await scanForwards(view, { from: next, after: 0, until: end, end }, limits, undefined)
    const later = page.events.findIndex(({ recordedAt }) => recordedAt > instant)
    const known = page.events.at(later < 0 ? -1 : later - 1)
    if (later !== 0 && known !== undefined) last = Number(known.position)
    if (later >= 0) break
    next = page.next
  }
  return last
}

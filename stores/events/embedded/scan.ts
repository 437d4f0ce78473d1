import type { RecordedEvent } from '../port.ts'
import type { ByteFilter } from './byte-filter.ts'
import { corruption } from './corruption.ts'
import { decodeGroupHead } from './group-head.ts'
import { GROUP_HEAD, GROUP_MARK, SEGMENT_HEAD } from './layout.ts'
import { type Chunk, type LogView, loadBackwards, loadForwards, skipSegmentHead } from './log-view.ts'
import { assertIntact, decodeRecord, recordLength } from './record.ts'

export interface ScanLimits {
  readonly bytes: number
  readonly events: number
}

export interface Scanned {
  readonly events: readonly RecordedEvent[]
  /** Position of the last event looked at, 0 when there was none. */
  readonly position: number
  /** Where to go on. */
  readonly next: number
}

/** One page of the events from the boundary `from` up to `end`, leaving out those at or before `after` and all behind `until`. */
export async function scanForwards(
  view: LogView,
  range: { readonly from: number; readonly after: number; readonly until: number; readonly end: number },
  limits: ScanLimits,
  filter: ByteFilter | undefined,
): Promise<Scanned> {
  const events: RecordedEvent[] = []
  let size = limits.bytes
  let next = range.from
  let position = 0
  while (next < range.end && position === 0) {
    next = skipSegmentHead(view, next)
    if (next >= range.end) break
    const { bytes, position: base } = await loadForwards(view, next, size, range.end)
    let at = 0
    while (at + 4 <= bytes.length && events.length < limits.events) {
      const length = lengthHere(bytes, at, base)
      if (at + length > bytes.length) {
        size = Math.max(limits.bytes, length)
        break
      }
      if (length !== GROUP_HEAD || !isGroupHead(bytes, at)) {
        const found = base + at
        if (found > range.until) return { events, position, next: range.end }
        assertIntact(bytes, at, found)
        if (found > range.after) {
          position = found
          if (filter === undefined || filter(bytes, at)) events.push(decodeRecord(bytes, at, found))
        }
      }
      at += length
    }
    next = base + at
  }
  return { events, position, next }
}

/** One page of the events before the boundary `end`, downwards. */
export async function scanBackwards(view: LogView, end: number, limits: ScanLimits, filter: ByteFilter | undefined): Promise<Scanned> {
  const events: RecordedEvent[] = []
  let size = limits.bytes
  let next = end
  let position = 0
  while (next > SEGMENT_HEAD && position === 0) {
    const chunk = await loadBackwards(view, next, size)
    const { bytes, position: base } = chunk
    let at = bytes.length
    while (at > 0 && events.length < limits.events) {
      const length = lengthBefore(chunk, at)
      if (length > at) {
        size = Math.max(limits.bytes, length)
        break
      }
      at -= length
      if (length === GROUP_HEAD && isGroupHead(bytes, at)) continue
      assertIntact(bytes, at, base + at)
      position = base + at
      if (filter === undefined || filter(bytes, at)) events.push(decodeRecord(bytes, at, position))
    }
    next = base + at
    // Nothing but its head is left of this segment: the one before it ends at its base.
    if (at === 0 && view.segments.at(next).base + SEGMENT_HEAD === next) next -= SEGMENT_HEAD
  }
  return { events, position, next }
}

const isGroupHead = (bytes: Buffer, at: number): boolean => bytes.readUInt32LE(at) === GROUP_MARK

function lengthHere(bytes: Buffer, at: number, base: number): number {
  if (isGroupHead(bytes, at)) {
    if (at + GROUP_HEAD <= bytes.length && decodeGroupHead(bytes, at, base + at) === undefined) {
      throw corruption('The head of a group does not match its checksum', base + at)
    }
    return GROUP_HEAD
  }
  const length = recordLength(bytes, at)
  if (length === 0) throw corruption('A stored event has no length', base + at)
  return length
}

function lengthBefore({ bytes, position }: Chunk, end: number): number {
  if (end < 4) return 4
  const mark = bytes.readUInt32LE(end - 4)
  if (mark === GROUP_MARK) return GROUP_HEAD
  const length = recordLength(bytes, end - 4)
  if (length === 0) throw corruption('A stored event has no length', position + end - 4)
  return length
}

import type { WakeUp } from '../wake-up.ts'
import { corruption } from './corruption.ts'
import { decodeGroupHead } from './group-head.ts'
import { GROUP_HEAD, SEGMENT_HEAD } from './layout.ts'
import { isIntact, recordLength } from './record.ts'
import type { Segments } from './segments.ts'

/** What readers see of the log: everything up to the end of what is synced, and nothing after it. */
export interface LogView {
  readonly segments: Segments
  readonly grown: WakeUp
  syncedEnd(): number
  lastPosition(): number
  /** Throws when the store was closed. */
  assertOpen(): void
}

/** Bytes of one segment, the first of them at `position`. */
export interface Chunk {
  readonly bytes: Buffer
  readonly position: number
}

/** Up to this many bytes are read at once without leaving the thread: cheaper than a trip to the thread pool when they are cached. */
const READ_AT_ONCE = 65_536

/** Where reading goes on: over the head of a segment, or into the next one. */
export function skipSegmentHead({ segments }: LogView, position: number): number {
  const { base } = segments.at(position)
  return Math.max(position, base + SEGMENT_HEAD)
}

/** Bytes from `position` on, within its segment and not beyond `end`. */
export function loadForwards(view: LogView, position: number, size: number, end: number): Chunk | Promise<Chunk> {
  const segment = view.segments.at(position)
  const length = Math.min(size, view.segments.endOf(segment) - position, end - position)
  return load(view, position, length)
}

/** Bytes before `end`, within one segment and without its head. */
export function loadBackwards(view: LogView, end: number, size: number): Chunk | Promise<Chunk> {
  const { base } = view.segments.at(end - 1)
  const position = Math.max(base + SEGMENT_HEAD, end - size)
  return load(view, position, end - position)
}

function load(view: LogView, position: number, length: number): Chunk | Promise<Chunk> {
  const { base, file } = view.segments.at(position)
  const bytes = Buffer.allocUnsafeSlow(length)
  const checked = (read: number): Chunk => {
    if (read < length) throw corruption('The log ends too early', position + read)
    return { bytes, position }
  }
  if (length <= READ_AT_ONCE) return checked(file.read(bytes, position - base))
  return file.readLater(bytes, position - base).then(
    (read) => {
      // Closed meanwhile: whatever was read is no longer ours to judge.
      view.assertOpen()
      return checked(read)
    },
    (error) => {
      view.assertOpen()
      throw error
    },
  )
}

/** Loads without leaving the thread: for the writer's decisions and for single records. */
export function loadNow(view: LogView, position: number, length: number): Buffer {
  const segment = view.segments.at(position)
  const available = Math.min(length, view.segments.endOf(segment) - position, view.syncedEnd() - position)
  const bytes = Buffer.allocUnsafeSlow(Math.max(0, available))
  const read = segment.file.read(bytes, position - segment.base)
  return read < bytes.length ? bytes.subarray(0, read) : bytes
}

const FIRST_LOOK = 4096

/** The whole record that starts here, and more behind it; too few bytes when none does. */
export function loadRecordNow(view: LogView, position: number): Buffer {
  const bytes = loadNow(view, position, FIRST_LOOK)
  if (bytes.length < 4) return bytes
  const length = recordLength(bytes, 0)
  return length > bytes.length ? loadNow(view, position, length) : bytes
}

/** The first place at or after `position` where a record or a group starts, or the end of what is synced. */
export function boundaryFrom(view: LogView, position: number): number {
  const end = view.syncedEnd()
  if (position >= end) return end
  const from = skipSegmentHead(view, position)
  if (from !== position || startsHere(view, position)) return from
  const segment = view.segments.at(position)
  const stop = Math.min(end, view.segments.endOf(segment))
  let group = segment.base + SEGMENT_HEAD
  for (;;) {
    const head = decodeGroupHead(loadNow(view, group, GROUP_HEAD), 0, group)
    if (head === undefined) throw corruption('The head of a group does not match its checksum', group)
    const next = group + GROUP_HEAD + head.bodyLength
    if (next > position) return boundaryInGroup(view, group + GROUP_HEAD, position)
    if (next >= stop) return stop
    group = next
  }
}

function startsHere(view: LogView, position: number): boolean {
  const bytes = loadRecordNow(view, position)
  return bytes.length >= GROUP_HEAD && (decodeGroupHead(bytes, 0, position) !== undefined || isIntact(bytes, 0, position))
}

function boundaryInGroup(view: LogView, first: number, position: number): number {
  let record = first
  while (record < position) {
    const length = recordLength(loadNow(view, record, 4), 0)
    if (length === 0) throw corruption('A stored event has no length', record)
    record += length
  }
  return record
}

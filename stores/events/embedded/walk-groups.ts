import { corruption } from './corruption.ts'
import { decodeGroupHead } from './group-head.ts'
import { GROUP_HEAD, SEGMENT_HEAD } from './layout.ts'
import { isIntact, legibleStream, recordLength } from './record.ts'
import { assertSegmentHead, type Segment, type Segments } from './segments.ts'

/** Something that is no whole, good group. Whether that is corruption or a torn end, the caller knows. */
export interface BadGroup {
  /** Where the group begins that is not good. */
  readonly group: number
  /** Where it shows. */
  readonly position: number
  readonly stream: string | undefined
}

export interface Walk {
  /** Each good group: its bytes, records beginning at `GROUP_HEAD`. */
  onGroup(bytes: Buffer, at: number, position: number, length: number): void
  /** Waited for between chunks. */
  pause?(): Promise<void> | undefined
  /** A boundary to stop at, where it is not the end of the files. */
  readonly until?: number
}

const CHUNK = 4 * 1_048_576

/** Walks whole groups from a boundary on, checking every byte. Returns where the good ones end and what stopped it. */
export async function walkGroups(segments: Segments, from: number, walk: Walk): Promise<{ end: number; bad?: BadGroup }> {
  const { until = Number.POSITIVE_INFINITY } = walk
  let end = from
  for (const segment of segments.list()) {
    const stop = segments.endOf(segment)
    if (stop <= from) continue
    if (segment.base >= until) break
    if (stop !== Number.POSITIVE_INFINITY || segment.file.size() >= SEGMENT_HEAD) assertSegmentHead(segment)
    const start = Math.max(from, segment.base + SEGMENT_HEAD)
    const walked = await walkSegment(segment, start, Math.min(stop, until, segment.base + segment.file.size()), walk)
    end = Math.max(walked.end, segment.base)
    if (walked.bad !== undefined) return walked
    if (stop <= until && stop !== Number.POSITIVE_INFINITY && end !== stop) throw corruption('A segment of the log ends too early', end)
  }
  return { end }
}

async function walkSegment(segment: Segment, from: number, stop: number, walk: Walk): Promise<{ end: number; bad?: BadGroup }> {
  let next = from
  let size = CHUNK
  while (next < stop) {
    const bytes = Buffer.allocUnsafeSlow(Math.min(size, stop - next))
    await segment.file.readLater(bytes, next - segment.base)
    const base = next
    let at = 0
    while (at < bytes.length) {
      const head = decodeGroupHead(bytes, at, base + at)
      const length = head === undefined ? 0 : GROUP_HEAD + head.bodyLength
      const isCut = base + bytes.length < stop && (at + GROUP_HEAD > bytes.length || at + length > bytes.length)
      if (isCut) {
        size = Math.max(CHUNK, length)
        break
      }
      const bad =
        head === undefined ? { group: base + at, position: base + at, stream: undefined } : badRecord(bytes, at, length, head.count, base)
      if (bad !== undefined) return { end: base + at, bad }
      walk.onGroup(bytes, at, base + at, length)
      at += length
    }
    next = base + at
    await walk.pause?.()
  }
  return { end: next }
}

function badRecord(bytes: Buffer, group: number, length: number, count: number, base: number): BadGroup | undefined {
  let at = group + GROUP_HEAD
  const end = group + length
  for (let n = 0; n < count; n += 1) {
    const good = at + 4 <= bytes.length && isIntact(bytes, at, base + at)
    if (!good) return { group: base + group, position: base + at, stream: legibleStream(bytes, at) }
    at += recordLength(bytes, at)
  }
  return at === end ? undefined : { group: base + group, position: base + at, stream: undefined }
}

import { join } from 'node:path'
import { corruption } from './corruption.ts'
import type { FileLayer } from './file-layer.ts'
import { findGroupHead } from './group-head.ts'
import type { Head } from './head-file.ts'
import { GROUP_HEAD, logFolder, SEGMENT_HEAD, tornFolder } from './layout.ts'
import { recordedAtOf, recordLength, revisionOf, streamOf } from './record.ts'
import { assertSegmentHead, type Segment, type Segments } from './segments.ts'
import type { Covered } from './stream-index.ts'
import type { StreamPositions } from './stream-positions.ts'
import { type BadGroup, walkGroups } from './walk-groups.ts'

/** A group that was being written when the machine or the process stopped: nobody was told of it. */
export interface Recovered {
  readonly position: string
  readonly bytes: number
  /** Where the bytes that were cut off are kept. */
  readonly movedTo: string
}

/** Scans the log from what the index covers to its end, and gives every event found to the positions. */
export async function scanTail(
  segments: Segments,
  positions: StreamPositions,
  from: Covered,
  until?: number,
): Promise<{ reached: Covered; bad?: BadGroup }> {
  let reached = from
  const { end, bad } = await walkGroups(segments, from.end, {
    onGroup: (bytes, group, position, length) => {
      let at = group + GROUP_HEAD
      while (at < group + length) {
        const recorded = position + at - group
        positions.add(streamOf(bytes, at), revisionOf(bytes, at), [recorded])
        reached = { log: from.log, end: position + length, lastPosition: recorded, recordedAt: recordedAtOf(bytes, at) }
        at += recordLength(bytes, at)
      }
      positions.advance(reached)
    },
    pause: () => positions.congestion(),
    ...(until === undefined ? {} : { until }),
  })
  const found = { reached: { ...reached, end } }
  return bad === undefined ? found : { ...found, bad }
}

/**
 * Decides what a bad end of the log means. At or below what is known to have been synced it is corruption, and so it is when anything good
 * follows, since a group is written only after the one before it was synced. Else it is the one group that was being written.
 */
export function assertTorn(segments: Segments, syncedEnd: number, reached: number, bad: BadGroup | undefined): void {
  if (bad === undefined) {
    if (reached < syncedEnd) throw corruption('The log ends before what was synced', reached)
    return
  }
  const isLast = segments.last().base <= bad.group
  if (bad.group < syncedEnd || !isLast || hasGroupAfter(segments.last(), bad.group)) {
    throw corruption('A stored event does not match its checksum', bad.position, bad.stream)
  }
}

function hasGroupAfter(segment: Segment, group: number): boolean {
  const bytes = Buffer.alloc(Math.max(0, segment.base + segment.file.size() - group))
  segment.file.read(bytes, group - segment.base)
  return findGroupHead(bytes, 1, group) !== undefined
}

/** Cuts off what follows the last good group, after keeping it aside. */
export function cutTornEnd(files: FileLayer, folder: string, segment: Segment, end: number): Recovered | undefined {
  const from = end - segment.base
  const length = segment.file.size() - from
  if (length <= 0) return undefined
  const bytes = Buffer.alloc(length)
  segment.file.read(bytes, from)
  const movedTo = keepAside(files, folder, `${end}`, bytes)
  segment.file.truncate(from)
  segment.file.syncNow()
  return { position: String(end), bytes: length, movedTo }
}

/** A segment whose creation was cut short holds nothing yet. */
export function dropUnbornSegment(files: FileLayer, folder: string, segments: Segments, known: Head | undefined): Recovered | undefined {
  const segment = segments.list().at(-1)
  if (segment === undefined || segment.file.size() > SEGMENT_HEAD || isBorn(segment)) return undefined
  if (segment.base < (known?.syncedEnd ?? 0)) throw corruption(`${segment.path} was cut off`, segment.base)
  const bytes = Buffer.alloc(segment.file.size())
  segment.file.read(bytes, 0)
  const movedTo = keepAside(files, folder, `${segment.base}`, bytes)
  segments.drop()
  files.remove(segment.path)
  files.syncFolder(logFolder(folder))
  return { position: String(segment.base), bytes: bytes.length, movedTo }
}

function isBorn(segment: Segment): boolean {
  try {
    assertSegmentHead(segment)
    return true
  } catch {
    return false
  }
}

function keepAside(files: FileLayer, folder: string, name: string, bytes: Buffer): string {
  const directory = tornFolder(folder)
  files.makeFolder(directory)
  const taken = new Set(files.list(directory))
  let free = `${name}.torn`
  for (let n = 1; taken.has(free); n += 1) free = `${name}.${n}.torn`
  const file = files.open(join(directory, free), 'create')
  file.write(bytes, 0)
  file.syncNow()
  file.close()
  files.syncFolder(directory)
  return join(directory, free)
}

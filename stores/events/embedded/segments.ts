import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { EventStoreError } from '../port.ts'
import { corruption } from './corruption.ts'
import type { FileLayer, LogFile } from './file-layer.ts'
import { FORMAT, logFolder, SEGMENT_HEAD, segmentBase, segmentName } from './layout.ts'

/** A file of the log. Position = base + offset in the file; the next segment's base is where this one ends. */
export interface Segment {
  readonly base: number
  readonly path: string
  readonly file: LogFile
}

export interface Segments {
  /** In order; the last one is being written. */
  list(): readonly Segment[]
  last(): Segment
  /** The segment a position lies in. */
  at(position: number): Segment
  /** Where the segment ends: the base of the next one, for the last one `Infinity`. */
  endOf(segment: Segment): number
  /** Starts the next segment; everything before must be synced. */
  roll(base: number): void
  /** Forgets the last segment. */
  drop(): void
  /** Looks for segments that a writer has added. */
  refresh(): void
  close(): void
}

const MAGIC = 'OLEDGLOG'

export function openSegments(files: FileLayer, folder: string, mode: 'write' | 'read'): Segments {
  const directory = logFolder(folder)
  const segments: Segment[] = []

  const refresh = () => {
    for (const name of files.list(directory)) {
      const base = segmentBase(name)
      if (base === undefined || base <= (segments.at(-1)?.base ?? -1)) continue
      const path = join(directory, name)
      segments.push({ base, path, file: files.open(path, mode) })
    }
  }
  const roll = (base: number) => {
    const path = join(directory, segmentName(base))
    if (files.list(directory).includes(segmentName(base))) files.remove(path)
    const file = files.open(path, 'create')
    try {
      file.write(encodeSegmentHead(base), 0)
      file.syncNow()
      files.syncFolder(directory)
    } catch (error) {
      file.close()
      throw error
    }
    segments.push({ base, path, file })
  }
  refresh()

  return {
    list: () => segments,
    last: () => segments.at(-1)!,
    at: (position) => {
      const last = segments.at(-1)!
      if (position >= last.base) return last
      return segments[segments.findIndex(({ base }) => base > position) - 1]!
    },
    endOf: (segment) => segments[segments.indexOf(segment) + 1]?.base ?? Number.POSITIVE_INFINITY,
    roll,
    drop: () => segments.pop()?.file.close(),
    refresh,
    close: () => {
      for (const { file } of segments) file.close()
      segments.length = 0
    },
  }
}

function encodeSegmentHead(base: number): Buffer {
  const head = Buffer.alloc(SEGMENT_HEAD)
  head.write(MAGIC, 0, 'latin1')
  head.writeUInt32LE(FORMAT, 8)
  head.writeDoubleLE(base, 16)
  head.writeUInt32LE(crc32(head.subarray(16)), 12)
  return head
}

/** Throws `FORMAT` for another format's segment, `CORRUPT` for none. */
export function assertSegmentHead({ base, file, path }: Segment): void {
  const head = Buffer.alloc(SEGMENT_HEAD)
  const size = file.read(head, 0)
  const good = size === SEGMENT_HEAD && head.toString('latin1', 0, 8) === MAGIC && head.readUInt32LE(12) === crc32(head.subarray(16))
  if (!good || head.readDoubleLE(16) !== base) throw corruption(`${path} does not begin as a segment of the log`, base)
  const format = head.readUInt32LE(8)
  if (format !== FORMAT)
    throw new EventStoreError('FORMAT', `${path} was written in format ${format}, this version reads ${FORMAT}`, { path, format })
}

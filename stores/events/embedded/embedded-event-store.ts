import { randomUUID } from 'node:crypto'
import { type EventStore, EventStoreError, type EventToAppend } from '../port.ts'
import { createWakeUp } from '../wake-up.ts'
import { openCoveredIndex } from './covered-index.ts'
import { type FileLayer, realFileLayer } from './file-layer.ts'
import { readFormat, writeFormat } from './folder-format.ts'
import type { Group } from './group.ts'
import { type HeadFile, openHeadFile } from './head-file.ts'
import { indexPath, logFolder, SEGMENT_HEAD } from './layout.ts'
import { createLogReader } from './log-reader.ts'
import { type LogView, loadRecordNow } from './log-view.ts'
import { DEFAULT_LIMITS, type EmbeddedLimits } from './options.ts'
import type { SyncedStreams } from './pending-view.ts'
import { assertIntact, idOf } from './record.ts'
import { assertTorn, cutTornEnd, dropUnbornSegment, type Recovered, scanTail } from './recover.ts'
import { openSegments, type Segments } from './segments.ts'
import type { Covered } from './stream-index.ts'
import { positionOf } from './stream-pages.ts'
import { createStreamPositions, type StreamPositions } from './stream-positions.ts'
import { createWriter } from './writer.ts'

export interface EmbeddedEventStoreOptions {
  readonly folder: string
  /** The instant of an append, in epoch milliseconds; told its events, since those of a copied log were recorded before. */
  readonly now: (events: readonly EventToAppend[]) => number
  readonly fileLayer?: FileLayer
  /** Told when opening found a group that was cut off while it was written; its bytes were kept aside. */
  readonly onRecovered?: (recovered: Recovered) => void
  readonly limits?: Partial<EmbeddedLimits>
}

/**
 * Opens a folder for writing, creating it when it is missing. Throws `LOCKED` when another process writes it, `FORMAT` when another version
 * wrote it, `CORRUPT` when what was synced does not match its checksum.
 */
export async function openEmbeddedEventStore(options: EmbeddedEventStoreOptions): Promise<EventStore> {
  const { folder, fileLayer: files = realFileLayer } = options
  files.makeFolder(logFolder(folder))
  const unlock = files.lock(folder)
  try {
    return await openLocked(files, options, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

async function openLocked(files: FileLayer, options: EmbeddedEventStoreOptions, unlock: () => void): Promise<EventStore> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const log = await openLog(files, options, limits)
  const { segments, headFile, positions } = log
  let { reached } = log
  let closed = false

  const view: LogView = {
    segments,
    grown: createWakeUp(),
    syncedEnd: () => reached.end,
    lastPosition: () => reached.lastPosition,
    assertOpen: () => {
      if (closed) throw new EventStoreError('CLOSED', 'The event store was closed')
    },
  }
  const publish = (group: Group) => {
    reached = { log: reached.log, end: group.position + group.bytes, lastPosition: group.lastPosition, recordedAt: group.recordedAt }
    headFile.write({ syncedEnd: reached.end, lastPosition: reached.lastPosition })
    for (const [stream, run] of group.streams) positions.add(stream, run.first, run.positions)
    positions.advance(reached)
    view.grown.ring()
    return positions.congestion()
  }
  const start = { ...reached, segmentBase: segments.last().base }
  const writer = createWriter(
    { limits, now: options.now, synced: syncedStreams(view, positions), ...writing(view, segments, headFile), publish },
    start,
  )

  return {
    ...createLogReader(view, positions, limits.page),
    append: async (stream, events, expected) => {
      view.assertOpen()
      return writer.append(stream, events, expected)
    },
    close: async () => {
      if (closed) return
      closed = true
      await writer.drain()
      await positions.close()
      closeFiles(log, reached)
      unlock()
      view.grown.ring()
    },
  }
}

interface OpenLog {
  readonly segments: Segments
  readonly headFile: HeadFile
  readonly positions: StreamPositions
  readonly reached: Covered
}

async function openLog(files: FileLayer, options: EmbeddedEventStoreOptions, limits: EmbeddedLimits): Promise<OpenLog> {
  const { folder, onRecovered = () => undefined } = options
  const format = readFormat(files, folder) ?? writeFormat(files, folder, randomUUID())
  const segments = openSegments(files, folder, 'write')
  const headFile = openHeadFile(files, folder, 'write')
  const known = headFile.read()
  const unborn = dropUnbornSegment(files, folder, segments, known)
  if (unborn !== undefined) onRecovered(unborn)
  if (segments.list().length === 0) segments.roll(0)
  const { index, covered } = openCoveredIndex(indexPath(folder), format.log)
  const positions = createStreamPositions(index, indexPath(folder), limits.tail)
  const { reached, bad } = await scanTail(segments, positions, covered)
  assertTorn(segments, Math.max(known?.syncedEnd ?? 0, covered.end), reached.end, bad)
  const torn = bad === undefined ? undefined : cutTornEnd(files, folder, segments.last(), reached.end)
  if (torn !== undefined) onRecovered(torn)
  // A whole group may have been written and not synced: it counts from now on, so it must be durable from now on.
  segments.last().file.syncNow()
  headFile.write({ syncedEnd: reached.end, lastPosition: reached.lastPosition })
  return { segments, headFile, positions, reached }
}

const syncedStreams = (view: LogView, positions: StreamPositions): SyncedStreams => ({
  lastRevision: (stream: string) => positions.lastRevision(stream),
  positionOf: (stream: string, revision: number) => positionOf(positions, stream, revision),
  idAt: (stream: string, revision: number) => {
    const position = positionOf(positions, stream, revision)
    const bytes = loadRecordNow(view, position)
    assertIntact(bytes, 0, position)
    return idOf(bytes, 0)
  },
})

const writing = (view: LogView, segments: Segments, headFile: HeadFile) => ({
  write: (bytes: Uint8Array, position: number, newSegment: boolean) => {
    const begun = segments.last().base === position - SEGMENT_HEAD
    if (newSegment && !begun) {
      headFile.sync()
      segments.roll(position - SEGMENT_HEAD)
    }
    const { base, file } = segments.last()
    try {
      file.write(bytes, position - base)
    } catch (error) {
      file.truncate(position - base)
      throw error
    }
  },
  sync: async () => {
    const { base, file } = segments.last()
    try {
      await file.sync()
    } catch (error) {
      // The system may now take these pages for clean though they never reached the disk: a restart must not find them.
      file.truncate(Math.max(SEGMENT_HEAD, view.syncedEnd() - base))
      throw error
    }
  },
})

function closeFiles({ segments, headFile }: OpenLog, reached: Covered): void {
  headFile.write({ syncedEnd: reached.end, lastPosition: reached.lastPosition })
  headFile.sync()
  headFile.close()
  segments.close()
}

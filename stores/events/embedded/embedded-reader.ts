import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EventStore, EventStoreError } from '../port.ts'
import { createWakeUp } from '../wake-up.ts'
import { corruption } from './corruption.ts'
import { type FileLayer, realFileLayer } from './file-layer.ts'
import { readFormat } from './folder-format.ts'
import { createFollowedPositions } from './followed-positions.ts'
import { type HeadFile, openHeadFile } from './head-file.ts'
import { indexPath, SEGMENT_HEAD } from './layout.ts'
import { createLogReader } from './log-reader.ts'
import type { LogView } from './log-view.ts'
import { DEFAULT_LIMITS, type EmbeddedLimits } from './options.ts'
import { scanTail } from './recover.ts'
import { openSegments, type Segments } from './segments.ts'
import { type Covered, openStreamIndex } from './stream-index.ts'
import { createStreamPositions, type StreamPositions } from './stream-positions.ts'

export interface EmbeddedReaderOptions {
  readonly folder: string
  readonly fileLayer?: FileLayer
  /** How often subscriptions look for news. Every other read looks when it begins. */
  readonly pollEveryMs?: number
  readonly limits?: Partial<EmbeddedLimits>
}

/** Opens a folder for reading, beside a writer or without one. Appending is refused with `READ_ONLY`. */
export async function openEmbeddedReader(options: EmbeddedReaderOptions): Promise<EventStore> {
  const { folder, fileLayer: files = realFileLayer, pollEveryMs = 50 } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const format = readFormat(files, folder)
  if (format === undefined) throw new EventStoreError('FORMAT', `${folder} holds no events: name the folder the ledger writes`, { folder })
  const { positions, covered, dispose } = openPositions(folder, format.log, limits)
  const follower = createFollower(openSegments(files, folder, 'read'), openHeadFile(files, folder, 'read'), positions, covered)
  await follower.refresh()
  const timer = setInterval(() => void follower.refresh().catch(() => undefined), pollEveryMs)
  const reader = createLogReader(follower.view, positions, limits.page)

  async function* fresh<T>(start: () => AsyncIterable<T>): AsyncGenerator<T> {
    await follower.refresh()
    yield* start()
  }
  return {
    readStream: (stream, read) => fresh(() => reader.readStream(stream, read)),
    readAll: (read) => fresh(() => reader.readAll(read)),
    subscribeAll: (read) => fresh(() => reader.subscribeAll(read)),
    head: async () => {
      await follower.refresh()
      return reader.head()
    },
    positionAt: async (instant) => {
      await follower.refresh()
      return reader.positionAt(instant)
    },
    append: async () => {
      throw new EventStoreError('READ_ONLY', `${folder} was opened for reading: append through the process that writes it`, { folder })
    },
    close: async () => {
      clearInterval(timer)
      await follower.close()
      await dispose()
    },
  }
}

/** The writer's index where it can be read; else one of our own, made from the log and thrown away at the end. */
function openPositions(
  folder: string,
  log: string,
  limits: EmbeddedLimits,
): { positions: StreamPositions; covered: Covered; dispose(): Promise<void> } {
  try {
    const index = openStreamIndex(indexPath(folder), 'read')
    const covered = index.covered()
    if (covered === undefined || covered.log === log) {
      const positions = createFollowedPositions(index, limits.tail.events)
      return { positions, covered: covered ?? beginning(log), dispose: () => positions.close() }
    }
    index.close()
  } catch {
    // Missing, damaged or not ours to open: all the same, the log itself says everything.
  }
  const own = mkdtempSync(join(tmpdir(), 'ledger-index-'))
  const path = join(own, 'index.sqlite')
  const positions = createStreamPositions(openStreamIndex(path, 'write'), path, limits.tail)
  const dispose = async () => {
    await positions.close()
    rmSync(own, { recursive: true })
  }
  return { positions, covered: beginning(log), dispose }
}

const beginning = (log: string): Covered => ({ log, end: SEGMENT_HEAD, lastPosition: 0, recordedAt: 0 })

interface Follower {
  readonly view: LogView
  /** Takes in what the writer has synced since the last time. */
  refresh(): Promise<void>
  close(): Promise<void>
}

function createFollower(segments: Segments, headFile: HeadFile, positions: StreamPositions, covered: Covered): Follower {
  let reached = covered
  let closed = false
  let failure: unknown
  let running: Promise<void> | undefined
  const grown = createWakeUp()

  const takeIn = async () => {
    const head = headFile.read()
    if (head === undefined) throw corruption('The file "head" cannot be read', reached.end)
    if (head.syncedEnd <= reached.end) return
    segments.refresh()
    const scanned = await scanTail(segments, positions, reached, head.syncedEnd)
    if (scanned.bad !== undefined) throw corruption('A stored event does not match its checksum', scanned.bad.position, scanned.bad.stream)
    reached = scanned.reached
    grown.ring()
  }
  const assertOpen = () => {
    if (closed) throw new EventStoreError('CLOSED', 'The event store was closed')
    if (failure !== undefined) throw failure
  }
  const follow = async () => {
    try {
      await takeIn()
    } catch (error) {
      failure ??= error
      grown.ring()
      throw error
    } finally {
      running = undefined
    }
  }

  return {
    view: { segments, grown, syncedEnd: () => reached.end, lastPosition: () => reached.lastPosition, assertOpen },
    refresh: async () => {
      assertOpen()
      // One that began before this call may have read the head too early.
      if (running !== undefined) await running
      running ??= follow()
      await running
    },
    close: async () => {
      if (closed) return
      await running?.catch(() => undefined)
      closed = true
      grown.ring()
      headFile.close()
      segments.close()
    },
  }
}

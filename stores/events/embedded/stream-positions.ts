import { createInlineIndexWriter, createThreadedIndexWriter } from './index-writer.ts'
import { createKnownStreams } from './known-streams.ts'
import { encodeRuns } from './run-batch.ts'
import type { Covered, Run, StreamIndex } from './stream-index.ts'

export interface TailLimits {
  /** Events held in memory before they are flushed to the index. */
  readonly events: number
  /** Bytes of log, too, since they are what opening must scan. */
  readonly bytes: number
  /** Whether a thread of its own writes the index. */
  readonly ownThread?: boolean
}

/** Where every synced event of every stream is: the latest in memory, the rest in the index. */
export interface StreamPositions {
  /** Events that were synced, in the order of the log. */
  add(stream: string, first: number, positions: readonly number[]): void
  /** To be called when all of a group was added: says how far `add` has come, and flushes when enough has gathered. */
  advance(covered: Covered): void
  /** Set while more is held in memory than should be: resolves when it was flushed. */
  congestion(): Promise<void> | undefined
  /** -1 for a missing stream. */
  lastRevision(stream: string): number
  /** The run that holds a revision. */
  runAt(stream: string, revision: number): Run | undefined
  /** How many events are held in memory. */
  held(): number
  /** Flushes everything. */
  close(): Promise<void>
}

interface Tail {
  readonly streams: Map<string, { readonly first: number; readonly positions: number[] }>
  events: number
}

/** The tail may grow to this many times its limit while the one before it is being written; then appends wait. */
const PATIENCE = 3
const newTail = (): Tail => ({ streams: new Map(), events: 0 })

/** Two generations in memory: the one that grows, and the one being written to the index. */
export function createStreamPositions(index: StreamIndex, path: string, limits: TailLimits): StreamPositions {
  const writer = limits.ownThread === true ? createThreadedIndexWriter(path) : createInlineIndexWriter(index)
  let growing = newTail()
  let flushing: { readonly tail: Tail; readonly covered: Covered; written: Promise<void> | undefined } | undefined
  let covered = index.covered()
  let flushedEnd = covered?.end ?? 0

  const known = createKnownStreams(index, function* () {
    yield* growing.streams.keys()
    if (flushing !== undefined) yield* flushing.tail.streams.keys()
  })

  /** A full disk may refuse the index: then the events stay in memory and it is tried again. */
  const flush = async (): Promise<void> => {
    if (flushing === undefined) {
      if (covered === undefined || growing.events === 0) return
      flushing = { tail: growing, covered, written: undefined }
      growing = newTail()
    }
    const { tail, covered: reached } = flushing
    flushing.written = writer.write(encodeRuns(tail.streams), reached).then(
      () => {
        flushedEnd = reached.end
        flushing = undefined
      },
      () => {
        if (flushing !== undefined) flushing.written = undefined
      },
    )
    await flushing.written
  }
  const isDue = () => growing.events >= limits.events || (growing.events > 0 && (covered?.end ?? 0) - flushedEnd >= limits.bytes)

  let lastRead: { readonly stream: string; readonly run: Run } | undefined
  const runInIndex = (stream: string, revision: number): Run | undefined => {
    const read = lastRead?.stream === stream ? lastRead.run : undefined
    if (read !== undefined && revision >= read.first && revision < read.first + read.positions.length) return read
    const run = index.runAt(stream, revision)
    lastRead = run === undefined ? undefined : { stream, run }
    return run
  }

  return {
    add: (stream, first, positions) => {
      growing.events += positions.length
      const run = growing.streams.get(stream)
      if (run !== undefined) {
        for (const position of positions) run.positions.push(position)
        return
      }
      growing.streams.set(stream, { first, positions: [...positions] })
      known.add(stream)
    },
    advance: (reached) => {
      covered = reached
      if (flushing?.written === undefined && isDue()) void flush()
    },
    congestion: () => (growing.events > PATIENCE * limits.events ? flushing?.written : undefined),
    lastRevision: (stream) => {
      const run = growing.streams.get(stream) ?? flushing?.tail.streams.get(stream)
      if (run !== undefined) return run.first + run.positions.length - 1
      return known.mayHold(stream) ? index.lastRevision(stream) : -1
    },
    runAt: (stream, revision) => {
      for (const run of [growing.streams.get(stream), flushing?.tail.streams.get(stream)]) {
        if (run !== undefined && revision >= run.first) return revision < run.first + run.positions.length ? run : undefined
      }
      return runInIndex(stream, revision)
    },
    held: () => growing.events + (flushing?.tail.events ?? 0),
    close: async () => {
      known.close()
      await flushing?.written
      for (let attempt = 0; attempt < 2 && (flushing !== undefined || growing.events > 0); attempt += 1) await flush()
      await writer.close()
      index.close()
    },
  }
}

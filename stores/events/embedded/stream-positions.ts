import { createKnownStreams } from './known-streams.ts'
import type { Covered, Run, StreamIndex } from './stream-index.ts'

export interface TailLimits {
  /** Events held in memory before they are flushed to the index. */
  readonly events: number
  /** Bytes of log, too, since they are what opening must scan. */
  readonly bytes: number
}

/** Where every synced event of every stream is: the latest in memory, the rest in the index. */
export interface StreamPositions {
  /** Events that were synced, in the order of the log. */
  add(stream: string, first: number, positions: readonly number[]): void
  /** To be called when all of a group was added: says how far `add` has come, and lets a little of the index be written. */
  advance(covered: Covered): void
  /** -1 for a missing stream. */
  lastRevision(stream: string): number
  /** The run that holds a revision. */
  runAt(stream: string, revision: number): Run | undefined
  /** Writes everything to the index. */
  flush(): void
  /** How many events are held in memory. */
  held(): number
  close(): void
}

interface Tail {
  readonly streams: Map<string, { readonly first: number; readonly positions: number[] }>
  events: number
}

const SLICE = 256
const newTail = (): Tail => ({ streams: new Map(), events: 0 })

/**
 * Two generations in memory: the one that grows, and one being written to the index in slices between other work, so that no append waits
 * for all of it. When the first is full before the second is written, the rest of the second is written at once: memory stays bounded.
 */
export function createStreamPositions(index: StreamIndex, limits: TailLimits): StreamPositions {
  let growing = newTail()
  let writing: { readonly tail: Tail; readonly names: string[]; next: number; readonly covered: Covered } | undefined
  let covered = index.covered()
  let flushedEnd = covered?.end ?? 0
  let scheduled: NodeJS.Immediate | undefined

  const writeSlice = (count: number) => {
    if (writing === undefined) return
    const { tail, names } = writing
    for (const stop = Math.min(names.length, writing.next + count); writing.next < stop; writing.next += 1) {
      const { first, positions } = tail.streams.get(names[writing.next]!)!
      index.add(names[writing.next]!, first, positions)
    }
    if (writing.next < names.length) return
    index.commit(writing.covered)
    flushedEnd = writing.covered.end
    writing = undefined
  }
  /** A full disk may refuse the index; the events stay in memory, and it is tried again with the next flush. */
  const tryToWrite = (count: number) => {
    try {
      if (writing !== undefined && writing.next === 0) index.begin()
      writeSlice(count)
    } catch {
      index.rollback()
      if (writing !== undefined) writing.next = 0
      return false
    }
    return true
  }
  const writeSoon = () => {
    scheduled = undefined
    if (tryToWrite(SLICE) && writing !== undefined) scheduled = setImmediate(writeSoon)
  }
  const startWriting = () => {
    if (covered === undefined || growing.events === 0) return
    writing = { tail: growing, names: [...growing.streams.keys()].sort(), next: 0, covered }
    growing = newTail()
  }
  const flush = () => {
    if (!tryToWrite(Number.POSITIVE_INFINITY)) return
    startWriting()
    tryToWrite(Number.POSITIVE_INFINITY)
  }
  const known = createKnownStreams(index, function* () {
    yield* growing.streams.keys()
    if (writing !== undefined) yield* writing.names
  })
  let lastRead: { readonly stream: string; readonly run: Run } | undefined
  const runInIndex = (stream: string, revision: number): Run | undefined => {
    const read = lastRead?.stream === stream ? lastRead.run : undefined
    if (read !== undefined && revision >= read.first && revision < read.first + read.positions.length) return read
    const run = index.runAt(stream, revision)
    lastRead = run === undefined ? undefined : { stream, run }
    return run
  }
  const inMemory = (stream: string) => growing.streams.get(stream) ?? writing?.tail.streams.get(stream)

  return {
    add: (stream, first, positions) => {
      growing.events += positions.length
      const run = growing.streams.get(stream)
      if (run !== undefined) run.positions.push(...positions)
      else {
        growing.streams.set(stream, { first, positions: [...positions] })
        known.add(stream)
      }
    },
    advance: (reached) => {
      covered = reached
      const due = growing.events >= limits.events || (growing.events > 0 && reached.end - flushedEnd >= limits.bytes * (writing ? 2 : 1))
      if (!due) return
      if (!tryToWrite(Number.POSITIVE_INFINITY)) return
      startWriting()
      scheduled ??= setImmediate(writeSoon)
    },
    lastRevision: (stream) => {
      const run = inMemory(stream)
      if (run !== undefined) return run.first + run.positions.length - 1
      return known.mayHold(stream) ? index.lastRevision(stream) : -1
    },
    runAt: (stream, revision) => {
      for (const run of [growing.streams.get(stream), writing?.tail.streams.get(stream)]) {
        if (run !== undefined && revision >= run.first) return revision < run.first + run.positions.length ? run : undefined
      }
      return runInIndex(stream, revision)
    },
    flush,
    held: () => growing.events + (writing?.tail.events ?? 0),
    close: () => {
      clearImmediate(scheduled)
      known.close()
      flush()
      index.close()
    },
  }
}

import type { Run, StreamIndex } from './stream-index.ts'
import type { StreamPositions } from './stream-positions.ts'

/**
 * Positions for a reader beside a writer: the writer's own index, and in memory what that does not cover yet. When too much is held, what
 * the writer has flushed in the meantime is let go.
 */
export function createFollowedPositions(index: StreamIndex, maxEvents: number): StreamPositions {
  let streams = new Map<string, { readonly first: number; readonly positions: number[] }>()
  let held = 0

  const add = (stream: string, first: number, positions: readonly number[]) => {
    held += positions.length
    const known = streams.get(stream)
    if (known === undefined) streams.set(stream, { first, positions: [...positions] })
    else known.positions.push(...positions)
  }
  let letGoTo = 0
  const letGo = () => {
    const flushed = index.covered()?.lastPosition ?? 0
    if (flushed <= letGoTo) return
    letGoTo = flushed
    const before = streams
    streams = new Map()
    held = 0
    for (const [stream, { first, positions }] of before) {
      const kept = positions.findIndex((position) => position > flushed)
      if (kept >= 0) add(stream, first + kept, positions.slice(kept))
    }
  }

  return {
    add,
    advance: () => {
      if (held >= maxEvents) letGo()
    },
    lastRevision: (stream) => {
      const run = streams.get(stream)
      return run === undefined ? index.lastRevision(stream) : run.first + run.positions.length - 1
    },
    runAt: (stream, revision): Run | undefined => {
      const run = streams.get(stream)
      if (run === undefined || revision < run.first) return index.runAt(stream, revision)
      return revision < run.first + run.positions.length ? run : undefined
    },
    congestion: () => undefined,
    held: () => held,
    close: async () => index.close(),
  }
}

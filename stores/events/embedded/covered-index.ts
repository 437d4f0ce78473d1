import { SEGMENT_HEAD } from './layout.ts'
import { type Covered, openStreamIndex, removeStreamIndex, type StreamIndex } from './stream-index.ts'

/** The index of this log and how far it can be trusted: a missing, damaged or foreign one is begun anew, and the log is scanned again. */
export function openCoveredIndex(path: string, log: string): { index: StreamIndex; covered: Covered } {
  const found = openOwn(path, log)
  if (found !== undefined) return found
  removeStreamIndex(path)
  return { index: openStreamIndex(path, 'write'), covered: { log, end: SEGMENT_HEAD, lastPosition: 0, recordedAt: 0 } }
}

function openOwn(path: string, log: string): { index: StreamIndex; covered: Covered } | undefined {
  let index: StreamIndex | undefined
  try {
    index = openStreamIndex(path, 'write')
    const covered = index.covered()
    if (covered?.log === log) return { index, covered }
  } catch (error) {
    if (!isDatabaseError(error)) throw error
  }
  index?.close()
  return undefined
}

const isDatabaseError = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR'

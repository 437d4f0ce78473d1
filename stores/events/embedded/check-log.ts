import { EventStoreError } from '../port.ts'
import { type FileLayer, realFileLayer } from './file-layer.ts'
import { readFormat } from './folder-format.ts'
import { openHeadFile } from './head-file.ts'
import { GROUP_HEAD, indexPath, SEGMENT_HEAD } from './layout.ts'
import { recordedAtOf, recordLength, revisionOf, streamOf } from './record.ts'
import { openSegments } from './segments.ts'
import { openStreamIndex, type StreamIndex } from './stream-index.ts'
import { createTally, type Tally } from './tally.ts'
import { walkGroups } from './walk-groups.ts'

export interface LogProblem {
  readonly what: string
  readonly position?: string
  readonly stream?: string
  readonly revision?: number
}

export interface LogCheck {
  readonly ok: boolean
  readonly events: number
  readonly groups: number
  readonly bytes: number
  readonly lastPosition: string
  /** The first of each kind. */
  readonly problems: readonly LogProblem[]
}

export interface CheckLogOptions {
  readonly folder: string
  readonly fileLayer?: FileLayer
  readonly onProgress?: (progress: { readonly position: number; readonly end: number }) => void
}

/**
 * Reads every byte of the log up to what is synced, beside a writer or without one: checksums, order of time, and that the index says the
 * same of every event (stream, revision, position) as the log, with each stream's revisions gapless.
 */
export async function checkLog({ folder, fileLayer: files = realFileLayer, onProgress }: CheckLogOptions): Promise<LogCheck> {
  if (readFormat(files, folder) === undefined) throw new EventStoreError('FORMAT', `${folder} holds no events`, { folder })
  const problems: LogProblem[] = []
  const indexed = tallyIndex(folder, problems)
  const headFile = openHeadFile(files, folder, 'read')
  const end = headFile.read()?.syncedEnd ?? Number.POSITIVE_INFINITY
  headFile.close()
  const segments = openSegments(files, folder, 'read')
  const logged = createTally()
  let counts = { events: 0, groups: 0, lastPosition: 0, recordedAt: 0 }
  try {
    const walked = await walkGroups(segments, SEGMENT_HEAD, {
      until: end,
      onGroup: (bytes, group, position, length) => {
        counts.groups += 1
        for (let at = group + GROUP_HEAD; at < group + length; at += recordLength(bytes, at)) {
          counts = { ...counts, events: counts.events + 1, lastPosition: position + at - group }
          const stream = streamOf(bytes, at)
          if (counts.lastPosition < (indexed?.end ?? 0)) logged.add(stream, revisionOf(bytes, at), counts.lastPosition)
          if (recordedAtOf(bytes, at) < counts.recordedAt) {
            problems.push({ what: 'Recorded earlier than the event before it', position: String(counts.lastPosition), stream })
          }
          counts.recordedAt = recordedAtOf(bytes, at)
        }
        onProgress?.({ position: position + length, end })
      },
    })
    problems.push(...problemsOf(walked, end))
  } catch (error) {
    if (!(error instanceof EventStoreError)) throw error
    problems.push({ what: error.message, ...error.details })
  } finally {
    segments.close()
  }
  if (problems.length === 0 && indexed !== undefined && !indexed.tally.equals(logged)) {
    problems.push({ what: 'The index does not say the same as the log: stop the writer, delete index.sqlite and start again' })
  }
  const { events, groups, lastPosition } = counts
  return { ok: problems.length === 0, events, groups, bytes: lastPosition, lastPosition: String(lastPosition), problems }
}

function problemsOf(walked: Awaited<ReturnType<typeof walkGroups>>, end: number): LogProblem[] {
  if (walked.bad !== undefined) {
    const { position, stream } = walked.bad
    return [{ what: 'A stored event does not match its checksum', position: String(position), ...(stream === undefined ? {} : { stream }) }]
  }
  return end !== Number.POSITIVE_INFINITY && walked.end < end
    ? [{ what: 'The log ends before what was synced', position: String(walked.end) }]
    : []
}

/** Every event the index knows, as one number, and how far it covers the log; undefined without an index. */
function tallyIndex(folder: string, problems: LogProblem[]): { readonly tally: Tally; readonly end: number } | undefined {
  let index: StreamIndex | undefined
  try {
    index = openStreamIndex(indexPath(folder), 'read')
    index.begin()
    const covered = index.covered()
    if (covered === undefined) return undefined
    const tally = createTally()
    let stream = ''
    let next = 0
    for (const run of index.runs()) {
      if (run.stream !== stream) next = 0
      stream = run.stream
      if (run.first !== next) problems.push({ what: 'The index has a gap', stream, revision: next })
      next = run.first
      for (const position of run.positions) {
        tally.add(stream, next, position)
        next += 1
      }
    }
    return { tally, end: covered.end }
  } catch {
    return undefined
  } finally {
    index?.close()
  }
}

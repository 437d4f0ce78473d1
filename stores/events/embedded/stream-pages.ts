import { EventStoreError, type ReadStreamOptions, type RecordedEvent } from '../port.ts'
import { type LogView, loadNow } from './log-view.ts'
import { assertIntact, decodeRecord, recordLength } from './record.ts'
import type { StreamPositions } from './stream-positions.ts'

export interface PageLimits {
  readonly bytes: number
  readonly events: number
}

/** What lies between two events of a stream is read along up to this size, instead of a read of its own for each. */
const GAP = 8_192
const FIRST_LOOK = 4_096

export async function* readStreamPages(
  view: LogView,
  positions: StreamPositions,
  limits: PageLimits,
  stream: string,
  options: ReadStreamOptions,
): AsyncGenerator<readonly RecordedEvent[]> {
  const step = options.direction === 'backwards' ? -1 : 1
  const last = lastVisible(view, positions, stream)
  let remaining = Math.min(options.maxCount ?? Number.POSITIVE_INFINITY, last + 1)
  let next = step === 1 ? (options.from ?? 0) : Math.min(options.from ?? last, last)
  while (remaining > 0 && next >= 0 && next <= last) {
    view.assertOpen()
    const wanted = collect(positions, stream, next, step, Math.min(remaining, limits.events), last)
    const page = loadEvents(view, wanted, stream, next, step, limits.bytes)
    remaining -= page.length
    next += step * page.length
    yield page
  }
}

/** An index beside us may already know events that are not yet for us to see. */
function lastVisible(view: LogView, positions: StreamPositions, stream: string): number {
  const visible = view.lastPosition()
  for (let last = positions.lastRevision(stream); last >= 0; ) {
    const run = positions.runAt(stream, last)
    if (run === undefined) throw indexDiffers(stream, last)
    const seen = run.positions.findLastIndex((position) => position <= visible)
    if (seen >= 0) return run.first + seen
    last = run.first - 1
  }
  return -1
}

export function positionOf(positions: StreamPositions, stream: string, revision: number): number {
  const run = positions.runAt(stream, revision)
  const position = run?.positions[revision - run.first]
  if (position === undefined) throw indexDiffers(stream, revision)
  return position
}

function collect(positions: StreamPositions, stream: string, from: number, step: 1 | -1, count: number, last: number): number[] {
  const wanted: number[] = []
  for (let revision = from; wanted.length < count && revision >= 0 && revision <= last; ) {
    const run = positions.runAt(stream, revision)
    if (run === undefined) throw indexDiffers(stream, revision)
    for (let at = revision - run.first; at >= 0 && at < run.positions.length && wanted.length < count && revision <= last; at += step) {
      wanted.push(run.positions[at]!)
      revision += step
    }
  }
  return wanted
}

/** The events at these positions, in that order, as far as the bytes of one page go, at least one. */
function loadEvents(
  view: LogView,
  wanted: readonly number[],
  stream: string,
  revision: number,
  step: 1 | -1,
  maxBytes: number,
): RecordedEvent[] {
  const events: RecordedEvent[] = []
  let bytes: Buffer = Buffer.alloc(0)
  let start = 0
  let loaded = 0
  for (const [n, position] of wanted.entries()) {
    const isLoaded =
      position >= start && position + 4 <= start + bytes.length && position + recordLength(bytes, position - start) <= start + bytes.length
    if (!isLoaded) {
      if (loaded >= maxBytes) break
      ;({ bytes, start } = loadAround(view, wanted, n, maxBytes))
      loaded += bytes.length
    }
    assertIntact(bytes, position - start, position)
    const event = decodeRecord(bytes, position - start, position)
    if (event.stream !== stream || event.revision !== revision + step * n) throw indexDiffers(stream, revision + step * n)
    events.push(event)
  }
  return events
}

/** Loads the record wanted at `n` together with those after it in reading order that lie close. */
function loadAround(view: LogView, wanted: readonly number[], n: number, maxBytes: number): { bytes: Buffer; start: number } {
  const position = wanted[n]!
  let far = position
  for (let m = n + 1; m < wanted.length; m += 1) {
    const next = wanted[m]!
    if (Math.abs(next - far) > GAP || Math.abs(next - position) > maxBytes || view.segments.at(next) !== view.segments.at(position)) break
    far = next
  }
  const start = Math.min(position, far)
  const top = Math.max(position, far)
  const bytes = loadNow(view, start, top - start + FIRST_LOOK)
  const length = top - start + 4 <= bytes.length ? recordLength(bytes, top - start) : 0
  return { start, bytes: top - start + length > bytes.length ? loadNow(view, start, top - start + length) : bytes }
}

function indexDiffers(stream: string, revision: number): EventStoreError {
  const message = `The index does not know where revision ${revision} of stream ${stream} is: stop the writer, delete index.sqlite and start again`
  return new EventStoreError('CORRUPT', message, { stream, revision })
}

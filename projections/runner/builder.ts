import type { DocumentStore } from '../../stores/documents/port.ts'
import { type EventStore, type Position, type RecordedEvent, START } from '../../stores/events/port.ts'
import type { ProjectedEvent, Projection } from '../projection.ts'
import { type BuildProgress, createStopwatch, progressOf, type StageMillis } from './build-progress.ts'
import { openCheckpoints } from './checkpoints.ts'
import { type RunnerClock, systemClock } from './clock.ts'
import type { Entry } from './document-cache.ts'
import { ProjectionFailed } from './failures.ts'
import { decodePage, fanOut, routesOf, type Work } from './fan-out.ts'
import { createKeyFilter, everyKey, type KeyFilter } from './key-filter.ts'
import { createTrack, foldInto, loadDocuments, type Track, writeEntries } from './track.ts'

export interface BuildOptions {
  readonly events: Pick<EventStore, 'readAll'>
  readonly documents: DocumentStore
  readonly projections: readonly Projection[]
  /** Name of the collection to build into; it must be new, or left by nobody else than an earlier `advance`. */
  readonly into: (projection: Projection) => string
  /** Documents kept in memory, all projections together, in bytes; what does not fit is written out. Default 512 MiB. */
  readonly memoryBytes?: number
  readonly clock?: RunnerClock
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: BuildProgress) => void
  /** Event types that count as this build's own; all that some projection reads when left out. */
  readonly counted?: ReadonlySet<string>
}

export interface BuildResult {
  readonly position: Position
  /** Events some projection reads; the log may hold more. */
  readonly events: number
  readonly stages: StageMillis
  readonly elapsedMs: number
}

/** Builds read models from the start of the log, in memory as long as it fits: each document is written once, or few times. */
export interface Builder {
  /**
   * Folds everything up to a position (inclusive). Throws `ProjectionFailed` at the first event that cannot be taken, with its
   * position and cause: a replay never skips.
   */
  advance(until: Position): Promise<void>
  /** Writes what is in memory, builds the indexes, makes it durable, then the checkpoints. May be followed by another `advance`. */
  finish(): Promise<BuildResult>
}

export const DEFAULT_MEMORY_BYTES = 512 * 1_048_576
const PROGRESS_EVERY_MS = 200

interface BuildTrack extends Track {
  /** What was written and is no longer in memory. */
  readonly forgotten: { keys: KeyFilter | null }
}

/** `from`: how far the collections have come already; nobody else has written to them since. */
export async function createBuilder(options: BuildOptions, from: Position = START): Promise<Builder> {
  const { events, documents, projections, into, memoryBytes = DEFAULT_MEMORY_BYTES, clock = systemClock, signal, onProgress } = options
  const checkpoints = await openCheckpoints(documents)
  const tracks = await Promise.all(projections.map((projection) => openTrack(documents, projection, into(projection), from)))
  const routes = routesOf(tracks)
  const filter = { types: [...routes.keys()] }
  const stopwatch = createStopwatch(clock)
  let position = from
  let folded = 0
  let told = 0
  let rotateAt = memoryBytes / 2

  const spill = async () => {
    let bytes = cachedBytes(tracks)
    if (bytes < rotateAt) return
    await forgetOlder(tracks)
    bytes = cachedBytes(tracks)
    if (bytes > memoryBytes * 0.75) await forgetOlder(tracks)
    rotateAt = Math.min(memoryBytes, cachedBytes(tracks) + memoryBytes / 4)
  }

  const take = async (page: readonly RecordedEvent[]) => {
    stopwatch.lap('read')
    const decoded = decodePage(page, routes)
    stopwatch.lap('decode')
    for (const [track, work] of fanOut(decoded, routes)) await fold(track as BuildTrack, work)
    stopwatch.lap('fold')
    await spill()
    stopwatch.lap('write')
    folded += options.counted === undefined ? page.length : countOf(page, options.counted)
  }

  const tell = (until: Position) => {
    if (onProgress === undefined || stopwatch.elapsedMs() - told < PROGRESS_EVERY_MS) return
    told = stopwatch.elapsedMs()
    onProgress(progressOf(stopwatch, folded, from, position, until))
  }

  return {
    async advance(until) {
      if (until <= position) return
      const reading = { filter, after: position, until, ...(signal === undefined ? {} : { signal }) }
      for await (const page of events.readAll(reading)) {
        signal?.throwIfAborted()
        await take(page.events)
        position = page.position
        tell(until)
      }
      stopwatch.lap('read')
      position = until
      for (const track of tracks) track.position = until
    },
    async finish() {
      for (const track of tracks) {
        await writeOut(track, track.cache.entries())
        await buildIndexes(documents, track)
      }
      await documents.flush()
      await checkpoints.write(new Map(tracks.map(({ name }) => [name, position])))
      await documents.flush()
      stopwatch.lap('write')
      if (onProgress !== undefined) onProgress(progressOf(stopwatch, folded, from, position, position))
      return { position, events: folded, stages: stopwatch.stages, elapsedMs: stopwatch.elapsedMs() }
    },
  }
}

function countOf(page: readonly RecordedEvent[], types: ReadonlySet<string>): number {
  let count = 0
  for (const { type } of page) if (types.has(type)) count += 1
  return count
}

async function openTrack(documents: DocumentStore, projection: Projection, name: string, from: Position): Promise<BuildTrack> {
  const forgotten: BuildTrack['forgotten'] = { keys: from === START ? null : everyKey }
  const collection = await documents.collection<unknown>({ name, indexes: projection.indexes, loading: true })
  const track = createTrack(projection, name, collection, from, (key) => forgotten.keys?.mayHave(key) ?? false)
  return { ...track, forgotten }
}

/** All at once is many times cheaper than document by document; whoever reads the collection finds them ready. */
async function buildIndexes(documents: DocumentStore, { name, projection }: BuildTrack): Promise<void> {
  await documents.collection({ name, indexes: projection.indexes })
}

async function fold(track: BuildTrack, { events, keys, stop }: Work): Promise<void> {
  if (track.forgotten.keys !== null) await loadDocuments(track, keys)
  const { cache } = track
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index]!
    const event = events[index]!
    const known = cache.find(key)
    try {
      if (known === undefined) begin(track, key, event)
      else foldInto(track, known, event)
    } catch (cause) {
      throw new ProjectionFailed(track.projection.name, event.position, key, cause)
    }
    // Gone and never written: nothing of it need be remembered, in a replay that goes through the log once and in order.
    if (known !== undefined && known.body === undefined && !known.stored) cache.remove(key)
  }
  if (stop !== null) throw new ProjectionFailed(track.projection.name, stop.position, null, stop.cause)
}

/** Many events end what never began: no entry is made for what does not come to be. */
function begin({ projection, cache }: BuildTrack, key: string, event: ProjectedEvent): void {
  const body = projection.evolve(undefined, event, key)
  if (body === undefined) return
  const entry = cache.add(key, START, body)
  entry.position = event.position
  entry.dirty = true
  cache.folded(entry)
}

const cachedBytes = (tracks: readonly Track[]): number => tracks.reduce((sum, { cache }) => sum + cache.bytes(), 0)

async function forgetOlder(tracks: readonly BuildTrack[]): Promise<void> {
  for (const track of tracks) {
    const entries = [...track.cache.rotate()]
    if (entries.length === 0) continue
    await writeOut(track, entries)
    track.forgotten.keys ??= createKeyFilter()
    for (const { key, stored } of entries) if (stored) track.forgotten.keys.add(key)
  }
}

async function writeOut(track: BuildTrack, entries: Iterable<Entry>): Promise<void> {
  if (!(await writeEntries(track, dirtyOnes(entries)))) {
    throw new Error(`Collection ${track.name} holds documents newer than the build: somebody else writes to it`)
  }
}

/** What is gone before it was ever written need not be. */
function* dirtyOnes(entries: Iterable<Entry>): Generator<Entry> {
  for (const entry of entries) {
    if (!entry.dirty || (entry.body === undefined && !entry.stored)) continue
    entry.dirty = false
    entry.stored = true
    yield entry
  }
}

import type { Collection, StoredDocument } from '../../stores/documents/port.ts'
import type { Position } from '../../stores/events/port.ts'
import { type Lease, ownedForEver } from '../../stores/leases/port.ts'
import type { ProjectedEvent, Projection } from '../projection.ts'
import { createDocumentCache, type DocumentCache, type Entry } from './document-cache.ts'
import { Deposed } from './failures.ts'

/** One projection on its way through the log, into one collection. */
export interface Track {
  readonly projection: Projection
  readonly name: string
  readonly collection: Collection<unknown>
  readonly cache: DocumentCache
  readonly handled: ReadonlySet<string>
  /** Touched since the last flush. */
  readonly touched: Set<Entry>
  /** What its owner may write under. */
  readonly lease: Lease
  /** Events at or below have been folded. */
  position: Position
  /** Whether the collection may hold a document the cache does not. */
  mayHold(key: string): boolean
}

export function createTrack(
  projection: Projection,
  name: string,
  collection: Collection<unknown>,
  position: Position,
  mayHold: Track['mayHold'] = () => true,
  lease: Lease = ownedForEver(projection.name),
): Track {
  return {
    projection,
    name,
    collection,
    cache: createDocumentCache(),
    handled: new Set(projection.handles),
    touched: new Set(),
    lease,
    position,
    mayHold,
  }
}

const READ_AT_ONCE = 1_000

/** Brings every document about to be touched into the cache, in as few reads as possible. */
export async function loadDocuments(track: Track, keys: Iterable<string>): Promise<void> {
  const missing = new Set<string>()
  for (const key of keys) {
    if (track.cache.find(key) !== undefined) continue
    if (track.mayHold(key)) missing.add(key)
    else track.cache.add(key, 0n, undefined)
  }
  const ids = [...missing]
  for (let start = 0; start < ids.length; start += READ_AT_ONCE) {
    const asked = ids.slice(start, start + READ_AT_ONCE)
    for (const { id, position, body } of await track.collection.get(asked)) {
      track.cache.add(id, position, body ?? undefined)
      missing.delete(id)
    }
  }
  for (const key of missing) track.cache.add(key, 0n, undefined)
}

/** Folds one event into one document; one the document has already taken is passed over. */
export function foldInto(track: Track, entry: Entry, event: ProjectedEvent): void {
  if (event.position <= entry.position) return
  entry.body = track.projection.evolve(entry.body, event, entry.key)
  entry.position = event.position
  entry.dirty = true
  track.cache.folded(entry)
}

const WRITTEN_AT_ONCE = 5_000

/** Nothing is written any more once the lease may be another's. */
export function assertHeld({ lease, projection }: Track): void {
  if (!lease.isHeld()) throw new Deposed(projection.name)
}

/** Guarded upserts in batches; false when the store holds something newer than we wrote. Throws `Deposed`. */
export async function writeEntries(track: Track, entries: Iterable<Entry>): Promise<boolean> {
  let skipped = 0
  let batch: StoredDocument<unknown>[] = []
  const write = async () => {
    assertHeld(track)
    skipped += (await track.collection.write(batch)).skipped
    batch = []
  }
  for (const { key, position, body } of entries) {
    batch.push({ id: key, position, body: body ?? null })
    if (batch.length >= WRITTEN_AT_ONCE) await write()
  }
  if (batch.length > 0) await write()
  return skipped === 0
}

/**
 * What a flush writes. What came and went since the last one needs no tombstone: folded again, it comes and goes again. Unless an earlier
 * owner may still be writing it as it came: then its tombstone says that it went.
 */
export function* changed(track: Track): Generator<Entry> {
  const isShared = track.lease.epoch !== null
  for (const entry of track.touched) if (entry.body !== undefined || entry.stored || isShared) yield entry
}

/** After a flush: what is cached is what is stored. */
export function markClean(track: Track): void {
  for (const entry of track.touched) {
    entry.dirty = false
    entry.stored ||= entry.body !== undefined
    entry.folded = null
  }
  track.touched.clear()
}

/** Keeps all caches together within a limit, the largest giving way first. Only right after a flush: nothing may be dirty. */
export function shrinkCaches(tracks: readonly Track[], limitBytes: number): void {
  let total = tracks.reduce((sum, track) => sum + track.cache.bytes(), 0)
  while (total > limitBytes) {
    const largest = tracks.reduce((one, other) => (other.cache.bytes() > one.cache.bytes() ? other : one))
    const before = largest.cache.bytes()
    largest.cache.rotate()
    if (largest.cache.bytes() === before && before > 0) largest.cache.rotate()
    total += largest.cache.bytes() - before
  }
}

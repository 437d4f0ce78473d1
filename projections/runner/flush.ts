import { type DocumentStore, DocumentStoreError } from '../../stores/documents/port.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { FollowingModel, LiveModel } from './live-model.ts'
import type { Parking } from './parking.ts'
import type { ReadModelChanges } from './status.ts'
import { changed, markClean, shrinkCaches, writeEntries } from './track.ts'

export interface FlushPorts {
  readonly documents: DocumentStore
  readonly checkpoints: Checkpoints
  readonly parking: Parking
  readonly cacheBytes: number
}

export interface Flushed {
  readonly changes: ReadModelChanges
  /** Read models whose documents the store cannot keep, and why. */
  readonly refused: ReadonlyMap<LiveModel, DocumentStoreError>
}

/**
 * Documents, then parked lists, then `flush`, and only then the checkpoints: after a crash anywhere in between, events are
 * read again and the documents that have them pass them over.
 */
export async function flushModels(ports: FlushPorts, models: readonly FollowingModel[]): Promise<Flushed> {
  const { documents, checkpoints, parking, cacheBytes } = ports
  const refused = new Map<LiveModel, DocumentStoreError>()
  const overtaken = new Set<LiveModel>()
  for (const model of models) {
    const written = await writeEntries(model.track, changed(model.track)).catch(refusal)
    if (written instanceof DocumentStoreError) refused.set(model, written)
    else if (!written) overtaken.add(model)
  }
  await parking.write(models.map(({ track }) => track))
  await documents.flush()
  const good = models.filter((model) => !refused.has(model))
  const advanced = good.filter(({ track, shown }) => track.position > shown)
  await checkpoints.write(new Map(advanced.map(({ track }) => [track.name, track.position])))
  const changes = changesOf(good)
  for (const model of good) {
    model.shown = model.track.position
    markClean(model.track)
    if (overtaken.has(model)) model.track.cache.clear()
  }
  shrinkCaches(
    good.map(({ track }) => track),
    cacheBytes,
  )
  return { changes, refused }
}

/** What is wrong with the documents of one read model must not keep the others; everything else is the store's trouble. */
function refusal(cause: unknown): DocumentStoreError {
  if (cause instanceof DocumentStoreError && (cause.code === 'INVALID' || cause.code === 'DUPLICATE_KEY')) return cause
  throw cause
}

const MOST_NAMED = 500

function changesOf(models: readonly FollowingModel[]): ReadModelChanges {
  const changed = models
    .filter(({ track }) => track.touched.size > 0)
    .map(({ projection, track }) => {
      const documents: string[] = []
      for (const { key } of track.touched) {
        if (documents.length >= MOST_NAMED) break
        documents.push(key)
      }
      return { projection: projection.name, documents, more: track.touched.size - documents.length }
    })
  return { position: highest(models.map(({ track }) => track.position)), changed }
}

const highest = (positions: readonly bigint[]): bigint => positions.toSorted((one, other) => (one < other ? 1 : -1))[0] ?? 0n

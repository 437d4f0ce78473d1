import { type DocumentStore, DocumentStoreError } from '../../stores/documents/port.ts'
import type { Checkpoints } from './checkpoints.ts'
import { Deposed } from './failures.ts'
import type { FollowingModel, LiveModel } from './live-model.ts'
import type { Parking } from './parking.ts'
import type { ReadModelChanges } from './status.ts'
import { assertHeld, changed, markClean, shrinkCaches, type Track, writeEntries } from './track.ts'

export interface FlushPorts {
  readonly documents: DocumentStore
  readonly checkpoints: Checkpoints
  readonly parking: Parking
  readonly cacheBytes: number
}

export interface Flushed {
  readonly changes: ReadModelChanges
  /** Read models whose documents the store cannot keep, or that are another worker's now, and why. */
  readonly refused: ReadonlyMap<LiveModel, DocumentStoreError | Deposed>
}

/**
 * Documents, then parked lists, then `flush`, and only then the checkpoints: after a crash anywhere in between, events are
 * read again and the documents that have them pass them over. Before each of them the lease is looked at.
 */
export async function flushModels(ports: FlushPorts, models: readonly FollowingModel[]): Promise<Flushed> {
  const { documents, checkpoints, parking, cacheBytes } = ports
  const refused = new Map<LiveModel, DocumentStoreError | Deposed>()
  const overtaken = new Set<LiveModel>()
  const attempt = async (model: FollowingModel, work: () => Promise<void>): Promise<void> => {
    if (!refused.has(model)) await work().catch((cause: unknown) => refused.set(model, refusal(cause)))
  }
  for (const model of models) {
    await attempt(model, async () => {
      if (!(await writeEntries(model.track, changed(model.track)))) overtaken.add(model)
    })
  }
  for (const model of models) await attempt(model, () => parking.write(model.track))
  await documents.flush()
  const advanced = models.filter((model) => !refused.has(model) && model.track.position > model.shown)
  await checkpoints.write(new Map(advanced.filter(isUnshared).map(({ track }) => [track.name, track.position])))
  await Promise.all(advanced.map((model) => attempt(model, () => advance(checkpoints, model.track))))
  const good = models.filter((model) => !refused.has(model))
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

const isUnshared = ({ track }: FollowingModel): boolean => track.lease.epoch === null

/** Where others could own it, each checkpoint advances by itself, under its epoch. */
async function advance(checkpoints: Checkpoints, track: Track): Promise<void> {
  const { epoch } = track.lease
  if (epoch === null) return
  assertHeld(track)
  if (!(await checkpoints.advance(track.name, track.position, epoch))) throw new Deposed(track.projection.name)
}

/** What is wrong with one read model must not keep the others; everything else is the store's trouble. */
function refusal(cause: unknown): DocumentStoreError | Deposed {
  if (cause instanceof Deposed) return cause
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

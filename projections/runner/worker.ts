import type { Subject } from 'rxjs'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore, LivePage, Position, RecordedEvent } from '../../stores/events/port.ts'
import type { Lease, Ownership } from '../../stores/leases/port.ts'
import type { Projection } from '../projection.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { RunnerClock } from './clock.ts'
import { Deposed, messageOf, ProjectionFailed } from './failures.ts'
import { decodePage, fanOut, type Routes, routesOf, type Work } from './fan-out.ts'
import { flushModels } from './flush.ts'
import { foldLive } from './live-fold.ts'
import { type FollowingModel, follows, type LiveModel } from './live-model.ts'
import type { Mutex } from './mutex.ts'
import type { Parking } from './parking.ts'
import type { ReadModelChanges } from './status.ts'
import { createTrack, type Track } from './track.ts'
import type { Waiters } from './waiters.ts'

export interface FlushPolicy {
  readonly cacheBytes: number
  readonly flushEvents: number
  readonly flushAfterMs: number
}

/** Everything the parts of a runner share. What changes is changed only in its turn. */
export interface Worker {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly clock: RunnerClock
  readonly policy: FlushPolicy
  readonly checkpoints: Checkpoints
  readonly parking: Parking
  readonly models: readonly LiveModel[]
  readonly ownership: Ownership
  readonly changes: Subject<ReadModelChanges>
  readonly waiters: Waiters
  readonly turn: Mutex
  readonly stopping: AbortController
  readonly onTrouble: (message: string) => void
  /** Ends the present subscription: another one begins where the slowest read model stands. */
  resubscribe: AbortController
  /** Rings when what is folded is due to be shown; null while none is set. */
  alarm: Promise<false> | null
  /** Makes the alarm ring at once. */
  patience: AbortController
  routes: Routes
  /** How far the log was read. */
  position: Position
  pendingEvents: number
  flushedAt: number
  flushTookMs: number
  caughtUp: boolean
  oldestPendingRecordedAt: number | null
  lastRecordedAt: number | null
}

/** Events recorded longer ago than this are caught up with: large batches matter more than showing each soon. */
const CATCHING_UP_AFTER_MS = 2_000
const CATCH_UP_FLUSH_MS = 2_000
const LONGEST_PATIENCE_MS = 1_000

export const following = (worker: Worker): FollowingModel[] => worker.models.filter(follows)

export function reroute(worker: Worker): void {
  worker.routes = routesOf(following(worker).map(({ track }) => track))
}

/** The checkpoint is claimed before anything is read: an earlier owner advances it no more. Throws `Deposed` when a later one has it. */
export async function openTrack(worker: Worker, projection: Projection, name: string, lease: Lease): Promise<Track> {
  const { documents, checkpoints, parking } = worker
  const collection = await documents.collection<unknown>({ name, indexes: projection.indexes })
  const position = lease.epoch === null ? await checkpoints.read(name) : await checkpoints.claim(name, lease.epoch)
  if (position === null) throw new Deposed(projection.name)
  const track = createTrack(projection, name, collection, position, () => true, lease)
  await parking.load(track)
  return track
}

export async function flush(worker: Worker): Promise<void> {
  const begun = worker.clock.elapsed()
  await show(worker, following(worker))
  worker.pendingEvents = 0
  worker.oldestPendingRecordedAt = null
  worker.flushedAt = worker.clock.elapsed()
  worker.flushTookMs = worker.flushedAt - begun
}

/** What somebody waits for is shown at once, without the read models nobody waits for. */
export async function flushAwaited(worker: Worker): Promise<void> {
  const awaited = following(worker).filter(
    ({ projection, track, shown }) => track.position > shown && worker.waiters.isAwaited(projection.name, track.position),
  )
  if (awaited.length > 0) await show(worker, awaited)
}

async function show(worker: Worker, models: readonly FollowingModel[]): Promise<void> {
  const { documents, checkpoints, parking, policy } = worker
  const { changes, refused } = await flushModels({ documents, checkpoints, parking, cacheBytes: policy.cacheBytes }, models)
  for (const [model, cause] of refused) {
    if (cause instanceof Deposed) letGo(worker, model)
    else stopModel(worker, model, cause)
  }
  for (const model of models) worker.waiters.reached(model.projection.name, model.shown)
  if (changes.changed.length > 0) worker.changes.next(changes)
}

/** Nothing more is written of it. Whoever owns it next, this worker perhaps, begins where the store says. Only in its turn. */
export function letGo(worker: Worker, model: LiveModel): void {
  if (model.lease?.isHeld() === true) model.lease.resign()
  Object.assign(model, { lease: null, track: null, stopped: null })
  reroute(worker)
}

export function stopModel(worker: Worker, model: LiveModel, cause: unknown): void {
  model.stopped = cause
  model.lease?.remark(messageOf(cause))
  reroute(worker)
  worker.onTrouble(`Read model ${model.projection.name} stopped: ${messageOf(cause)}`)
}

/** Folds one page into every read model, and flushes when it is time to. */
export async function takePage(worker: Worker, page: LivePage): Promise<void> {
  const works = fanOut(decodePage(page.events, worker.routes), worker.routes)
  const failed: [LiveModel, ProjectionFailed][] = []
  for (const model of following(worker)) {
    const failure = await foldWork(worker, model, works.get(model.track))
    const reached = failure === null ? page.position : lastBefore(page.events, failure.position)
    if (reached !== undefined && reached > model.track.position) model.track.position = reached
    if (failure !== null) failed.push([model, failure])
  }
  worker.position = page.position
  worker.pendingEvents += page.events.length
  worker.caughtUp = page.caughtUp
  worker.oldestPendingRecordedAt ??= page.events[0]?.recordedAt ?? null
  worker.lastRecordedAt = page.events.at(-1)?.recordedAt ?? worker.lastRecordedAt
  if (failed.length > 0 || worker.pendingEvents >= worker.policy.flushEvents || dueInMs(worker) <= 0) await flush(worker)
  else await flushAwaited(worker)
  for (const [model, failure] of failed) stopModel(worker, model, failure)
}

async function foldWork(worker: Worker, { track }: FollowingModel, work: Work | undefined): Promise<ProjectionFailed | null> {
  if (work === undefined) return null
  try {
    await foldLive(track, work, worker.parking)
  } catch (cause) {
    if (cause instanceof ProjectionFailed) return cause
    throw cause
  }
  return work.stop === null ? null : new ProjectionFailed(track.projection.name, work.stop.position, null, work.stop.cause)
}

/**
 * How long what is folded may still wait to be shown. The first event after a lull is shown at once; while events keep coming, documents
 * gather, so that one touched often is written once and flushing takes no more than about a tenth of the time.
 */
export function dueInMs({ clock, policy, caughtUp, flushedAt, flushTookMs, lastRecordedAt }: Worker): number {
  const isCatchingUp = !caughtUp && lastRecordedAt !== null && clock.now() - lastRecordedAt > CATCHING_UP_AFTER_MS
  const busyMs = Math.max(policy.flushAfterMs, Math.min(flushTookMs * 10, LONGEST_PATIENCE_MS))
  return flushedAt + (isCatchingUp ? CATCH_UP_FLUSH_MS : busyMs) - clock.elapsed()
}

const lastBefore = (events: readonly RecordedEvent[], position: Position): Position | undefined =>
  events.findLast((event) => event.position < position)?.position

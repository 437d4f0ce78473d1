import type { Lease } from '../../stores/leases/port.ts'
import type { BuildProgress } from './build-progress.ts'
import { Deposed, FIRST_RETRY_MS, LONGEST_RETRY_MS, mayPass, messageOf } from './failures.ts'
import type { LiveModel } from './live-model.ts'
import { switchToBuilt } from './pointers.ts'
import { type Built, buildBeside } from './rebuild.ts'
import type { BuildThreads } from './threads.ts'
import { flush, letGo, openTrack, reroute, type Worker } from './worker.ts'

export interface BuildLiveOptions {
  readonly memoryBytes?: number
  readonly onProgress?: (progress: BuildProgress) => void
  readonly threads?: BuildThreads
}

/** Read models to build, each under the lease it is owned by. */
type Owned = readonly (LiveModel & { readonly lease: Lease })[]

const isOwned = (model: LiveModel): model is Owned[number] => model.lease !== null

/** Builds new collections while the worker follows with the old ones, then lets the new ones take their place. */
export async function buildLive(worker: Worker, wanted: readonly LiveModel[], options: BuildLiveOptions = {}): Promise<void> {
  const { events, documents, clock, stopping } = worker
  const models = wanted.filter(isOwned)
  const leases = new Map(models.map(({ projection, lease }) => [projection.name, lease]))
  const signal = AbortSignal.any([stopping.signal, ...leases.values().map((lease) => lease.signal)])
  for (const model of models) Object.assign(model, { isBuilding: true, buildFailed: null })
  const onProgress = (progress: BuildProgress) => {
    for (const model of models) model.building = progress
    options.onProgress?.(progress)
  }
  try {
    const projections = models.map(({ projection }) => projection)
    const epochOf = (name: string) => leases.get(name)!.epoch
    const built = await buildBeside({ ...options, events, documents, projections, clock, signal, onProgress, epochOf })
    await worker.turn.run(() => takeOver(worker, models, leases, built))
  } catch (cause) {
    for (const model of models) model.buildFailed = cause
    throw cause
  } finally {
    for (const model of models) Object.assign(model, { isBuilding: false, building: null })
  }
}

/** In the worker's turn: the little that came since is caught up, then readers and worker go over to the new collections. */
async function takeOver(
  worker: Worker,
  models: readonly LiveModel[],
  leases: ReadonlyMap<string, Lease>,
  { builder, collections, position }: Built,
): Promise<void> {
  await flush(worker)
  if (worker.position > position) {
    await builder.advance(worker.position)
    await builder.finish()
  }
  const taken: LiveModel[] = []
  for (const model of models) if (await switchOver(worker, model, leases, collections)) taken.push(model)
  await worker.documents.flush()
  for (const model of taken) {
    const track = await openTrack(worker, model.projection, collections.get(model.projection.name)!, model.lease!)
    Object.assign(model, { track, shown: track.position, stopped: null, isBuilding: false, building: null })
    model.lease!.remark(null)
  }
  // Only now: whoever waited for one of them may ask at once for another build of them all.
  for (const { projection, track } of taken) worker.waiters.reached(projection.name, track!.position)
  reroute(worker)
  worker.resubscribe.abort()
}

/** False when the read model is another worker's meanwhile: that one builds it as it needs it. */
async function switchOver(
  worker: Worker,
  model: LiveModel,
  leases: ReadonlyMap<string, Lease>,
  collections: ReadonlyMap<string, string>,
): Promise<boolean> {
  const { projection, lease } = model
  const begunUnder = leases.get(projection.name)!
  if (lease !== begunUnder || !begunUnder.isHeld()) return false
  try {
    await switchToBuilt(worker.documents, projection, collections.get(projection.name)!, begunUnder.epoch)
    return true
  } catch (cause) {
    if (!(cause instanceof Deposed)) throw cause
    letGo(worker, model)
    return false
  }
}

/**
 * A build nobody waits for. A store in trouble is waited for; any other failure is told, and stops what has nothing older to show. When it ends
 * because some of the read models are another worker's, the others are built without them.
 */
export async function buildInBackground(worker: Worker, models: readonly LiveModel[], options: BuildLiveOptions): Promise<void> {
  let wanted = models
  for (let delayMs = FIRST_RETRY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS)) {
    const leases = wanted.map(({ lease }) => lease)
    try {
      // Asked first: each build that begins leaves a collection behind.
      await worker.events.head()
      return await buildLive(worker, wanted, options)
    } catch (cause) {
      if (worker.stopping.signal.aborted) return
      const kept = wanted.filter(({ lease }, at) => lease !== null && lease === leases[at] && lease.isHeld())
      const isFewer = kept.length < wanted.length
      wanted = kept
      if (wanted.length === 0) return
      if (isFewer) continue
      if (!mayPass(cause, worker.ownership.shared)) return stopBuilding(worker, wanted, cause)
      worker.onTrouble(`Building read models was interrupted, trying again: ${messageOf(cause)}`)
      await restBetweenBuilds(worker, wanted, messageOf(cause), delayMs)
    }
  }
}

/** Ends early when one of them is lost. They count as being built all the while: another build would meet this one. */
async function restBetweenBuilds({ clock, stopping }: Worker, models: readonly LiveModel[], why: string, delayMs: number): Promise<void> {
  for (const model of models) model.isBuilding = true
  for (const { lease } of models) lease?.remark(why)
  const lost = models.flatMap(({ lease }) => (lease === null ? [] : [lease.signal]))
  await clock.sleep(delayMs, AbortSignal.any([stopping.signal, ...lost]))
  for (const model of models) model.isBuilding = false
}

function stopBuilding(worker: Worker, models: readonly LiveModel[], cause: unknown): void {
  for (const model of models) {
    if (model.track === null) {
      model.stopped = cause
      model.lease?.remark(messageOf(cause))
    }
    worker.onTrouble(`Read model ${model.projection.name} could not be built: ${messageOf(cause)}`)
  }
}

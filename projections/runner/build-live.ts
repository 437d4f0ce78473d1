import type { BuildProgress } from './build-progress.ts'
import { messageOf } from './failures.ts'
import type { LiveModel } from './live-model.ts'
import { switchToBuilt } from './pointers.ts'
import { type Built, buildBeside } from './rebuild.ts'
import type { BuildThreads } from './threads.ts'
import { flush, openTrack, reroute, type Worker } from './worker.ts'

export interface BuildLiveOptions {
  readonly memoryBytes?: number
  readonly onProgress?: (progress: BuildProgress) => void
  readonly threads?: BuildThreads
}

/** Builds new collections while the worker follows with the old ones, then lets the new ones take their place. */
export async function buildLive(worker: Worker, models: readonly LiveModel[], options: BuildLiveOptions = {}): Promise<void> {
  const { events, documents, clock, stopping } = worker
  for (const model of models) Object.assign(model, { isBuilding: true, buildFailed: null })
  const onProgress = (progress: BuildProgress) => {
    for (const model of models) model.building = progress
    options.onProgress?.(progress)
  }
  try {
    const projections = models.map(({ projection }) => projection)
    const built = await buildBeside({ ...options, events, documents, projections, clock, signal: stopping.signal, onProgress })
    await worker.turn.run(() => takeOver(worker, models, built))
  } catch (cause) {
    for (const model of models) model.buildFailed = cause
    throw cause
  } finally {
    for (const model of models) Object.assign(model, { isBuilding: false, building: null })
  }
}

/** In the worker's turn: the little that came since is caught up, then readers and worker go over to the new collections. */
async function takeOver(worker: Worker, models: readonly LiveModel[], { builder, collections, position }: Built): Promise<void> {
  await flush(worker)
  if (worker.position > position) {
    await builder.advance(worker.position)
    await builder.finish()
  }
  for (const { projection } of models) await switchToBuilt(worker.documents, projection, collections.get(projection.name)!)
  await worker.documents.flush()
  for (const model of models) {
    const track = await openTrack(worker, model.projection, collections.get(model.projection.name)!)
    Object.assign(model, { track, shown: track.position, stopped: null, isBuilding: false, building: null })
  }
  // Only now: whoever waited for one of them may ask at once for another build of them all.
  for (const { projection, track } of models) worker.waiters.reached(projection.name, track!.position)
  reroute(worker)
  worker.resubscribe.abort()
}

/** A build nobody waits for: its failure is told, and stops what has nothing older to show. */
export async function buildInBackground(worker: Worker, models: readonly LiveModel[], options: BuildLiveOptions): Promise<void> {
  try {
    await buildLive(worker, models, options)
  } catch (cause) {
    if (worker.stopping.signal.aborted) return
    for (const model of models) {
      if (model.track === null) model.stopped = cause
      worker.onTrouble(`Read model ${model.projection.name} could not be built: ${messageOf(cause)}`)
    }
  }
}

import type { LiveModel } from './live-model.ts'
import { type Retried, retryParked } from './retry-parked.ts'
import { flush, type Worker } from './worker.ts'

/** Folds what a parked document still has to take. Null when it is not parked. Only in the worker's turn. */
export async function retryOne(worker: Worker, { track, projection }: LiveModel, key: string): Promise<Retried | null> {
  await flush(worker)
  const list = track === null ? undefined : worker.parking.list(track, key)
  if (track === null || list === undefined) return null
  const retried = await retryParked(worker.events, track, worker.parking, list)
  await worker.documents.flush()
  worker.changes.next({ position: worker.position, changed: [{ projection: projection.name, documents: [key], more: 0 }] })
  return retried
}

/** Gives up what a parked document still had to take. False when it is not parked. Only in the worker's turn. */
export async function dropOne(worker: Worker, { track }: LiveModel, key: string): Promise<boolean> {
  await flush(worker)
  if (track === null || worker.parking.list(track, key) === undefined) return false
  await worker.parking.remove(track, key)
  await worker.documents.flush()
  return true
}

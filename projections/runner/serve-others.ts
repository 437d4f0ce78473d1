import { buildLive } from './build-live.ts'
import { dropOne, retryOne } from './parked-document.ts'
import type { OwnerRequest, Requests } from './requests.ts'
import type { Worker } from './worker.ts'

const EVERY_MS = 300

/** Does what other processes ask about the read models this worker owns. Ends when the worker stops. */
export async function serveOthers(worker: Worker, requests: Requests, build: Parameters<typeof buildLive>[2]): Promise<void> {
  const { clock, stopping, turn, models } = worker

  async function perform({ kind, projection, key }: OwnerRequest): Promise<unknown> {
    const model = models.find((one) => one.projection.name === projection)!
    if (kind === 'retry') return turn.run(() => retryOne(worker, model, key))
    if (kind === 'drop') return turn.run(() => dropOne(worker, model, key))
    if (!model.isBuilding) buildLive(worker, [model], build).catch(() => undefined)
    return true
  }

  while (!stopping.signal.aborted) {
    await clock.sleep(EVERY_MS, stopping.signal)
    const owned = models.filter(({ lease, track }) => lease?.isHeld() === true && track !== null).map(({ projection }) => projection.name)
    // What cannot be read now is found the next time.
    await requests.serve(owned, perform).catch(() => undefined)
  }
}

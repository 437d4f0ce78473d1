import { type Contender, type Lease, projectionResource } from '../../stores/leases/port.ts'
import type { LiveModel } from './live-model.ts'
import { claimPointer, dropRetired, readPointer } from './pointers.ts'
import { flush, letGo, openTrack, reroute, type Worker } from './worker.ts'

/** Gains and loses read models while the worker runs. */
export function contenderOf(worker: Worker, build: (models: readonly LiveModel[]) => Promise<void>): Contender {
  const modelOf = ({ resource }: Lease): LiveModel =>
    worker.models.find(({ projection }) => projectionResource(projection.name) === resource)!
  return {
    async acquired(leases) {
      const toBuild = await worker.turn.run(() =>
        open(
          worker,
          leases.map((lease) => [modelOf(lease), lease]),
        ),
      )
      worker.resubscribe.abort()
      if (toBuild.length > 0) await build(toBuild)
    },
    lost(lease) {
      void worker.turn.run(async () => {
        if (modelOf(lease).lease === lease) letGo(worker, modelOf(lease))
      })
    },
    handOver: (lease) =>
      worker.turn.run(async () => {
        const model = modelOf(lease)
        if (model.lease !== lease) return true
        if (model.isBuilding) return false
        await flush(worker)
        if (model.lease === lease) Object.assign(model, { lease: null, track: null, stopped: null })
        reroute(worker)
        return true
      }),
  }
}

/** Opens what is stored; what is missing or of another version has to be built. */
async function open(worker: Worker, owned: readonly (readonly [LiveModel, Lease])[]): Promise<LiveModel[]> {
  const toBuild: LiveModel[] = []
  for (const [model, lease] of owned) {
    if (!lease.isHeld()) continue
    const { projection } = model
    const { documents } = worker
    const pointer =
      lease.epoch === null ? await readPointer(documents, projection.name) : await claimPointer(documents, projection, lease.epoch)
    Object.assign(model, { lease, track: null, stopped: null })
    if (worker.ownership.shared && pointer?.live != null && pointer.version > projection.version) {
      Object.assign(model, { lease: null })
      lease.resign()
      continue
    }
    await dropRetired(documents, projection.name, lease.epoch)
    if (pointer?.live == null || pointer.version !== projection.version) {
      toBuild.push(model)
      continue
    }
    const track = await openTrack(worker, projection, pointer.live, lease)
    Object.assign(model, { track, shown: track.position })
  }
  reroute(worker)
  return toBuild
}

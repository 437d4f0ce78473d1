import { type Position, START } from '../../stores/events/port.ts'
import type { Lease } from '../../stores/leases/port.ts'
import type { Projection } from '../projection.ts'
import type { BuildProgress } from './build-progress.ts'
import type { ReadModelStatus } from './status.ts'
import type { Track } from './track.ts'

/** One read model as its worker sees it. `track` is null while its first collection is being built, and while another worker owns it. */
export interface LiveModel {
  readonly projection: Projection
  track: Track | null
  /** Null while another worker owns it. */
  lease: Lease | null
  /** Position of the last flush: what readers see. */
  shown: Position
  /** Why it stopped; null while it follows. */
  stopped: unknown
  building: BuildProgress | null
  isBuilding: boolean
  buildFailed: unknown
}

export const createLiveModel = (projection: Projection): LiveModel => ({
  projection,
  track: null,
  lease: null,
  shown: START,
  stopped: null,
  building: null,
  isBuilding: false,
  buildFailed: null,
})

export type FollowingModel = LiveModel & { readonly track: Track }

export const follows = (model: LiveModel): model is FollowingModel => model.track !== null && model.stopped === null

export function statusOf(model: LiveModel, parkedDocuments: number, lagMs: number, owner: string | null): ReadModelStatus {
  const { projection, track, shown, stopped, building, isBuilding, buildFailed } = model
  const cause = stopped ?? buildFailed
  return {
    projection: projection.name,
    version: projection.version,
    collection: track?.name ?? null,
    state: stopped !== null ? 'stopped' : isBuilding || track === null ? 'building' : 'following',
    position: shown,
    lagMs,
    parkedDocuments,
    building,
    cause: cause === null ? null : cause instanceof Error ? cause.message : String(cause),
    owner,
  }
}

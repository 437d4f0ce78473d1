import type { Position } from '../../stores/events/port.ts'
import type { BuildProgress } from './build-progress.ts'

/**
 * - `building`: a collection for this version is being built; until then an older one answers, or none.
 * - `following`: live.
 * - `stopped`: an event could not be taken; nothing moves until the cause is gone and the worker starts anew.
 */
export type ReadModelState = 'building' | 'following' | 'stopped'

export interface ReadModelStatus {
  readonly projection: string
  readonly version: number
  /** Null before the first one is built. */
  readonly collection: string | null
  readonly state: ReadModelState
  /** Everything up to here can be read. */
  readonly position: Position
  /** How long ago the oldest event not yet shown was recorded, in milliseconds; zero when nothing is waiting. */
  readonly lagMs: number
  readonly parkedDocuments: number
  readonly building: BuildProgress | null
  /** Why it stopped, or why its last build did. */
  readonly cause: string | null
  /** The worker that keeps it up to date; null where read models are not shared out, or nobody has it. */
  readonly owner: string | null
}

/** What a flush made readable: for screens that follow along. */
export interface ReadModelChanges {
  readonly position: Position
  readonly changed: readonly { readonly projection: string; readonly documents: readonly string[]; readonly more: number }[]
}

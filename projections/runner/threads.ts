import type { Position } from '../../stores/events/port.ts'
import type { BuildProgress } from './build-progress.ts'
import type { BuildResult } from './builder.ts'

/** What one thread builds: some read models from the start of the log. */
export interface BuildPart {
  /** Collection to build into, by name of the read model. */
  readonly into: ReadonlyMap<string, string>
  /** False for collections that are only compared. */
  readonly withIndexes: boolean
  /** Event types this part counts: together all parts count each event once. */
  readonly counted: ReadonlySet<string>
  readonly until: Position
  readonly memoryBytes: number
}

export interface BuildPartOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined
}

/**
 * Threads that read the same log and write into the same document store as the one that asks; handed in, because a thread opens its stores
 * by itself.
 */
export interface BuildThreads {
  /** How many are worth beginning for a log up to here; with fewer than two a build stays in the thread that asks. */
  countFor(until: Position): number
  /** Resolves when everything is durable, indexes and checkpoints included. Throws what `Builder.advance` throws, and the signal's reason. */
  run(part: BuildPart, options: BuildPartOptions): Promise<BuildResult>
}

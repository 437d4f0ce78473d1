import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore, Position } from '../../stores/events/port.ts'
import type { Projection } from '../projection.ts'
import type { BuildProgress } from './build-progress.ts'
import type { Builder, BuildResult } from './builder.ts'
import type { RunnerClock } from './clock.ts'
import { beginBuilding, dropRetired, switchToBuilt } from './pointers.ts'
import { openBuilder } from './threaded-builder.ts'
import type { BuildThreads } from './threads.ts'

export interface RebuildOptions {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly projections: readonly Projection[]
  readonly memoryBytes?: number
  readonly clock?: RunnerClock
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: BuildProgress) => void
  readonly threads?: BuildThreads
  /** Of the lease a read model is built under; left out where nobody else can own it. */
  readonly epochOf?: (projection: string) => number | null
}

/** New collections beside the live ones, built up to some position and not yet read by anybody. */
export interface Built {
  readonly builder: Builder
  readonly collections: ReadonlyMap<string, string>
  readonly position: Position
}

const unshared = (): null => null

/** The first takes long; each of the others catches up with what came during the one before. */
const ROUNDS = 3

/**
 * Builds new collections beside the live ones up to the end of the log as it was a moment ago. What a crashed rebuild left is
 * dropped first: a rebuild always starts from the first event, so nothing of what was can stay.
 */
export async function buildBeside(options: RebuildOptions): Promise<Built> {
  const { events, documents, projections, epochOf = unshared } = options
  const collections = new Map<string, string>()
  for (const projection of projections) {
    const { building } = await beginBuilding(documents, projection, epochOf(projection.name))
    collections.set(projection.name, building!)
  }
  await documents.flush()
  const builder = openBuilder({ ...options, into: ({ name }) => collections.get(name)! })
  let position = 0n
  for (let round = 0; round < ROUNDS; round += 1) {
    const head = await events.head()
    if (head === position) break
    await builder.advance(head)
    position = head
  }
  await builder.finish()
  return { builder, collections, position }
}

/**
 * A rebuild while no worker runs: build, switch, drop what was before. The runner does the same with its worker going on
 * meanwhile, see `ProjectionRunner.rebuild`.
 */
export async function rebuildOffline(options: RebuildOptions): Promise<BuildResult> {
  const { documents, projections } = options
  const built = await buildBeside(options)
  for (const projection of projections) await switchToBuilt(documents, projection, built.collections.get(projection.name)!, null)
  await documents.flush()
  for (const { name } of projections) await dropRetired(documents, name, null)
  return built.builder.finish()
}

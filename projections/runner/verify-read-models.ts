import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore, Position } from '../../stores/events/port.ts'
import type { Projection } from '../projection.ts'
import type { BuildProgress } from './build-progress.ts'
import { buildView } from './build-view.ts'
import { openCheckpoints } from './checkpoints.ts'
import { compareCollections, type Difference } from './compare.ts'
import { readPointer } from './pointers.ts'
import type { BuildThreads } from './threads.ts'

export interface VerifyOptions {
  readonly events: EventStore
  /** Holds the live read models; only read. Nothing may write to it meanwhile: pause the runner, or open a copy. */
  readonly documents: DocumentStore
  /** Where the rebuilt ones go; emptied of them afterwards. */
  readonly scratch: DocumentStore
  readonly projections: readonly Projection[]
  /** Where they are rebuilt, when the log is long; they must write to `scratch`. */
  readonly threads?: BuildThreads | undefined
  readonly onProgress?: (progress: BuildProgress) => void
}

export interface VerifiedReadModel {
  readonly projection: string
  readonly position: Position
  readonly documents: number
  readonly differences: number
  readonly first: Difference | null
  /** Set when there is nothing to compare: never built, or built by another version of the code. */
  readonly skipped: string | null
}

/** Every live read model against one rebuilt from the log at the live one's own position. */
export async function verifyReadModels(options: VerifyOptions): Promise<readonly VerifiedReadModel[]> {
  const { documents, projections } = options
  const checkpoints = await openCheckpoints(documents)
  const verified: VerifiedReadModel[] = []
  const at = new Map<Position, { projection: Projection; live: string }[]>()
  for (const projection of projections) {
    const pointer = await readPointer(documents, projection.name)
    if (pointer?.live == null) verified.push(skipped(projection, 'it was never built'))
    else if (pointer.version !== projection.version) verified.push(skipped(projection, `it was built by version ${pointer.version}`))
    else {
      const position = await checkpoints.read(pointer.live)
      at.set(position, [...(at.get(position) ?? []), { projection, live: pointer.live }])
    }
  }
  for (const [position, together] of at) verified.push(...(await verifyTogether(options, position, together)))
  const order = projections.map(({ name }) => name)
  return verified.toSorted((one, other) => order.indexOf(one.projection) - order.indexOf(other.projection))
}

const skipped = ({ name }: Projection, why: string): VerifiedReadModel => ({
  projection: name,
  position: 0n,
  documents: 0,
  differences: 0,
  first: null,
  skipped: why,
})

async function verifyTogether(
  { events, documents, scratch, threads, onProgress }: VerifyOptions,
  until: Position,
  together: readonly { projection: Projection; live: string }[],
): Promise<VerifiedReadModel[]> {
  const into = ({ name }: Projection) => `verify.${name}`
  const projections = together.map(({ projection }) => ({ ...projection, indexes: [] }))
  const drop = async () => {
    for (const projection of projections) await scratch.drop(into(projection))
  }
  await drop()
  try {
    await buildView({ events, documents: scratch, projections, into, until, threads, ...(onProgress === undefined ? {} : { onProgress }) })
    const verified: VerifiedReadModel[] = []
    for (const { projection, live } of together) {
      const left = await documents.collection<unknown>({ name: live, indexes: [] })
      const right = await scratch.collection<unknown>({ name: into(projection), indexes: [] })
      const comparison = await compareCollections(projection.name, left, right)
      verified.push({ projection: projection.name, position: until, ...comparison, skipped: null })
    }
    return verified
  } finally {
    await drop()
  }
}

import type { DocumentStore } from '../../stores/documents/port.ts'
import { type EventStore, type Position, START } from '../../stores/events/port.ts'
import type { Owner } from '../../stores/leases/port.ts'
import type { Projection } from '../projection.ts'
import { openCheckpoints } from './checkpoints.ts'
import type { RunnerClock } from './clock.ts'
import { PARKED, type ParkedBody } from './parking.ts'
import { readPointer } from './pointers.ts'
import type { ReadModelStatus } from './status.ts'

/** Read models as the store has them, whoever owns them. */
export interface SharedView {
  /** Up to where a read model can be read; null while none was ever built. Asked by many at once, the store is asked once. */
  shown(projection: string): Promise<Position | null>
  status(projection: Projection, owner: Owner | undefined, head: Position): Promise<ReadModelStatus>
}

export async function openSharedView(
  documents: DocumentStore,
  events: Pick<EventStore, 'readAll'>,
  clock: Pick<RunnerClock, 'now'>,
): Promise<SharedView> {
  const checkpoints = await openCheckpoints(documents)
  const parked = await documents.collection<ParkedBody>({ name: PARKED, indexes: [{ fields: ['collection'] }] })
  const asked = new Map<string, Promise<Position | null>>()

  async function look(projection: string): Promise<Position | null> {
    const live = (await readPointer(documents, projection))?.live ?? null
    return live === null ? null : checkpoints.read(live)
  }

  function shown(projection: string): Promise<Position | null> {
    const known = asked.get(projection)
    if (known !== undefined) return known
    const looking = look(projection).finally(() => asked.delete(projection))
    asked.set(projection, looking)
    return looking
  }

  /** Every event advances every read model: the first one after its position is what it has waited with longest. */
  async function lagMs(position: Position, head: Position): Promise<number> {
    if (position >= head) return 0
    for await (const { events: found } of events.readAll({ after: position, maxCount: 1 })) {
      for (const { recordedAt } of found) return Math.max(0, clock.now() - recordedAt)
    }
    return 0
  }

  return {
    shown,
    async status({ name, version }, owner, head) {
      const pointer = await readPointer(documents, name)
      const live = pointer?.live ?? null
      const position = live === null ? START : await checkpoints.read(live)
      const isBuilding = live === null || (pointer !== null && pointer.building !== null)
      const cause = owner?.remark ?? null
      return {
        projection: name,
        version: pointer?.version ?? version,
        collection: live,
        state: isBuilding ? 'building' : cause !== null ? 'stopped' : 'following',
        position,
        lagMs: await lagMs(position, head),
        parkedDocuments: live === null ? 0 : await parked.count({ collection: live, resolved: null }),
        building: null,
        cause,
        owner: owner?.owner ?? null,
      }
    },
  }
}

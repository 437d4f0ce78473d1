import type { Projection } from '../../projections/projection.ts'
import { openCheckpoints } from '../../projections/runner/checkpoints.ts'
import { readPointer } from '../../projections/runner/pointers.ts'
import { createProjectionRunner } from '../../projections/runner/runner.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore, Position } from '../../stores/events/port.ts'
import { eventsUpTo } from './events-up-to.ts'

const patienceMs = 10_000

/**
 * Brings a copy of the live read models to one position, as a restart would. A copy taken beside a writer, or after one was killed, holds
 * documents that are ahead of their checkpoint and read models that are ahead of each other. A read model of another version is left alone.
 */
export async function comeToRest(documents: DocumentStore, events: EventStore, projections: readonly Projection[], until: Position) {
  const behind = await lagging(documents, projections, until)
  if (behind.length === 0) return
  const runner = await createProjectionRunner({ events: eventsUpTo(events, until), documents, projections: behind })
  try {
    await runner.start()
    for (const { name } of behind) {
      while (!(await runner.waitFor(name, until, patienceMs))) {
        if ((await runner.status()).find(({ projection }) => projection === name)?.state === 'stopped') break
      }
    }
  } finally {
    await runner.stop()
  }
}

async function lagging(documents: DocumentStore, projections: readonly Projection[], until: Position): Promise<readonly Projection[]> {
  const checkpoints = await openCheckpoints(documents)
  const found: Projection[] = []
  for (const projection of projections) {
    const pointer = await readPointer(documents, projection.name)
    if (pointer?.live == null || pointer.version !== projection.version) continue
    if ((await checkpoints.read(pointer.live)) < until) found.push(projection)
  }
  return found
}

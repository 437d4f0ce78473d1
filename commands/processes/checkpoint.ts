import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore } from '../../stores/events/port.ts'

/** How far the processes have dealt with the log. */
export interface ProcessCheckpoint {
  readonly position: bigint
  save(position: bigint): Promise<void>
}

/** A process acts only on what came after it was first deployed: the first time, that is the end of the log. */
export async function openProcessCheckpoint(documents: DocumentStore, events: EventStore): Promise<ProcessCheckpoint> {
  const collection = await documents.collection({ name: 'process-checkpoint', indexes: [] })
  const id = 'processes'
  const [stored] = await collection.get([id])
  const position = stored?.position ?? (await events.head())
  if (stored === undefined) await collection.insert({ id, position, body: {} })
  return {
    position,
    async save(reached) {
      await collection.write([{ id, position: reached, body: {} }])
      await documents.flush()
    },
  }
}

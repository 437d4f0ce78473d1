import type { Collection, DocumentStore } from '../../stores/documents/port.ts'
import type { Position } from '../../stores/events/port.ts'
import type { Projection } from '../projection.ts'
import { openCheckpoints } from './checkpoints.ts'
import { readPointer } from './pointers.ts'

/** Where to read a read model: the collection that answers now, and how far it has come. */
export interface ReadModel<Document> {
  readonly collection: Collection<Document>
  readonly position: Position
}

/**
 * The live collection of a read model, null while none was ever built. Ask for it at every request: a rebuild switches
 * to another collection, and the one before is dropped at the next start of the worker.
 */
export async function openReadModel<Document>(documents: DocumentStore, projection: Projection): Promise<ReadModel<Document> | null> {
  const pointer = await readPointer(documents, projection.name)
  if (pointer?.live == null) return null
  const collection = await documents.collection<Document>({ name: pointer.live, indexes: [] })
  const position = await (await openCheckpoints(documents)).read(pointer.live)
  return { collection, position }
}

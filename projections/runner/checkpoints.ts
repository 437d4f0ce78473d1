import type { Collection, DocumentStore } from '../../stores/documents/port.ts'
import { type Position, START } from '../../stores/events/port.ts'

/**
 * How far each collection has come: every event up to here is in its documents. May lag behind the documents, never lead;
 * the guard of the store keeps it from going back.
 */
export interface Checkpoints {
  read(collection: string): Promise<Position>
  write(positions: ReadonlyMap<string, Position>): Promise<void>
  remove(collection: string): Promise<void>
}

export const CHECKPOINTS = 'projection-checkpoints'

type Body = { readonly position: string }

export async function openCheckpoints(documents: DocumentStore): Promise<Checkpoints> {
  const collection: Collection<Body> = await documents.collection<Body>({ name: CHECKPOINTS, indexes: [] })
  return {
    async read(name) {
      const [stored] = await collection.get([name])
      return stored === undefined ? START : stored.position
    },
    async write(positions) {
      if (positions.size === 0) return
      await collection.write([...positions].map(([id, position]) => ({ id, position, body: { position: String(position) } })))
    },
    remove: (name) => collection.remove(name),
  }
}

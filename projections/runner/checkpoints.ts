import type { Collection, DocumentStore, StoredDocument } from '../../stores/documents/port.ts'
import { type Position, START } from '../../stores/events/port.ts'

/** How far each collection has come: every event up to here is in its documents. May lag behind the documents, never lead. */
export interface Checkpoints {
  read(collection: string): Promise<Position>
  /** Where nobody else can own the collections. The guard of the store keeps them from going back. */
  write(positions: ReadonlyMap<string, Position>): Promise<void>
  /** From now on only this epoch, or a later one, advances it. Null when a later one has it already. */
  claim(collection: string, epoch: number): Promise<Position | null>
  /** False when it was claimed for another epoch meanwhile. */
  advance(collection: string, position: Position, epoch: number): Promise<boolean>
  remove(collection: string): Promise<void>
}

export const CHECKPOINTS = 'projection-checkpoints'

/** Where it was claimed for an epoch it changes by compare-and-set, which keeps the position of the document: then only the body has it. */
type Body = { readonly position: string; readonly epoch?: number }

const positionIn = ({ position, body }: StoredDocument<Body>): Position => (body?.epoch === undefined ? position : BigInt(body.position))

export async function openCheckpoints(documents: DocumentStore): Promise<Checkpoints> {
  const collection: Collection<Body> = await documents.collection<Body>({ name: CHECKPOINTS, indexes: [] })
  const stored = async (name: string): Promise<StoredDocument<Body> | undefined> => (await collection.get([name]))[0]
  return {
    async read(name) {
      const found = await stored(name)
      return found === undefined ? START : positionIn(found)
    },
    async write(positions) {
      if (positions.size === 0) return
      await collection.write([...positions].map(([id, position]) => ({ id, position, body: { position: String(position) } })))
    },
    async claim(name, epoch) {
      for (;;) {
        const found = await stored(name)
        const body = found?.body ?? null
        if (body?.epoch !== undefined && body.epoch > epoch) return null
        const position = String(found === undefined ? START : positionIn(found))
        const claimed =
          body === null
            ? await collection.insert({ id: name, position: START, body: { position, epoch } })
            : await collection.compareAndSet(name, { epoch: body.epoch ?? null, position: body.position }, { position, epoch })
        if (claimed) return BigInt(position)
      }
    },
    advance: (name, position, epoch) => collection.compareAndSet(name, { epoch }, { position: String(position), epoch }),
    remove: (name) => collection.remove(name),
  }
}

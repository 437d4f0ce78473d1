import type { Collection, DocumentStore } from '../../stores/documents/port.ts'
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

type Body = { readonly position: string; readonly epoch?: number }

export async function openCheckpoints(documents: DocumentStore): Promise<Checkpoints> {
  const collection: Collection<Body> = await documents.collection<Body>({ name: CHECKPOINTS, indexes: [] })
  const stored = async (name: string): Promise<Body | null> => (await collection.get([name]))[0]?.body ?? null
  return {
    async read(name) {
      const body = await stored(name)
      return body === null ? START : BigInt(body.position)
    },
    async write(positions) {
      if (positions.size === 0) return
      await collection.write([...positions].map(([id, position]) => ({ id, position, body: { position: String(position) } })))
    },
    async claim(name, epoch) {
      for (;;) {
        const body = await stored(name)
        if (body?.epoch !== undefined && body.epoch > epoch) return null
        const position = body?.position ?? String(START)
        const claimed =
          body === null
            ? await collection.insert({ id: name, position: START, body: { position, epoch } })
            : await collection.compareAndSet(name, { epoch: body.epoch ?? null, position }, { position, epoch })
        if (claimed) return BigInt(position)
      }
    },
    advance: (name, position, epoch) => collection.compareAndSet(name, { epoch }, { position: String(position), epoch }),
    remove: (name) => collection.remove(name),
  }
}

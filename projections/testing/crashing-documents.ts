import type { Collection, DocumentStore } from '../../stores/documents/port.ts'

/** Thrown in place of the process dying. */
export class Crash extends Error {}

/**
 * A document store that dies at the nth change and takes nothing more: what was written before stays. Wraps a real one, so that a
 * worker started anew on that finds exactly what a crash leaves.
 */
export function crashingAt(change: number, documents: DocumentStore): DocumentStore {
  let changes = 0
  const counted = <Rest extends unknown[], Result>(work: (...rest: Rest) => Promise<Result>) => {
    return async (...rest: Rest): Promise<Result> => {
      changes += 1
      if (changes >= change) throw new Crash(`change ${changes}`)
      return work(...rest)
    }
  }
  return {
    ...documents,
    flush: counted(documents.flush),
    drop: counted(documents.drop),
    async collection<Body>(definition: Parameters<DocumentStore['collection']>[0]): Promise<Collection<Body>> {
      const real = await documents.collection<Body>(definition)
      return {
        ...real,
        write: counted(real.write),
        insert: counted(real.insert),
        compareAndSet: counted(real.compareAndSet),
        remove: counted(real.remove),
      }
    },
  }
}

import type { Collection, DocumentStore } from '../../documents/port.ts'

export type Change = 'write' | 'insert' | 'compareAndSet' | 'remove' | 'flush'

/** What comes before a call is let through to the real store; it may wait, throw, or never end. */
export type Before = (call: Change | 'read', collection: string, about: unknown) => Promise<void>

/** A document store that answers as the test has it: late, not at all, or only once it is let. */
export function troubled(documents: DocumentStore, before: Before): DocumentStore {
  return {
    ...documents,
    async flush() {
      await before('flush', '', null)
      await documents.flush()
    },
    async collection<Body>(definition: Parameters<DocumentStore['collection']>[0]): Promise<Collection<Body>> {
      const real = await documents.collection<Body>(definition)
      const held =
        <Rest extends readonly unknown[], Result>(call: Change | 'read', work: (...rest: Rest) => Promise<Result>) =>
        async (...rest: Rest): Promise<Result> => {
          await before(call, definition.name, rest[0])
          return work(...rest)
        }
      return {
        ...real,
        get: held('read', real.get),
        find: held('read', real.find),
        count: held('read', real.count),
        write: held('write', real.write),
        insert: held('insert', real.insert),
        compareAndSet: held('compareAndSet', real.compareAndSet),
        remove: held('remove', real.remove),
      }
    },
  }
}

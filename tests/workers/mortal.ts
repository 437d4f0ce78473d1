import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { troubled } from '../../stores/leases/testing/troubled-documents.ts'

export interface Mortal {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly died: Promise<void>
  kill(): void
}

const never = new Promise<never>(() => undefined)

/**
 * Stores as a process has them that is killed at its nth change of them, be it an append or a document: from then on nothing it asked is
 * answered, and nothing it asks is done. At every other death what it asked last was done all the same.
 */
export function mortal(
  stores: { readonly events: EventStore; readonly documents: DocumentStore },
  deathAt = Number.POSITIVE_INFINITY,
): Mortal {
  const death = Promise.withResolvers<void>()
  let changes = 0
  let dead = false
  const kill = () => {
    dead = true
    death.resolve()
  }
  const alive = async () => {
    if (dead) await never
  }
  const change = async () => {
    await alive()
    changes += 1
    if (changes < deathAt) return
    kill()
    if (changes % 2 === 0) await never
  }
  async function* pages<Page>(read: AsyncIterable<Page>): AsyncGenerator<Page> {
    await alive()
    for await (const page of read) {
      await alive()
      yield page
    }
  }
  const answered = async <Result>(work: Promise<Result>): Promise<Result> => {
    const result = await work
    await alive()
    return result
  }
  const documents = troubled(stores.documents, (call, collection) => (call === 'read' || collection === 'leases' ? alive() : change()))
  return {
    died: death.promise,
    kill,
    documents,
    events: {
      ...stores.events,
      append: async (...append) => {
        await change()
        return answered(stores.events.append(...append))
      },
      head: async () => {
        await alive()
        return stores.events.head()
      },
      readStream: (...read) => pages(stores.events.readStream(...read)),
      readAll: (...read) => pages(stores.events.readAll(...read)),
      subscribeAll: (...subscribe) => pages(stores.events.subscribeAll(...subscribe)),
    },
  }
}

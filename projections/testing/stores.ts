import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedDocuments } from '../../stores/documents/embedded/embedded-document-store.ts'
import type { Collection, DocumentStore, StoredDocument } from '../../stores/documents/port.ts'
import { createMemoryEventStore } from '../../stores/events/memory/memory-event-store.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { Written } from './synthetic-life.ts'
import { toAppend } from './written-events.ts'

export interface Stores {
  readonly events: EventStore
  readonly documents: DocumentStore
  append(...written: readonly Written[]): Promise<bigint>
  close(): Promise<void>
}

/** Events in memory, documents in a folder of their own that is removed with them. */
export async function openStores(pageSize = 256): Promise<Stores> {
  const folder = await mkdtemp(join(tmpdir(), 'projections-'))
  const events = createMemoryEventStore({ now: Date.now, pageSize })
  const documents = await openEmbeddedDocuments({ folder })
  let count = 0
  return {
    events,
    documents,
    async append(...written) {
      let position = 0n
      for (const one of written) {
        count += 1
        const appended = await events.append(one.stream, [toAppend(one, `e${count}`, 1_750_000_000_000 + count)], 'any')
        if (!appended.ok) throw new Error('the append was refused')
        position = appended.position
      }
      return position
    },
    async close() {
      await events.close()
      await documents.close()
      await rm(folder, { recursive: true })
    },
  }
}

export async function contentsOf(collection: Collection<unknown>): Promise<StoredDocument<unknown>[]> {
  const found: StoredDocument<unknown>[] = []
  for await (const page of collection.scan()) found.push(...page.filter(({ body }) => body !== null))
  return found
}

/** The bytes that decide whether two collections are the same. */
export const textOf = async (collection: Collection<unknown>): Promise<string> =>
  JSON.stringify(await contentsOf(collection), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))

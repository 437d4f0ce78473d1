import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DocumentStore } from '../stores/documents/port.ts'

export type OpenDocuments = (folder: string) => Promise<DocumentStore>

/** A document store of its own in a temporary folder that goes when it is closed. */
export async function openScratch(open: OpenDocuments): Promise<DocumentStore> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-scratch-'))
  const store = await open(folder)
  return {
    ...store,
    async close() {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

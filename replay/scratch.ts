import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DocumentStore } from '../stores/documents/port.ts'

/** A document store of its own in a temporary folder that goes when it is closed. */
export async function openScratch<Store extends DocumentStore>(open: (folder: string) => Promise<Store>): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-scratch-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const store = await open(folder).catch(async (failure: unknown) => {
    await remove()
    throw failure
  })
  return {
    ...store,
    async close() {
      await store.close()
      await remove()
    },
  }
}

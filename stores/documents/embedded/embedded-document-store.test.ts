import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { documentStoreContract } from '../contract.ts'
import { openEmbeddedDocuments } from './embedded-document-store.ts'
import { DEFAULT_LIMITS } from './limits.ts'

for (const [name, limits, modelRuns] of [
  ['with its usual limits', DEFAULT_LIMITS, 100],
  ['with limits so small that every edge is met', { few: 3, keysAtOnce: 2, rowsPerCommit: 5, rowsOnTheSpot: 2_000 }, 1_000],
] as const) {
  documentStoreContract(
    `the embedded document store ${name}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'ledger-documents-'))
      let store = await openEmbeddedDocuments({ folder, limits })
      return {
        store,
        reopen: async () => {
          await store.close()
          store = await openEmbeddedDocuments({ folder, limits })
          return store
        },
        dispose: async () => {
          await store.close()
          rmSync(folder, { recursive: true })
        },
      }
    },
    modelRuns,
  )
}

import { CHECKPOINTS } from '../../projections/runner/checkpoints.ts'
import { POINTERS } from '../../projections/runner/pointers.ts'
import { openScratch } from '../../replay/scratch.ts'
import { copyInto } from '../../stores/documents/copy-into.ts'
import { openEmbeddedDocuments } from '../../stores/documents/embedded/embedded-document-store.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { DocumentsAdapter } from './adapter.ts'

/** Documents in a database of a MongoDB server. The driver is loaded by whoever uses it: it would hold up every other start. */
export function mongoDbDocuments(uri: string): DocumentsAdapter {
  const open = async (readOnly: boolean): Promise<DocumentStore> => {
    const { openMongoDbDocuments } = await import('../../stores/documents/mongodb/mongodb-document-store.ts')
    return openMongoDbDocuments({ uri, readOnly })
  }
  return {
    shared: true,
    openForWriting: () => open(false),
    openForReading: () => open(true),
    openCopy: () =>
      openScratch(async (folder) => {
        const source = await open(true)
        const copy = await openEmbeddedDocuments({ folder })
        try {
          await copyInto(source, copy, [CHECKPOINTS, POINTERS])
          return copy
        } catch (failure) {
          await copy.close()
          throw failure
        } finally {
          await source.close()
        }
      }),
    // The server answers for its indexes.
    check: () => [],
  }
}

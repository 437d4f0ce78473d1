import { join } from 'node:path'
import { openScratch } from '../../replay/scratch.ts'
import { checkDocuments } from '../../stores/documents/embedded/check-documents.ts'
import { copyDocuments } from '../../stores/documents/embedded/copy.ts'
import { openEmbeddedDocuments } from '../../stores/documents/embedded/embedded-document-store.ts'
import { backup } from '../../stores/events/embedded/backup.ts'
import { checkLog } from '../../stores/events/embedded/check-log.ts'
import { openEmbeddedEventStore } from '../../stores/events/embedded/embedded-event-store.ts'
import { openEmbeddedReader } from '../../stores/events/embedded/embedded-reader.ts'
import { refuseMirror } from '../mirror/note.ts'
import type { DocumentsAdapter, EventsAdapter } from './adapter.ts'

/** Events in files of a folder. */
export const embeddedEvents = (folder: string): EventsAdapter => ({
  shared: false,
  folder,
  async openForWriting({ now, say }) {
    refuseMirror(folder)
    return openEmbeddedEventStore({
      folder,
      now,
      onRecovered: (recovered) => say(`the log ended in a group that was cut off while it was written: ${JSON.stringify(recovered)}`),
    })
  },
  openForReading: () => openEmbeddedReader({ folder }),
  check: () => checkLog({ folder }),
  backUp: (target) => backup(folder, target),
})

/** Documents in a file of a folder, which may be that of the events. */
export function embeddedDocuments(place: string): DocumentsAdapter {
  const folder = join(place, 'documents')
  return {
    shared: false,
    openForWriting: () => openEmbeddedDocuments({ folder }),
    openForReading: () => openEmbeddedDocuments({ folder, readOnly: true }),
    openCopy: () =>
      openScratch((copy) => {
        copyDocuments(folder, copy)
        return openEmbeddedDocuments({ folder: copy })
      }),
    check: () => checkDocuments(folder),
  }
}

import type { DocumentsProblem } from '../../stores/documents/embedded/check-documents.ts'
import type { EmbeddedDocumentStore } from '../../stores/documents/embedded/embedded-document-store.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { BackupResult } from '../../stores/events/embedded/backup.ts'
import type { LogCheck } from '../../stores/events/embedded/check-log.ts'
import type { EventStore } from '../../stores/events/port.ts'

/** What a ledger asks of wherever its events are kept. */
export interface EventsAdapter {
  /** Whether several processes may write them at once. */
  readonly shared: boolean
  /**
   * Keys lie in it, too, and threads of this process open the events in it by themselves. Null where a server keeps them: keys then lie beside
   * the read models, and read models are folded in the thread of the ledger.
   */
  readonly folder: string | null
  openForWriting(options: { readonly now: () => number; readonly say: (line: string) => void }): Promise<EventStore>
  /** Beside whoever writes them, or without anyone; changes nothing. */
  openForReading(): Promise<EventStore>
  /** Every byte against its checksum, and the index against the log. */
  check(): Promise<LogCheck>
  /** Into a new folder of this machine, beside whoever writes them. */
  backUp(target: string): Promise<BackupResult>
}

/** Lends itself, where it can, to threads of this process, which write read models into it; else they are written in the thread of the ledger. */
export type WritableDocuments = DocumentStore & Partial<Pick<EmbeddedDocumentStore, 'lend'>>

export const canLend = (documents: WritableDocuments): documents is EmbeddedDocumentStore => documents.lend !== undefined

/** What a ledger asks of wherever its documents are kept. */
export interface DocumentsAdapter {
  /** Whether several processes may write them at once: read models and processes are then owned by lease. */
  readonly shared: boolean
  openForWriting(): Promise<WritableDocuments>
  /** Beside whoever writes them, or without anyone; changes nothing. */
  openForReading(): Promise<DocumentStore>
  /** As they are at this moment, beside whoever writes them; gone when closed. */
  openCopy(): Promise<DocumentStore>
  /** Whether indexes lead to their documents. */
  check(): readonly DocumentsProblem[]
}

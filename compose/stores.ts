import { isLedgerStream } from '../domain/own-streams.ts'
import { openScratch } from '../replay/scratch.ts'
import type { DocumentsProblem } from '../stores/documents/embedded/check-documents.ts'
import { type EmbeddedDocumentStore, openEmbeddedDocuments } from '../stores/documents/embedded/embedded-document-store.ts'
import type { DocumentStore } from '../stores/documents/port.ts'
import type { LogCheck } from '../stores/events/embedded/check-log.ts'
import { onlyStreams } from '../stores/events/only-streams.ts'
import type { EventStore } from '../stores/events/port.ts'
import { openDocumentKeyStore } from '../stores/keys/documents/document-key-store.ts'
import { openEmbeddedKeyStore } from '../stores/keys/embedded/embedded-key-store.ts'
import { noKeys } from '../stores/keys/no-keys.ts'
import type { KeyStore } from '../stores/keys/port.ts'
import type { WritableDocuments } from './adapters/adapter.ts'
import { documentsOf, eventsOf } from './adapters/choose.ts'
import { hasKeys, keysFolder, masterKeyOf } from './keys.ts'
import { openAll } from './open-all.ts'
import type { Settings } from './settings.ts'

/** What is kept where; what reading commands open beside a running server. */
export interface Stores {
  /** Of the events; null where a server keeps them. */
  readonly folder: string | null
  /** The ledger's own events alone. */
  readonly events: EventStore
  /** Everything in the same log, whoever wrote it. */
  readonly log: EventStore
  readonly documents: DocumentStore
  readonly keys: KeyStore
  close(): Promise<void>
}

/** Those of whoever writes them. */
export interface WritingStores extends Stores {
  readonly documents: WritableDocuments
}

/** Opens what is there beside whoever writes it, or without anyone; changes nothing in it. */
export const openForReading = (settings: Settings): Promise<Stores> =>
  openAll(async (opened, close) => {
    const adapter = eventsOf(settings)
    const log = opened(await adapter.openForReading())
    const documents = opened(await documentsOf(settings).openForReading())
    const keys = hasKeys(settings)
      ? opened(await openKeys(settings, documents, masterKeyOf(settings, { readOnly: true }).key, true))
      : noKeys
    return { folder: adapter.folder, log, events: onlyStreams(log, isLedgerStream), documents, keys, close }
  })

/** Throws when another process writes them. */
export const openForWriting = (settings: Settings, master: Uint8Array): Promise<WritingStores> =>
  openAll(async (opened, close) => {
    const { clock, say } = settings
    const adapter = eventsOf(settings)
    const log = opened(await adapter.openForWriting({ now: () => clock.now(), say }))
    const documents = opened(await documentsOf(settings).openForWriting())
    const keys = opened(await openKeys(settings, documents, master, false))
    return { folder: adapter.folder, log, events: onlyStreams(log, isLedgerStream), documents, keys, close }
  })

/** Where the events have no folder for them, beside the read models, whose store stays open longer. */
function openKeys(settings: Settings, documents: DocumentStore, masterKey: Uint8Array, readOnly: boolean): Promise<KeyStore> {
  const folder = keysFolder(settings)
  const common = { masterKey, random: settings.randomness, readOnly }
  if (folder !== null) return openEmbeddedKeyStore({ ...common, folder })
  return openDocumentKeyStore({ ...common, documents: { ...documents, close: async () => undefined } })
}

/** A document store of its own in a temporary folder, gone when it is closed. */
export const openScratchDocuments = (): Promise<EmbeddedDocumentStore> => openScratch((folder) => openEmbeddedDocuments({ folder }))

/** Who owns which read model and process; empty where one process owns everything. Changes nothing. */
export { ownersIn } from '../stores/leases/records.ts'

/** A copy of the read models as they are at this moment, beside whoever writes them; gone when closed. */
export const openCopiedDocuments = (settings: Settings): Promise<DocumentStore> => documentsOf(settings).openCopy()

/** Every byte of the log against its checksum, and the index against the log. */
export const checkEvents = (settings: Settings): Promise<LogCheck> => eventsOf(settings).check()

/** Whether the indexes of the read models lead to their documents. */
export const checkReadModels = (settings: Settings): readonly DocumentsProblem[] => documentsOf(settings).check()

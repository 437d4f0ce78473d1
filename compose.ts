import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCommandBus } from './commands/bus/create-command-bus.ts'
import { busCatalogue } from './commands/catalogue/bus-catalogue.ts'
import { createLocationDirectory } from './commands/catalogue/location-directory.ts'
import type { Catalogue } from './commands/catalogue/port.ts'
import type { CommandBus } from './commands/command-bus.ts'
import { createExceptions, type Exceptions } from './commands/intake/exceptions.ts'
import { createIntake, type Intake } from './commands/intake/intake.ts'
import { createPeopleSearch, type PeopleSearch } from './commands/personal/people-search.ts'
import { createReveal, type Reveal } from './commands/personal/reveal.ts'
import { createSealer, type Sealer } from './commands/personal/sealer.ts'
import { type Clock, systemClock } from './commands/ports/clock.ts'
import { type Randomness, systemRandomness } from './commands/ports/randomness.ts'
import { afterSalesProcess } from './commands/processes/after-sales/after-sales.ts'
import { intakeProcess } from './commands/processes/intake/intake.ts'
import { orderProcess } from './commands/processes/order/order.ts'
import type { Process } from './commands/processes/process.ts'
import type { Observer } from './commands/processes/runtime/triggers.ts'
import { shipmentProcess } from './commands/processes/shipment/shipment.ts'
import { transferProcess } from './commands/processes/transfer/transfer.ts'
import { createDocumentSnapshots } from './commands/snapshots/document-snapshots.ts'
import { connectors } from './connectors/index.ts'
import { aggregates } from './domain/aggregates.ts'
import { decode } from './domain/codec.ts'
import { projections } from './projections/index.ts'
import { createProjectionRunner, type ProjectionRunner } from './projections/runner/runner.ts'
import type { BuildThreads } from './projections/runner/threads.ts'
import { openScratch } from './replay/scratch.ts'
import { checkDocuments, type DocumentsProblem } from './stores/documents/embedded/check-documents.ts'
import { copyDocuments } from './stores/documents/embedded/copy.ts'
import { type EmbeddedDocumentStore, openEmbeddedDocuments } from './stores/documents/embedded/embedded-document-store.ts'
import type { DocumentStore } from './stores/documents/port.ts'
import { backup, restore } from './stores/events/embedded/backup.ts'
import { checkLog, type LogCheck } from './stores/events/embedded/check-log.ts'
import { openEmbeddedEventStore } from './stores/events/embedded/embedded-event-store.ts'
import { openEmbeddedReader } from './stores/events/embedded/embedded-reader.ts'
import type { EventStore } from './stores/events/port.ts'
import { backupKeyStore } from './stores/keys/embedded/backup.ts'
import { openEmbeddedKeyStore } from './stores/keys/embedded/embedded-key-store.ts'
import { masterKey } from './stores/keys/master-key.ts'
import type { KeyStore } from './stores/keys/port.ts'
import { deriveSubKeys } from './stores/keys/sub-keys.ts'
import { createBuildThreads } from './threads/build-threads.ts'
import { readModelsInThread } from './threads/read-models-in-thread.ts'

/** The one place where ports meet adapters. */

export interface Settings {
  readonly events: string
  readonly readModels: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly randomness: Randomness
  /** How long an unpaid order keeps its units where neither the channel nor the shop says so. */
  readonly unpaidTimeoutMs: number
  readonly backorderForMs: number
  readonly orphanedAfterMs: number
  /** Whether read models are folded in a thread of their own: worth its start for whoever takes orders in for long. */
  readonly readModelsApart: boolean
  /** Said once each; never holds a secret. */
  readonly say: (line: string) => void
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export const defaultSettings = (environment: Settings['environment']): Settings => ({
  events: environment.LEDGER_EVENTS ?? 'embedded:./data/ledger',
  readModels: environment.LEDGER_READ_MODELS ?? environment.LEDGER_EVENTS ?? 'embedded:./data/ledger',
  environment,
  clock: systemClock,
  randomness: systemRandomness,
  unpaidTimeoutMs: dayMs,
  backorderForMs: 7 * dayMs,
  orphanedAfterMs: 30 * dayMs,
  readModelsApart: false,
  say: () => undefined,
})

/** What is kept where; what reading commands open beside a running server. */
export interface Stores {
  readonly folder: string
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly keys: KeyStore
  close(): Promise<void>
}

export interface Ledger extends Stores {
  /** Shows the read models; only read. */
  readonly documents: DocumentStore
  /** What the ledger keeps for itself beside them. */
  readonly kept: DocumentStore
  readonly settings: Settings
  readonly bus: CommandBus
  readonly catalogue: Catalogue
  readonly sealer: Sealer
  readonly reveal: Reveal
  readonly searchPeople: PeopleSearch
  readonly hashKeys: ReturnType<typeof deriveSubKeys>
  readonly intake: Intake
  readonly exceptions: Exceptions
  readonly readModels: ProjectionRunner
  /** Not started: `runProcesses` and the demo run them, each in its own way. */
  readonly processes: readonly Process[]
  readonly observers: readonly Observer[]
}

const scheme = 'embedded:'

/** Folder behind `embedded:<folder>`. */
export function folderOf(location: string, name: string): string {
  if (location.startsWith(scheme) && location.length > scheme.length) return location.slice(scheme.length)
  throw new Error(`${name}=${location} is not understood: give embedded:<folder>`)
}

const documentsFolder = (settings: Settings): string => join(folderOf(settings.readModels, 'LEDGER_READ_MODELS'), 'documents')
const keysFolder = (folder: string): string => join(folder, 'keys')

/** Opens a folder beside whoever writes it, or without anyone; changes nothing in it. */
export const openForReading = (settings: Settings): Promise<Stores> =>
  openAll(async (opened) => {
    const folder = folderOf(settings.events, 'LEDGER_EVENTS')
    const events = opened(await openEmbeddedReader({ folder }))
    const documents = opened(await openEmbeddedDocuments({ folder: documentsFolder(settings), readOnly: true }))
    const { key } = masterKey({
      environment: settings.environment,
      folder: keysFolder(folder),
      random: settings.randomness,
      readOnly: true,
    })
    const keys = opened(
      await openEmbeddedKeyStore({ folder: keysFolder(folder), masterKey: key, random: settings.randomness, readOnly: true }),
    )
    return { folder, events, documents, keys, close: () => closeAll([keys, documents, events]) }
  })

/** A document store of its own in a temporary folder, gone when it is closed. */
export const openScratchDocuments = (): Promise<EmbeddedDocumentStore> => openScratch((folder) => openEmbeddedDocuments({ folder }))

/** Threads that build read models from the events of these settings into a document store. */
export const buildThreadsInto = (settings: Settings, documents: EmbeddedDocumentStore): BuildThreads =>
  createBuildThreads(folderOf(settings.events, 'LEDGER_EVENTS'), () => documents.lend())

/** A copy of the read models as they are at this moment, beside whoever writes them; gone when closed. */
export const openCopiedDocuments = (settings: Settings): Promise<DocumentStore> =>
  openScratch((folder) => {
    copyDocuments(documentsFolder(settings), folder)
    return openEmbeddedDocuments({ folder })
  })

/** What an operator should know of where the master key is; null when there is nothing. */
export const masterKeyWarning = ({ events, environment, randomness: random }: Settings): string | null =>
  masterKey({ environment, folder: keysFolder(folderOf(events, 'LEDGER_EVENTS')), random, readOnly: true }).warning

/** Every byte of the log against its checksum, and the index against the log. */
export const checkEvents = (settings: Settings): Promise<LogCheck> => checkLog({ folder: folderOf(settings.events, 'LEDGER_EVENTS') })

/** Whether the indexes of the read models lead to their documents. */
export const checkReadModels = (settings: Settings): readonly DocumentsProblem[] => checkDocuments(documentsFolder(settings))

export interface BackedUp {
  readonly target: string
  readonly lastPosition: string
  readonly bytes: number
}

/**
 * Events and keys into a new folder, beside whoever writes them. Keys after events: every key that an event in the copy needs is there.
 * Read models are not copied, they are rebuilt. The master key is not copied either; keep it elsewhere.
 */
export async function backUp(settings: Settings, target: string): Promise<BackedUp> {
  const folder = folderOf(settings.events, 'LEDGER_EVENTS')
  const { lastPosition, bytes } = await backup(folder, target)
  await backupKeyStore(keysFolder(folder), keysFolder(target))
  return { target, lastPosition, bytes }
}

/** A backup into an empty folder, checked byte by byte. The master key file has to be put beside its keys when the environment holds none. */
export async function restoreInto(source: string, target: string): Promise<LogCheck> {
  const check = await restore(source, target)
  await backupKeyStore(keysFolder(source), keysFolder(target))
  await writeFile(restoredMark(target), '')
  return check
}

/** There while keys restored from a backup may still hold those of people forgotten since. */
const restoredMark = (folder: string): string => join(keysFolder(folder), 'restored')

async function forgetAgain({ folder, events, keys }: Stores): Promise<void> {
  if (!existsSync(restoredMark(folder))) return
  for await (const page of events.readAll({ filter: { types: ['PersonForgotten'] } })) {
    for (const event of page.events) await keys.forget((decode(event).data as { personId: string }).personId)
  }
  await rm(restoredMark(folder))
}

const openForWriting = (settings: Settings, master: Uint8Array): Promise<Stores & { readonly documents: EmbeddedDocumentStore }> =>
  openAll(async (opened) => {
    const folder = folderOf(settings.events, 'LEDGER_EVENTS')
    const { clock, randomness, say } = settings
    const log = await openEmbeddedEventStore({
      folder,
      now: () => clock.now(),
      onRecovered: (recovered) => say(`the log ended in a group that was cut off while it was written: ${JSON.stringify(recovered)}`),
    })
    const events = opened(log)
    const documents = opened(await openEmbeddedDocuments({ folder: documentsFolder(settings) }))
    const keys = opened(await openEmbeddedKeyStore({ folder: keysFolder(folder), masterKey: master, random: randomness }))
    return { folder, events, documents, keys, close: () => closeAll([keys, documents, events]) }
  })

interface Closable {
  close(): Promise<void>
}

/** What was opened is closed when a later one cannot be: an open store keeps its folder locked, and the process alive. */
async function openAll<Opened>(open: (opened: <Store extends Closable>(store: Store) => Store) => Promise<Opened>): Promise<Opened> {
  const stores: Closable[] = []
  try {
    return await open((store) => {
      stores.unshift(store)
      return store
    })
  } catch (failure) {
    await closeAll(stores)
    throw failure
  }
}

async function closeAll(stores: readonly Closable[]): Promise<void> {
  for (const store of stores) await store.close()
}

/** Opens a folder for writing with everything but processes running. Throws when another process writes it. */
export async function openLedger(settings: Settings): Promise<Ledger> {
  const folder = folderOf(settings.events, 'LEDGER_EVENTS')
  const { clock, say } = settings
  const master = masterKey({ environment: settings.environment, folder: keysFolder(folder), random: settings.randomness })
  if (master.isNew && master.warning !== null) say(master.warning)
  const stores = await openForWriting(settings, master.key)
  const { events, documents, keys: keyStore } = stores
  await forgetAgain(stores)
  const hashKeys = deriveSubKeys(master.key)
  const snapshots = await createDocumentSnapshots(documents)
  const bus = createCommandBus({ store: events, aggregates, sharedStore: false, snapshots })
  const locations = createLocationDirectory()
  const catalogue = busCatalogue(bus, locations)
  const sealer = createSealer({ keyStore, hashKeys })
  const taking = { bus, clock, sealer, catalogue, connectors, unpaidTimeoutMs: settings.unpaidTimeoutMs }
  const intake = createIntake(taking)
  const { readModels, shown } = await openReadModels(settings, stores)
  await readModels.start()
  return {
    ...stores,
    documents: shown,
    kept: documents,
    settings,
    bus,
    catalogue,
    sealer,
    hashKeys,
    reveal: createReveal(keyStore),
    searchPeople: createPeopleSearch({ keyStore, hashKeys }),
    intake,
    exceptions: createExceptions({ ...taking, keyStore }),
    readModels,
    processes: [...processesOf(settings, bus, catalogue), intakeProcess({ ...taking, intake, keyStore })],
    observers: [{ types: ['LocationDefined'], see: (event) => event.type === 'LocationDefined' && locations.define(event.data) }],
    async close() {
      await bus.close()
      await readModels.stop()
      await shown.close()
      await stores.close()
    },
  }
}

type Writing = Awaited<ReturnType<typeof openForWriting>>

/** The runner of the read models, and the store to look at what it shows. */
async function openReadModels(
  settings: Settings,
  { events, documents }: Writing,
): Promise<{ readonly readModels: ProjectionRunner; readonly shown: DocumentStore }> {
  const { say: onTrouble } = settings
  if (settings.readModelsApart) {
    const eventsFolder = folderOf(settings.events, 'LEDGER_EVENTS')
    const shown = await openEmbeddedDocuments({ folder: documentsFolder(settings), readOnly: true })
    return { readModels: readModelsInThread({ eventsFolder, documents, onTrouble }), shown }
  }
  const buildThreads = buildThreadsInto(settings, documents)
  return { readModels: await createProjectionRunner({ events, documents, projections, buildThreads, onTrouble }), shown: documents }
}

function processesOf({ clock, backorderForMs, orphanedAfterMs }: Settings, bus: CommandBus, catalogue: Catalogue): readonly Process[] {
  return [
    orderProcess({ bus, catalogue, clock, backorderForMs }),
    shipmentProcess({ bus, clock, unmatchedAfterMs: orphanedAfterMs }),
    afterSalesProcess({ bus, catalogue, clock, orphanedAfterMs }),
    transferProcess(clock),
  ]
}

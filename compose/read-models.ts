import { projections } from '../projections/index.ts'
import { createProjectionRunner, type ProjectionRunner } from '../projections/runner/runner.ts'
import type { BuildThreads } from '../projections/runner/threads.ts'
import type { EmbeddedDocumentStore } from '../stores/documents/embedded/embedded-document-store.ts'
import type { DocumentStore } from '../stores/documents/port.ts'
import type { Ownership } from '../stores/leases/port.ts'
import { createBuildThreads } from '../threads/build-threads.ts'
import { readModelsInThread } from '../threads/read-models-in-thread.ts'
import { canLend } from './adapters/adapter.ts'
import { documentsOf, eventsOf } from './adapters/choose.ts'
import type { Opened } from './open-all.ts'
import type { Settings } from './settings.ts'
import type { WritingStores } from './stores.ts'

/** Threads that build read models from the events of these settings into a document store; none where a server keeps the events. */
export function buildThreadsInto(settings: Settings, documents: EmbeddedDocumentStore): BuildThreads | undefined {
  const { folder } = eventsOf(settings)
  return folder === null ? undefined : createBuildThreads(folder, () => documents.lend())
}

/** The runner of the read models, not started, and the store to look at what it shows. */
export async function openReadModels(
  settings: Settings,
  { events, documents }: Pick<WritingStores, 'events' | 'documents'>,
  ownership: Ownership,
  opened: Opened,
): Promise<{ readonly readModels: ProjectionRunner; readonly shown: DocumentStore }> {
  const { say: onTrouble } = settings
  const stopped = (readModels: ProjectionRunner): ProjectionRunner => {
    opened({ close: () => readModels.stop() })
    return readModels
  }
  const { folder: eventsFolder } = eventsOf(settings)
  if (!canLend(documents) || eventsFolder === null) {
    const runner = await createProjectionRunner({ events, documents, projections, onTrouble, ownership })
    return { readModels: stopped(runner), shown: documents }
  }
  if (settings.readModelsApart && !ownership.shared) {
    const shown = opened(await documentsOf(settings).openForReading())
    return { readModels: stopped(readModelsInThread({ eventsFolder, documents, onTrouble })), shown }
  }
  const buildThreads = createBuildThreads(eventsFolder, () => documents.lend())
  const runner = await createProjectionRunner({ events, documents, projections, ownership, buildThreads, onTrouble })
  return { readModels: stopped(runner), shown: documents }
}

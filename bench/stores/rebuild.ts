import { join } from 'node:path'
import { projections } from '../../projections/index.ts'
import { buildView } from '../../projections/runner/build-view.ts'
import { openEmbeddedDocuments } from '../../stores/documents/embedded/embedded-document-store.ts'
import { openMongoDbDocuments } from '../../stores/documents/mongodb/mongodb-document-store.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import { openEmbeddedEventStore } from '../../stores/events/embedded/embedded-event-store.ts'
import { clientNames } from '../../stores/events/eventstoredb/client-names.ts'
import { openEventStoreDb } from '../../stores/events/eventstoredb/eventstoredb-event-store.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { BenchOptions, Figure } from '../bench.ts'
import { fill } from '../rebuild/fill.ts'
import { openDoorThread } from './door.ts'

const EVENTS = 200_000

/**
 * All read models rebuilt, in one thread, from one log of synthetic orders: read as it lies in its folder, and through the door by either
 * client; written to the embedded document store, and to the server that TEST_MONGODB_URI names.
 */
export async function rebuilds(
  folder: string,
  { scale, onProgress }: BenchOptions,
): Promise<{ readonly figures: readonly Figure[]; readonly notes: readonly string[] }> {
  const log = join(folder, 'log')
  const figures: Figure[] = []
  const notes: string[] = []
  const rebuild = async (name: string, events: EventStore, documents: DocumentStore): Promise<void> => {
    const until = await events.head()
    const { events: count, stages, elapsedMs } = await buildView({ events, documents, projections, until, into: (each) => each.name })
    const micros = (ms: number): number => (ms * 1_000) / count
    const foldAndWrite = micros(stages.decode + stages.fold + stages.write)
    const beside = figures.length === 0 ? {} : { limit: { name: figures[0]!.name, value: figures[0]!.value } }
    figures.push({ name: `rebuild: ${name}`, value: count / (elapsedMs / 1_000), unit: 'events/s', ...beside })
    figures.push({
      ...{ name: `rebuild: ${name}, our decoding, fold and write`, value: foldAndWrite, unit: 'us an event' },
      limit: { name: 'waiting for the events', value: micros(stages.read) },
    })
    notes.push(
      `rebuild: ${name}: ${Object.entries(stages)
        .map(([stage, ms]) => `${stage} ${micros(ms).toFixed(1)} us an event`)
        .join(', ')}`,
    )
    onProgress(`rebuild: ${name} measured`)
  }

  const events = await openEmbeddedEventStore({ folder: log, now: Date.now })
  await fill(events, Math.round(EVENTS * scale), onProgress)
  await inFolder(join(folder, 'rebuilt'), (documents) => rebuild('embedded into embedded', events, documents))
  await onServer((documents) => rebuild('embedded into MongoDB', events, documents))
  await events.close()

  const door = await openDoorThread(log)
  for (const client of clientNames) {
    const connectionString = `esdb://127.0.0.1:${door.port}?tls=false`
    const through = await openEventStoreDb({ connectionString, client, ownIds: true, say: onProgress })
    await inFolder(join(folder, `rebuilt-${client}`), (documents) => rebuild(`door, ${client}, into embedded`, through, documents))
    await through.close()
  }
  await door.close()
  if (process.env.TEST_MONGODB_URI === undefined) notes.push('rebuild into MongoDB: not measured, TEST_MONGODB_URI names no server')
  return { figures, notes }
}

async function inFolder(folder: string, work: (documents: DocumentStore) => Promise<void>): Promise<void> {
  const documents = await openEmbeddedDocuments({ folder })
  await work(documents)
  await documents.close()
}

async function onServer(work: (documents: DocumentStore) => Promise<void>): Promise<void> {
  const uri = process.env.TEST_MONGODB_URI
  if (uri === undefined) return
  const documents = await openMongoDbDocuments({ uri, database: `ledger-bench-${process.pid}` })
  await work(documents)
  for (const name of await documents.names()) await documents.drop(name)
  await documents.close()
}

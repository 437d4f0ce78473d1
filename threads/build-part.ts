import { parentPort, workerData } from 'node:worker_threads'
import { isLedgerStream } from '../domain/own-streams.ts'
import { projections } from '../projections/index.ts'
import { createBuilder } from '../projections/runner/builder.ts'
import type { BuildPart } from '../projections/runner/threads.ts'
import { openLentDocuments } from '../stores/documents/embedded/embedded-document-store.ts'
import type { LentFile } from '../stores/documents/embedded/turns.ts'
import { openEmbeddedReader } from '../stores/events/embedded/embedded-reader.ts'
import { onlyStreams } from '../stores/events/only-streams.ts'
import { failureToTell, type Told } from './thread-failures.ts'

/** What a thread is begun with. */
export interface ThreadWork {
  readonly eventsFolder: string
  readonly documents: LentFile
  readonly part: BuildPart
}

const { eventsFolder, documents: lent, part } = workerData as ThreadWork
const stopping = new AbortController()
const tell = (told: Told) => parentPort!.postMessage(told)
parentPort!.once('message', () => stopping.abort())

async function build(): Promise<Told> {
  const events = onlyStreams(await openEmbeddedReader({ folder: eventsFolder }), isLedgerStream)
  const documents = openLentDocuments(lent)
  try {
    const builder = await createBuilder({
      ...{ events, documents, memoryBytes: part.memoryBytes, counted: part.counted, signal: stopping.signal },
      projections: projections
        .filter(({ name }) => part.into.has(name))
        .map((projection) => (part.withIndexes ? projection : { ...projection, indexes: [] })),
      into: ({ name }) => part.into.get(name)!,
      onProgress: (progress) => tell({ kind: 'progress', progress }),
    })
    await builder.advance(part.until)
    return { kind: 'built', result: await builder.finish() }
  } finally {
    await documents.close()
    await events.close()
  }
}

tell(await build().catch((failure: unknown) => failureToTell(failure)))
parentPort!.close()

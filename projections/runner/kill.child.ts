import { writeSync } from 'node:fs'
import { openEmbeddedDocuments } from '../../stores/documents/embedded/embedded-document-store.ts'
import { openEmbeddedReader } from '../../stores/events/embedded/embedded-reader.ts'
import { projections } from '../index.ts'
import { createProjectionRunner } from './runner.ts'

/** Follows a log with every read model in small flushes, and rebuilds them over and over, until it is killed. Says when it flushed. */
const [log, folder] = process.argv.slice(2) as [string, string]
const events = await openEmbeddedReader({ folder: log })
const documents = await openEmbeddedDocuments({ folder })
const runner = await createProjectionRunner({ events, documents, projections, flushEvents: 40, cacheBytes: 100_000, buildBytes: 200_000 })
runner.changes.subscribe(() => writeSync(1, 'flushed\n'))
writeSync(1, 'opened\n')
await runner.start()
for (;;) {
  await runner.waitFor('order-pool', await events.head(), 60_000)
  writeSync(1, 'rebuilding\n')
  await runner.rebuild(['order-pool', 'stock-map', 'deadlines'])
}

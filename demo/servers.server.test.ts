import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openForReading } from '../compose/stores.ts'
import { categoryOf } from '../domain/shared/stream-name.ts'
import { projections } from '../projections/index.ts'
import { openReadModel } from '../projections/runner/read-models.ts'
import { startServer } from '../replay/cli/testing/serve.ts'
import { verifyFolder } from '../replay/cli/verify-folder.ts'
import { withMongoDb } from '../stores/documents/mongodb/testing/server.ts'
import type { RecordedEvent } from '../stores/events/port.ts'
import { sell } from './demo.ts'
import { type Place, settingsFor } from './engine.ts'
import { inFolder } from './testing/folder.ts'
import { streamHashes, whole } from './testing/stream-hashes.ts'

const seed = 7
const options = { seed, orders: Number(process.env.ORDERS ?? 60), days: 1 }
/** A day of ORDERS=20000 takes long where each change crosses a socket twice. */
const timeoutMs = 600_000 + options.orders * 300

/** Positions are those of a store, and record times those of a day. */
const ofTheStore = new Set(['position', 'recordedAt', 'checkpoint'])
/** How far processes are is said in positions; a store that is reached by a key has issued it. */
const isSameEverywhere = ([stream]: readonly [string, string]): boolean => !['access', 'deployment'].includes(categoryOf(stream))

const position = /"locationsAt":"\d+"/g

/** A decision says by its position in the log which locations it knew of; the ids of its events follow from what it says. */
function withoutPositions(event: RecordedEvent): readonly Uint8Array[] {
  const text = Buffer.from(event.data).toString('utf8')
  const left = text.replaceAll(position, '')
  return left === text ? whole(event) : [Buffer.from(`${event.revision} ${event.type}`), Buffer.from(left)]
}

async function standOf(place: Place) {
  const stores = await openForReading(settingsFor(place))
  try {
    const streams = Object.entries(await streamHashes(stores.events, withoutPositions)).filter(isSameEverywhere)
    const documents: Record<string, unknown> = {}
    for (const projection of projections.filter(({ name }) => name !== 'access-keys')) {
      const model = await openReadModel(stores.documents, projection)
      for await (const page of model?.collection.scan() ?? [])
        for (const { id, body } of page) if (body !== null) documents[`${projection.name} ${id}`] = withoutStore(body)
    }
    return { streams: Object.fromEntries(streams), documents }
  } finally {
    await stores.close()
  }
}

const withoutStore = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body, (field, value: unknown) => (ofTheStore.has(field) ? undefined : value)))

withMongoDb('a day sold into servers', (create) => {
  test(
    'is the same event for event and document for document as one sold into a folder',
    () =>
      inFolder(async (folder) => {
        const server = await startServer(join(folder, 'store'), { LEDGER_ROLE: 'store', LEDGER_GRPC_PORT: '0' })
        const { grpc, key } = server.told()
        const connection = grpc.replace('://', `://${key!.replace('.', ':')}@`)
        const database = create()
        const onServers = {
          ...{ folder: join(folder, 'nothing'), seed },
          environment: { LEDGER_EVENTS: connection, LEDGER_READ_MODELS: database.uri },
        }
        const inOneFolder = { folder: join(folder, 'embedded'), seed, environment: {} }
        try {
          for (const place of [inOneFolder, onServers]) {
            const { differences, answers } = await sell(options, place.folder, place.environment)
            expect([differences, answers.surprises]).toEqual([[], []])
          }
          const [embedded, servers] = [await standOf(inOneFolder), await standOf(onServers)]
          expect(Object.keys(embedded.streams).length).toBeGreaterThan(500)
          expect(Object.keys(embedded.documents).length).toBeGreaterThan(1_000)
          expect(servers.streams).toEqual(embedded.streams)
          expect(servers.documents).toEqual(embedded.documents)
          expect(await verifyFolder(settingsFor(onServers), () => undefined)).toMatchObject({ ok: true, differences: 0 })
        } finally {
          await database.drop()
          await server.stop()
        }
      }),
    timeoutMs,
  )
})

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePage } from '../../../api/ensure-page.ts'
import { type Begun, begin, type Child, runVerb } from '../../../replay/cli/testing/child.ts'
import type { TestDatabase } from '../../../stores/documents/mongodb/testing/server.ts'
import type { DocumentStore } from '../../../stores/documents/port.ts'
import { openEventStoreDb } from '../../../stores/events/eventstoredb/eventstoredb-event-store.ts'
import type { EventStore } from '../../../stores/events/port.ts'

export interface Place {
  readonly host: string
  readonly port: number
}

export type Environment = Readonly<Record<string, string>>

/** One ledger of several processes, each a real one, over a store process of its own and a database of the server under test. */
export interface RealLedger {
  /** What an api or worker process is given, and the command line. */
  readonly environment: Environment
  /** Of the store's door. */
  readonly storePort: number
  /** The log and the documents as anybody may read them, from this process. */
  readonly events: EventStore
  readonly documents: DocumentStore
  startStore(): Promise<Child>
  startApi(overrides?: Environment): Promise<Child>
  startWorker(overrides?: Environment): Promise<Child>
  /** One that may not live until it answers. */
  beginWorker(overrides?: Environment): Begun
  /** `ledger <verb> --json` against the same stores. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape belongs to the verb
  run(...verb: readonly string[]): Promise<{ readonly code: number | null; readonly answer: any }>
  /** The process that keeps the log. */
  readonly store: Child
  close(): Promise<void>
}

/** The same door, reached by another port: that of a cable. */
export const eventsThrough = (port: number, { LEDGER_EVENTS }: Environment): Environment => ({
  LEDGER_EVENTS: LEDGER_EVENTS!.replace(/@localhost:\d+/, `@localhost:${port}`),
})

/** The same database, reached by another port: that of a cable or a proxy. */
export const documentsThrough = (port: number, { LEDGER_READ_MODELS }: Environment): Environment => {
  const uri = new URL(LEDGER_READ_MODELS!)
  uri.host = `127.0.0.1:${port}`
  uri.searchParams.set('directConnection', 'true')
  return { LEDGER_READ_MODELS: uri.href }
}

/** Where the server of the documents is: one host, since a cable or a proxy has one other end. */
export function documentsServer({ LEDGER_READ_MODELS }: Environment): Place {
  const { hostname, port } = new URL(LEDGER_READ_MODELS!)
  return { host: hostname, port: Number(port || 27_017) }
}

export async function openRealLedger(database: TestDatabase): Promise<RealLedger> {
  // Once, before several processes would do it at the same time.
  await ensurePage(() => undefined)
  const folder = mkdtempSync(join(tmpdir(), 'ledger-processes-'))
  const all: Begun[] = []
  const beginAs = (role: 'store' | 'api' | 'worker', environment: Environment): Begun => {
    const child = begin(`${role} ${all.length + 1}`, { ...environment, LEDGER_ROLE: role })
    all.push(child)
    return child
  }

  const inStore = (port: number) => ({ LEDGER_EVENTS: `embedded:${folder}`, LEDGER_GRPC_PORT: String(port) })
  let store = await beginAs('store', inStore(0)).answering()
  const { grpc, key } = store.told
  const connection = grpc!.replace('://', `://${key!.replace('.', ':')}@`)
  const storePort = Number(new URL(grpc!).port)
  const environment = {
    LEDGER_EVENTS: connection,
    LEDGER_READ_MODELS: database.uri,
    LEDGER_MASTER_KEY: randomBytes(32).toString('base64'),
  }
  const events = await openEventStoreDb({ connectionString: connection, client: 'eventstore', say: () => undefined })
  const documents = await database.open()
  return {
    ...{ environment, storePort, events, documents },
    get store() {
      return store
    },
    async startStore() {
      store = await beginAs('store', inStore(storePort)).answering()
      return store
    },
    startApi: (overrides = {}) => beginAs('api', { ...environment, ...overrides }).answering(),
    beginWorker: (overrides = {}) => beginAs('worker', { ...environment, ...overrides }),
    startWorker: (overrides = {}) => beginAs('worker', { ...environment, ...overrides }).answering(),
    async run(...verb) {
      const { code, output, errors } = await runVerb(environment, ...verb, '--json')
      if (output === '') throw new Error(`${verb.join(' ')} said nothing but: ${errors}`)
      return { code, answer: JSON.parse(output) }
    },
    async close() {
      await Promise.all(all.map((child) => child.kill()))
      await events.close()
      await documents.close()
      await database.drop()
      rmSync(folder, { recursive: true })
    },
  }
}

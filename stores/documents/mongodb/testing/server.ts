import { randomUUID } from 'node:crypto'
import { MongoClient } from 'mongodb'
import { describe, test } from 'vitest'
import type { DocumentStore } from '../../port.ts'
import type { MongoDbOptions } from '../connection.ts'
import { openMongoDbDocuments } from '../mongodb-document-store.ts'

/** A database of its own on the server that tests run against. */
export interface TestDatabase {
  /** With the database in it. */
  readonly uri: string
  open(options?: Partial<MongoDbOptions>): Promise<DocumentStore>
  drop(): Promise<void>
}

const server = process.env.TEST_MONGODB_URI || undefined

/** Tests of what is called `name` against the server of TEST_MONGODB_URI; without one they are reported as skipped, by this name. */
export function withMongoDb(name: string, tests: (create: () => TestDatabase) => void): void {
  if (server !== undefined) tests(() => testDatabase(server))
  else {
    console.warn(`${name} is skipped: there is no MongoDB server, name one by TEST_MONGODB_URI`)
    describe(name, () => {
      test.skip('against a MongoDB server: there is none, name one by TEST_MONGODB_URI', () => {})
    })
  }
}

/** A database of its own on this server. */
export function testDatabase(serverUri: string): TestDatabase {
  const database = `ledger-test-${randomUUID()}`
  const uri = withDatabase(serverUri, database)
  return {
    uri,
    open: (options = {}) => openMongoDbDocuments({ uri, ...options }),
    drop: async () => {
      const client = new MongoClient(uri)
      await client.db(database).dropDatabase()
      await client.close()
    },
  }
}

/** Users of a server are kept in another database than that of the test: without a word on it the driver would look in that one. */
function withDatabase(uri: string, database: string): string {
  const [, hosts, named, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?([^?]*)(\?.*)?$/.exec(uri)!
  const source = /[?&]authSource=/.test(options) || !hosts!.includes('@') ? '' : `authSource=${named || 'admin'}`
  return `${hosts}/${database}${options}${source === '' ? '' : `${options === '' ? '?' : '&'}${source}`}`
}

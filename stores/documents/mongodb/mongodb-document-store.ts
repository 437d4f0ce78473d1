import type { Collection, CollectionDefinition, DocumentStore, Fields, IndexDefinition } from '../port.ts'
import { checkDefinition, checkName } from '../rules.ts'
import { mongoDbCollection } from './collection.ts'
import type { MongoDbOptions } from './connection.ts'
import { type Connection, connect } from './connection.ts'
import { isExistingCollection, isMissingCollection } from './failures.ts'
import { gainIndexes } from './indexes.ts'
import { readingCollection, readOnlyError } from './reading.ts'
import { collectionNames, createCollection, dropCollection, recordsOf } from './subset.ts'

/**
 * Read models in a database of a MongoDB server, standalone or a replica set, or of another that speaks its protocol: see `subset.ts`.
 * Several processes may have it open, each writing what it likes. What is acknowledged is durable at once.
 * @throws DocumentStoreError `UNAVAILABLE`, `INVALID` for a uri that is none
 */
export async function openMongoDbDocuments(options: MongoDbOptions): Promise<DocumentStore> {
  const connection = await connect(options)
  return options.readOnly ? readingStore(connection) : writingStore(connection)
}

function writingStore(connection: Connection): DocumentStore {
  const { use } = connection
  const indexes = new Map<string, readonly IndexDefinition[]>()

  return {
    collection: async <Body = Fields>(definition: CollectionDefinition) => {
      checkDefinition(definition)
      const { name } = definition
      const gained = await use(async (database) => {
        if (!indexes.has(name)) await unless(isExistingCollection, createCollection(database, name))
        return gainIndexes(recordsOf(database, name), definition)
      })
      indexes.set(name, gained)
      return mongoDbCollection(connection, name, () => indexes.get(name) ?? gained) as unknown as Collection<Body>
    },
    names: () => namesOf(connection),
    drop: async (name) => {
      checkName(name)
      await use((database) => unless(isMissingCollection, dropCollection(database, name)))
      indexes.delete(name)
    },
    // Every write waits for the disks of a majority by itself.
    flush: () => use(async () => undefined),
    close: () => connection.close(),
  }
}

function readingStore(connection: Connection): DocumentStore {
  return {
    collection: async <Body = Fields>(definition: CollectionDefinition) => {
      checkDefinition(definition)
      await connection.use(async () => undefined)
      return readingCollection(mongoDbCollection(connection, definition.name, () => [])) as unknown as Collection<Body>
    },
    names: () => namesOf(connection),
    drop: async (name) => {
      checkName(name)
      throw readOnlyError()
    },
    flush: () => connection.use(async () => undefined),
    close: () => connection.close(),
  }
}

const namesOf = ({ use }: Connection): Promise<readonly string[]> =>
  use(async (database) => (await collectionNames(database)).filter((name) => !name.startsWith('system.')))

async function unless(expected: (failure: unknown) => boolean, work: Promise<void>): Promise<void> {
  await work.catch((failure: unknown) => {
    if (!expected(failure)) throw failure
  })
}

import { type Db, type Collection as DriverCollection, type MongoClient, ReadConcern } from 'mongodb'
import type { StoredRecord } from './record.ts'

/**
 * All that is asked of a server, in one place: inserts, finds by equality and range with sort and limit, counts, unordered bulk writes
 * of guarded upserts, findOneAndUpdate, deletes by id, compound and unique indexes, lists of collections and indexes, drop. No
 * transactions, change streams, TTL, aggregation or pipeline updates, nor anything else that needs a replica set. Whatever speaks the
 * protocol of MongoDB 4.4 or later and does these, each of them atomically, will do.
 */

const MAJORITY = new ReadConcern('majority')

/**
 * What is acknowledged is on the disks of a majority, and only that is read: a checkpoint never outlives what it stands for, two
 * processes never hold one lease, and no key is used that a failover could take back. On a standalone server the majority is itself.
 * Whatever the uri says of it does not count.
 */
export const safely = (client: MongoClient, name: string): Db =>
  client.db(name, { writeConcern: { w: 'majority', journal: true }, readConcern: MAJORITY, readPreference: 'primary' })

export type Filter = Readonly<Record<string, unknown>>
export type Sort = Readonly<Record<string, 1 | -1>>
export type IndexKey = Readonly<Record<string, 1>>

export interface FindOptions {
  readonly sort?: Sort
  readonly limit?: number
  /** Fields to answer with; `_id` always. */
  readonly only: readonly (keyof StoredRecord)[]
}

/** Operators: `$and`, `$or`, `$in`, `$nin`, `$gt`, `$gte`, `$lt`, `$lte`, and equality. */
export function recordsOf(database: Db, name: string) {
  const collection: DriverCollection<StoredRecord> = database.collection(name)
  return {
    insert: async (record: StoredRecord): Promise<void> => {
      await collection.insertOne(record)
    },
    find: (filter: Filter, { sort, limit, only }: FindOptions): Promise<StoredRecord[]> => {
      const projection = Object.fromEntries(only.map((field) => [field, 1]))
      const cursor = collection.find(filter, { projection, ...(sort && { sort }), ...(limit !== undefined && { limit }) })
      return cursor.toArray() as Promise<StoredRecord[]>
    },
    /** Exact on a standalone server and a replica set. */
    count: async (filter: Filter, limit = 0): Promise<number> => {
      const { n } = await database.command({ count: name, query: filter, ...(limit > 0 && { limit }), readConcern: MAJORITY })
      return Number(n)
    },
    /** Each replaces the record of its id where that one's position is lower, or is inserted; that fails where it is not lower. */
    upsertWhereLower: (records: readonly StoredRecord[]) =>
      collection.bulkWrite(
        records.map((record) => ({
          replaceOne: { filter: { _id: record._id, position: { $lt: record.position } }, replacement: record, upsert: true },
        })),
        { ordered: false },
      ),
    /** Whether there was one to change. */
    updateWhere: async (filter: Filter, changed: Partial<StoredRecord>): Promise<boolean> =>
      (await collection.findOneAndUpdate(filter, { $set: changed })) !== null,
    remove: async (id: string): Promise<void> => {
      await collection.deleteOne({ _id: id })
    },
    createIndex: (key: IndexKey, unique: boolean): Promise<string> => collection.createIndex(key, unique ? { unique } : {}),
    indexes: async (): Promise<readonly { readonly key: IndexKey; readonly unique: boolean }[]> =>
      (await collection.listIndexes().toArray()).map(({ key, unique = false }) => ({ key, unique })),
  }
}

export type Records = ReturnType<typeof recordsOf>

export const createCollection = async (database: Db, name: string): Promise<void> => {
  await database.createCollection(name)
}

export const collectionNames = async (database: Db): Promise<readonly string[]> =>
  (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)

export const dropCollection = async (database: Db, name: string): Promise<void> => {
  await database.dropCollection(name)
}

export const ping = async (client: MongoClient, database: Db): Promise<void> => {
  await client.connect()
  await database.command({ ping: 1 })
}

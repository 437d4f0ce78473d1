import { randomUUID } from 'node:crypto'
import { MongoClient } from 'mongodb'
import { describe, test } from 'vitest'
import { documentStoreContract } from '../contract.ts'
import { openMongoDbDocuments } from './mongodb-document-store.ts'

const uri = process.env.TEST_MONGODB_URI

if (uri === undefined || uri === '')
  describe('the MongoDB document store', () => {
    test.skip('keeps the contract of a document store: no server, name one by TEST_MONGODB_URI', () => {})
  })
else
  documentStoreContract(
    'the MongoDB document store',
    async () => {
      const database = `ledger-test-${randomUUID()}`
      let store = await openMongoDbDocuments({ uri, database })
      return {
        store,
        reopen: async () => {
          await store.close()
          store = await openMongoDbDocuments({ uri, database })
          return store
        },
        dispose: async () => {
          await store.close()
          const client = new MongoClient(uri)
          await client.db(database).dropDatabase()
          await client.close()
        },
      }
    },
    100,
  )

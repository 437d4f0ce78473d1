import { MongoClient } from 'mongodb'
import { expect, test } from 'vitest'
import { openMongoDbDocuments } from './mongodb-document-store.ts'
import { safely } from './subset.ts'

test('a majority acknowledges every write, and answers every read, whatever the uri says', () => {
  const client = new MongoClient('mongodb://127.0.0.1/x?w=0&readConcernLevel=local&readPreference=secondary')
  const { writeConcern, readConcern, readPreference } = safely(client, 'x').collection('any')
  expect(writeConcern).toMatchObject({ w: 'majority', journal: true })
  expect(readConcern).toMatchObject({ level: 'majority' })
  expect(readPreference?.mode).toBe('primary')
})

test('a server that is not there is unavailable, and said so in time', async () => {
  await expect(openMongoDbDocuments({ uri: 'mongodb://127.0.0.1:1/x', patienceMs: 200 })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test.each(['', 'localhost:27017', 'mongodb://', 'mongodb://h/x?w=&unheardOf=1'])('"%s" is no uri', async (uri) => {
  await expect(openMongoDbDocuments({ uri })).rejects.toMatchObject({ code: 'INVALID' })
})

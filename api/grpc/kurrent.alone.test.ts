import {
  END,
  jsonEvent,
  KurrentDBClient,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
  streamNameFilter,
} from '@kurrent/kurrentdb-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer, type TestServer } from '../testing/server.ts'

/** The client of the server's later name, whose reads are of another make than its writes. */

let server: TestServer
let client: KurrentDBClient
beforeAll(async () => {
  server = await openServer({ door: { port: 0, insecure: null } })
  const { port, authorityFile } = server.door!
  const [keyId, secret] = server.admin.split('.')
  client = KurrentDBClient.connectionString(`kurrentdb://${keyId}:${secret}@localhost:${port}?tls=true&tlsCAFile=${authorityFile}`)
})
afterAll(async () => {
  await client.dispose()
  await server.close()
})

const event = (type = 'Noted') => jsonEvent({ type, data: { n: 1 }, metadata: { m: 2 } })

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

test('appends, reads both ways, and is told what it expected wrongly', async () => {
  expect(await client.appendToStream('notes-1', [event(), event()], { streamState: 'no_stream' })).toMatchObject({
    nextExpectedRevision: 1n,
  })
  const forwards = await all(client.readStream('notes-1'))
  expect(forwards.map(({ event: found }) => [found?.revision, found?.data, found?.metadata])).toEqual([
    [0n, { n: 1 }, { m: 2 }],
    [1n, { n: 1 }, { m: 2 }],
  ])
  const backwards = await all(client.readStream('notes-1', { direction: 'backwards', fromRevision: END, maxCount: 1 }))
  expect(backwards.map(({ event: found }) => found?.revision)).toEqual([1n])
  await expect(client.appendToStream('notes-1', event(), { streamState: 'no_stream' })).rejects.toMatchObject({
    type: 'wrong-expected-version',
    actualState: 1n,
  })
  await expect(all(client.readStream('notes-missing'))).rejects.toMatchObject({ type: 'stream-not-found' })
})

test('reads and follows the whole log, filtered', async () => {
  await client.appendToStream('notes-2', event())
  const filter = streamNameFilter({ prefixes: ['notes-2'] })
  expect((await all(client.readAll({ filter, fromPosition: START }))).map(({ event: found }) => found?.streamId)).toEqual(['notes-2'])
  const seen: bigint[] = []
  for await (const { event: found } of client.subscribeToAll({ filter, fromPosition: START })) {
    seen.push(found!.revision)
    if (seen.length === 1) await client.appendToStream('notes-2', event())
    else break
  }
  expect(seen).toEqual([0n, 1n])
})

test('deletes, ends and describes streams', async () => {
  await client.appendToStream('notes-3', [event(), event(), event()])
  await client.setStreamMetadata('notes-3', { maxCount: 1 })
  expect((await client.getStreamMetadata('notes-3')).metadata).toEqual({ maxCount: 1 })
  expect((await all(client.readStream('notes-3'))).map(({ event: found }) => found?.revision)).toEqual([2n])
  await client.deleteStream('notes-3')
  await expect(all(client.readStream('notes-3'))).rejects.toMatchObject({ type: 'stream-not-found' })
  await client.tombstoneStream('notes-3')
  await expect(all(client.readStream('notes-3'))).rejects.toMatchObject({ type: 'stream-deleted' })
  await expect(client.appendToStream('notes-3', event())).rejects.toMatchObject({ type: 'stream-deleted' })
})

test('shares a stream among consumers', async () => {
  await client.appendToStream('notes-4', [event(), event()])
  await client.createPersistentSubscriptionToStream(
    'notes-4',
    'g',
    persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START }),
  )
  const following = client.subscribeToPersistentSubscriptionToStream('notes-4', 'g')
  const seen: bigint[] = []
  for await (const found of following) {
    seen.push(found.event!.revision)
    await following.ack(found)
    if (seen.length === 2) break
  }
  expect(seen).toEqual([0n, 1n])
  expect((await client.getPersistentSubscriptionToStreamInfo('notes-4', 'g')).groupName).toBe('g')
})

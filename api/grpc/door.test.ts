import { EventStoreDBClient, jsonEvent, START } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { all, failureOf, openWithDoor, type WithDoor } from './testing/open.ts'

let under: WithDoor
beforeAll(async () => {
  under = await openWithDoor()
  await under.server.define()
})
afterAll(() => under.close())

const event = (type = 'Noted') => jsonEvent({ type, data: { n: 1 } })

describe('over TLS, with keys as credentials', () => {
  test('an admin appends, reads and follows streams outside the ledger', async () => {
    const admin = under.connect(under.server.admin)
    const appended = await admin.appendToStream('notes-1', [event(), event()])
    expect(appended).toMatchObject({ success: true, nextExpectedRevision: 1n })
    expect((await all(admin.readStream('notes-1'))).map(({ event }) => event?.revision)).toEqual([0n, 1n])
    const seen: bigint[] = []
    const following = admin.subscribeToStream('notes-1', { fromRevision: START })
    for await (const { event: found } of following) {
      seen.push(found!.revision)
      if (seen.length === 2) await admin.appendToStream('notes-1', event())
      if (seen.length === 3) break
    }
    expect(seen).toEqual([0n, 1n, 2n])
  })

  test('a client that asks for the cluster is led back to where it asked', async () => {
    const [keyId, secret] = under.server.admin.split('.')
    const { port, authorityFile } = under.server.door!
    const client = EventStoreDBClient.connectionString(
      `esdb+discover://${keyId}:${secret}@localhost:${port}?tls=true&tlsCAFile=${authorityFile}`,
    )
    expect(await client.appendToStream('notes-discovered', event())).toMatchObject({ success: true })
    await client.dispose()
  })

  test.each([
    ['no key', 'nobody:nothing'],
    ['a key nobody issued', `${'0'.repeat(16)}.${'a'.repeat(43)}`],
  ])('%s opens nothing', async (_, key) => {
    const failure = await failureOf(all(under.connect(key.replace(':', '.')).readStream('notes-1')))
    expect(failure.code).toBe(16)
  })

  test('a revoked key opens nothing any more', async () => {
    const key = await under.server.keyOf('auditor')
    const auditor = under.connect(key)
    expect((await all(auditor.readAll({ maxCount: 1 }))).length).toBe(1)
    await under.server.ask('DELETE', `/v1/keys/${key.split('.')[0]}`)
    expect((await failureOf(all(auditor.readAll({ maxCount: 1 })))).code).toBe(16)
  })

  test("the ledger's own streams change by its commands, and by a ledger-writer", async () => {
    const admin = under.connect(under.server.admin)
    for (const attempt of [
      () => admin.appendToStream('order-app.s1.1', event()),
      () => admin.deleteStream('sku-fridge'),
      () => admin.tombstoneStream('sku-fridge'),
      () => admin.setStreamMetadata('sku-fridge', { maxCount: 1 }),
    ])
      expect((await failureOf(attempt())).type).toBe('access-denied')
    const writer = await under.as('ledger-writer')
    expect(await writer.appendToStream('order-app.s1.1', event())).toMatchObject({ success: true })
  })
})

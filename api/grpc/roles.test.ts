import { jsonEvent } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { all, failureOf, openWithDoor, type WithDoor } from './testing/open.ts'

const event = (data: Record<string, unknown> = { n: 1 }) => jsonEvent({ type: 'Noted', data })
const limits = { integratorAppendBytes: 10_000, integratorEventsPerSecond: 5, integratorBytesPerSecond: 100_000 }

let under: WithDoor
beforeAll(async () => {
  under = await openWithDoor(limits)
  await under.server.define()
})
afterAll(() => under.close())

describe('an integrator', () => {
  test('writes below the prefix of its channels, what is said about its streams too, and nowhere else', async () => {
    const integrator = await under.as('integrator', ['app'])
    const stream = 'integrator.app-notes'
    expect(await integrator.appendToStream(stream, event())).toMatchObject({ success: true })
    expect(await integrator.setStreamMetadata(stream, { maxCount: 1 })).toMatchObject({ success: true })
    expect(await integrator.deleteStream(stream)).toHaveProperty('position')
    for (const other of ['integrator.jd-notes', 'notes-1', 'order-app.s1.1', '$$order-app.s1.1', '$$notes-1', 'integrator.application-1']) {
      expect((await failureOf(integrator.appendToStream(other, event()))).type, other).toBe('access-denied')
      expect((await failureOf(integrator.deleteStream(other))).type, other).toBe('access-denied')
    }
  })

  test('sees of the whole log its own streams and the events of its channels', async () => {
    const admin = under.connect(under.server.admin)
    await admin.appendToStream('notes-2', event())
    await admin.appendToStream('integrator.jd-1', event())
    const integrator = await under.as('integrator', ['app'])
    await integrator.appendToStream('integrator.app-2', event())
    const found = (await all(integrator.readAll())).map(({ event: each }) => each!)
    expect(found.map(({ streamId }) => streamId)).toEqual(expect.arrayContaining(['integrator.app-2', expect.stringMatching(/^shop-/)]))
    expect(found.filter(({ streamId }) => /^(notes|integrator\.jd|access|sku|stock)-/.test(streamId))).toEqual([])
    const listed = found.filter(({ streamId }) => !streamId.includes('integrator.app-'))
    expect(listed.every(({ data }) => (data as { channel?: string }).channel === 'app')).toBe(true)
  })

  test('reads no stream of others, nor of the ledger beyond its channels, and no link leads there', async () => {
    const integrator = await under.as('integrator', ['app'])
    expect((await failureOf(all(integrator.readStream('notes-2')))).type).toBe('access-denied')
    expect((await failureOf(all(integrator.readStream('$$notes-2')))).type).toBe('access-denied')
    expect(await all(integrator.readStream('sku-fridge'))).toEqual([])
    await integrator.appendToStream('integrator.app-links', {
      ...{ id: '33333333-3333-4333-8333-333333333333', type: '$>', contentType: 'application/octet-stream' as const },
      ...{ data: Buffer.from('0@sku-fridge'), metadata: new Uint8Array() },
    })
    const [link] = await all(integrator.readStream('integrator.app-links', { resolveLinkTos: true }))
    expect([link?.event, link?.link?.type]).toEqual([undefined, '$>'])
  })

  test('appends no more at once than it may, and no more each second', async () => {
    const integrator = await under.as('integrator', ['app'])
    const large = await failureOf(integrator.appendToStream('integrator.app-large', event({ text: 'x'.repeat(10_000) })))
    expect(large).toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 10_000 })
    const burst = Array.from({ length: 50 }, () => event())
    expect(await integrator.appendToStream('integrator.app-many', burst)).toMatchObject({ success: true })
    expect((await failureOf(integrator.appendToStream('integrator.app-many', burst))).type).toBe('unknown')
    const other = await under.as('integrator', ['app'])
    expect(await other.appendToStream('integrator.app-many', event())).toMatchObject({ success: true })
  })

  test('gets no expression that could hold up the ledger', async () => {
    const integrator = await under.as('integrator', ['app'])
    const following = integrator.subscribeToAll({ filter: { filterOn: 'streamName', regex: '^(?!(a+)+$)' } as never })
    expect((await failureOf(all(following))).code).toBe(2)
  })
})

test.each(['operator', 'finance', 'auditor'] as const)('a %s reads everything but secrets, and writes nothing', async (role) => {
  const client = await under.as(role)
  expect((await failureOf(client.appendToStream('notes-3', event()))).type).toBe('access-denied')
  const streams = (await all(client.readAll())).map(({ event: each }) => each!.streamId)
  expect(streams).toContain('sku-fridge')
  expect(streams.filter((stream) => stream.startsWith('access-'))).toEqual([])
  expect((await failureOf(all(client.readStream(`access-${under.server.admin.split('.')[0]}`)))).type).toBe('access-denied')
})

test('a ledger-writer reads and writes everything', async () => {
  const writer = await under.as('ledger-writer')
  const streams = (await all(writer.readAll())).map(({ event: each }) => each!.streamId)
  expect(streams.some((stream) => stream.startsWith('access-'))).toBe(true)
  expect(await writer.appendToStream('anything-1', event())).toMatchObject({ success: true })
})

test("the ledger's own streams are appended to, ended and described by a ledger-writer alone", async () => {
  const stream = 'order-app.s1.nobody'
  const ways = (client: Awaited<ReturnType<typeof under.as>>) => [
    () => client.appendToStream(stream, event()),
    () => client.setStreamMetadata(stream, { maxCount: 1 }),
    () => client.deleteStream(stream),
    () => client.tombstoneStream(stream),
  ]
  for (const way of ways(await under.as('admin'))) expect((await failureOf(way())).type).toBe('access-denied')
  for (const way of ways(await under.as('ledger-writer'))) expect(await way()).toHaveProperty('position')
})

test('what others write into the same log, whatever its type, changes nothing the ledger says', async () => {
  const admin = under.connect(under.server.admin)
  const before = (await under.server.get('/v1/skus')).body
  const type = 'SkuDefined'
  const { position } = (await admin.appendToStream('foreign-1', jsonEvent({ type, data: { sku: 'foreign' } })))!
  const { status, body } = await under.server.get(`/v1/skus?minPosition=${position!.commit}`)
  expect(status).toBe(200)
  expect(body.items).toEqual(before.items)
  const events = await fetch(`${under.server.url}/v1/events?after=${position!.commit - 1n}`, {
    headers: { authorization: `Bearer ${under.server.admin}` },
    signal: AbortSignal.timeout(5_000),
  })
  await under.server.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: 'in-2', quantity: 1 })
  const { value } = await events.body!.getReader().read()
  expect(Buffer.from(value!).toString()).not.toContain('foreign')
})

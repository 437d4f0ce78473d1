import { afterAll, beforeAll, expect, test } from 'vitest'
import { appOrder } from '../../tests/spine/harness.ts'
import { follow } from '../testing/follow.ts'
import { openServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openServer({ limits: { heartbeatMs: 100, streamEvents: 20, changesEveryMs: 20 } })
  await server.define()
})
afterAll(() => server.close())

async function positionsInLog(types?: readonly string[]): Promise<string[]> {
  const positions: string[] = []
  for await (const page of server.ledger.events.readAll(types === undefined ? {} : { filter: { types } })) {
    for (const { position } of page.events) positions.push(String(position))
  }
  return positions
}
const events = (query = '', key = server.admin, headers = {}) => follow(`${server.url}/v1/events?${query}`, key, headers)
const receive = (documentId: string) => server.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId, quantity: 1 })

test('the log is told from the first event on, then live, without gap or repeat', async () => {
  const before = await positionsInLog()
  const following = await events()
  const told = await following.take(before.length)
  expect(told.map(({ id }) => id)).toEqual(before)
  await Promise.all(Array.from({ length: 30 }, (_, n) => receive(`live-${n}`)))
  const written = await positionsInLog()
  const live = await following.take(written.length - before.length)
  expect([...told, ...live].map(({ id }) => id)).toEqual(written)
  following.stop()
})

test('events are CloudEvents that keep personal data sealed and secrets out', async () => {
  await server.send(appOrder('cloud'))
  const following = await events('types=OrderPlaced,AccessKeyIssued')
  const told = await following.take(2)
  following.stop()
  const [issued, placed] = told.map(({ data }) => data)
  expect(issued.data).not.toHaveProperty('secretHash')
  expect(placed).toMatchObject({
    ...{ specversion: '1.0', type: 'OrderPlaced', subject: 'order-app.s1.cloud', datacontenttype: 'application/json' },
    position: told[1]!.id,
    data: { orderId: 'app.s1.cloud', buyer: { name: expect.stringMatching(/^sealed:/) } },
  })
})

test('a broken stream goes on after its last id, again and again, while events come in', async () => {
  const writing = (async () => {
    for (let n = 0; n < 60; n += 1) await receive(`resume-${n}`)
  })()
  const seen: string[] = []
  let resume: Record<string, string> = {}
  while (seen.length < 40) {
    const following = await events('types=StockReceived', server.admin, resume)
    const told = await following.take(7)
    following.stop()
    seen.push(...told.map(({ id }) => id!))
    resume = { 'last-event-id': seen.at(-1)! }
  }
  await writing
  const written = await positionsInLog(['StockReceived'])
  expect(seen).toEqual(written.slice(0, seen.length))
})

test('a follower that falls behind what is kept for it misses nothing', async () => {
  const before = await positionsInLog()
  const following = await events(`after=${before.at(-1)}`)
  await Promise.all(Array.from({ length: 200 }, (_, n) => receive(`burst-${n}`)))
  const written = (await positionsInLog()).slice(before.length)
  const told = await following.take(written.length)
  following.stop()
  expect(told.map(({ id }) => id)).toEqual(written)
})

test('`head` begins with what comes from now on', async () => {
  const following = await events('after=head&streams=stock-')
  await receive('from-head')
  const [told] = await following.take(1)
  following.stop()
  expect(told!.data.data.documentId).toBe('from-head')
})

test('types and streams narrow it, both when both are given', async () => {
  const before = await server.ledger.events.head()
  await server.send(appOrder('narrow'))
  await receive('narrow')
  const following = await events(`after=${before}&streams=order-,stock-&types=OrderPlaced,StockReceived,ChannelMessageReceived`)
  const types = (await following.take(2)).map(({ data }) => [data.type, data.subject.split('-')[0]].join())
  following.stop()
  expect(new Set(types)).toEqual(new Set(['OrderPlaced,order', 'StockReceived,stock']))
  const wrong = await server.get('/v1/events?types=NoSuchThing')
  expect(wrong.body).toMatchObject({ code: 'BAD_REQUEST', detail: expect.stringContaining('types') })
  expect((await server.get('/v1/events?after=soon')).status).toBe(400)
  expect((await server.get('/v1/events', { headers: { 'last-event-id': 'x' } })).status).toBe(400)
})

test('an integrator is told of its own channels alone', async () => {
  const key = await server.keyOf('integrator', ['jd'])
  await server.send(appOrder('foreign'))
  await server.ask('POST', '/v1/channel-orders/jd?shop=s1', { key, body: '{"for":"jd"}' })
  const following = await events('', key)
  const [told] = await following.take(1)
  following.stop()
  expect(told!.data).toMatchObject({ type: 'ChannelMessageReceived', data: { channel: 'jd' } })
})

test('a revoked key ends its streams', async () => {
  const key = await server.keyOf('auditor')
  const following = await events('after=head', key)
  await server.ask('DELETE', `/v1/keys/${key.split('.')[0]}`)
  const [end] = await following.take(1, ({ name }) => name === 'end')
  expect(end!.data.reason).toContain('opens nothing')
  expect(await following.take(1)).toEqual([])
  expect(following.ended()).toBe(true)
})

test('screens are told which documents changed', async () => {
  const following = await follow(`${server.url}/v1/changes`, server.admin)
  const [hello] = await following.take(1)
  expect(hello!.data.changed).toEqual([])
  await server.send(appOrder('changed'))
  const isAbout = ({ data }: { data: { changed: { readModel: string; documents: string[] }[] } }) =>
    data.changed.some(({ readModel, documents }) => readModel === 'order-pool' && documents.includes('app.s1.changed'))
  const [notice] = await following.take(1, isAbout)
  following.stop()
  expect(BigInt(notice!.data.position)).toBeGreaterThan(BigInt(hello!.data.position))
})

test('beyond so many streams at once another is refused, until one of them ends', async () => {
  const small = await openServer({ limits: { streams: 2 } })
  const open = await Promise.all([1, 2].map(() => follow(`${small.url}/v1/events?after=head`, small.admin)))
  expect(await small.get('/v1/events')).toMatchObject({ status: 503, body: { code: 'OVERLOADED' } })
  open[0]!.stop()
  let again = await follow(`${small.url}/v1/events`, small.admin)
  while (again.status === 503) again = await follow(`${small.url}/v1/events`, small.admin)
  expect(again.status).toBe(200)
  for (const each of [...open, again]) each.stop()
  await small.close()
})

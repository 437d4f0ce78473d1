import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appOrder } from '../../tests/spine/harness.ts'
import { openServer, skuOf, type TestServer } from '../testing/server.ts'

/** Pinduoduo's answers may leave out the shop. */
function namelessOrder(channelOrderId: string): string {
  const fixture = readFileSync(new URL('../../connectors/channels/pdd/fixtures/store-pickup.json', import.meta.url), 'utf8')
  const { mall_id: _, ...order } = JSON.parse(fixture).order_info_get_response.order_info
  return JSON.stringify({ order_info: { ...order, order_sn: channelOrderId } })
}

let server: TestServer
beforeAll(async () => {
  server = await openServer({ limits: { messageBytes: 20_000, messagesBytes: 200_000 } })
  await server.define()
})
afterAll(() => server.close())

const door = '/v1/channel-orders/app'
const lines = (text: string | Uint8Array) => server.post(door, text, { headers: { 'content-type': 'application/x-ndjson' } })
const order = (id: string, more: Parameters<typeof appOrder>[1] = {}) => JSON.stringify(appOrder(id, more))

async function messagesOf(position: string) {
  let count = 0
  for await (const page of server.ledger.events.readAll({ filter: { types: ['ChannelMessageReceived'] } })) {
    count += page.events.filter((event) => event.position > BigInt(position)).length
  }
  return count
}

test('an order is placed, updated, found stale, and a duplicate', async () => {
  const at = Date.now()
  const first = await server.post(door, order('1', { at, paid: false }))
  expect(first.status).toBe(200)
  expect(first.body).toMatchObject([{ outcome: 'placed', orderId: 'app.s1.1', exceptionId: null, reason: null }])
  expect((await server.post(door, order('1', { at, modifiedAt: at + 2_000 }))).body).toMatchObject([{ outcome: 'updated' }])
  expect((await server.post(door, order('1', { at, modifiedAt: at + 1_000, paid: false }))).body).toMatchObject([{ outcome: 'stale' }])
  expect((await server.post(door, order('1', { at, paid: false }))).body).toMatchObject([
    { outcome: 'duplicate', messageId: first.body[0].messageId },
  ])
})

test('the same message a hundred times at once is one order and one stored message', async () => {
  const before = String(await server.ledger.events.head())
  const answers = await Promise.all(Array.from({ length: 100 }, () => server.post(door, order('hundred'))))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  const outcomes = answers.map(({ body }) => body[0].outcome)
  expect(outcomes.filter((outcome) => outcome === 'placed')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(99)
  expect(new Set(answers.map(({ body }) => body[0].messageId)).size).toBe(1)
  expect(await messagesOf(before)).toBe(1)
})

test('lines are answered each in its place: good, bad, too large, blank and without a last line end', async () => {
  const tooLarge = JSON.stringify({ pad: 'x'.repeat(30_000) })
  const body = [order('n1'), '{"half":', '', tooLarge, `${order('n2')}\r`, '   ', order('n1'), order('n3')].join('\n')
  const answer = await lines(body)
  expect(answer.status).toBe(200)
  const outcomes = answer.body.map((each: { outcome: string; orderId: string | null }) => [each.outcome, each.orderId])
  expect(outcomes).toEqual([
    ['placed', 'app.s1.n1'],
    ['exception', null],
    ['exception', null],
    ['placed', 'app.s1.n2'],
    ['duplicate', 'app.s1.n1'],
    ['placed', 'app.s1.n3'],
  ])
  expect(answer.body[2]).toMatchObject({ messageId: '', exceptionId: null, reason: expect.stringContaining('TOO_LARGE') })
  expect(answer.body[1].exceptionId).not.toBeNull()
})

test('many lines are answered in their order', async () => {
  const ids = Array.from({ length: 60 }, (_, n) => `many${n}`)
  const answer = await lines(ids.map((id) => order(id)).join('\n'))
  expect(answer.body.map((each: { orderId: string }) => each.orderId)).toEqual(ids.map((id) => `app.s1.${id}`))
})

test('the bytes of a message are kept exactly, whatever they are', async () => {
  const odd = ` { "big": 26000000000000000001, "b":1,"a":"é\\u00e9" }\t`
  const { body } = await server.post(door, odd)
  const { exceptionId, position } = body[0]
  expect((await server.get(`/v1/exceptions/${exceptionId}?minPosition=${position}`)).body.payload).toBe(odd)
})

test('a payload that is not UTF-8 is kept as an exception, not guessed at', async () => {
  const gbk = Buffer.concat([
    Buffer.from(order('gbk').slice(0, -1)),
    Buffer.from(',"note":"'),
    Buffer.from([0xc4, 0xe3]),
    Buffer.from('"}'),
  ])
  const { status, body } = await server.post(door, gbk)
  expect(status).toBe(200)
  expect(body).toMatchObject([{ outcome: 'exception', reason: expect.stringContaining('UTF-8') }])
  const { body: page } = await server.get(`/v1/exceptions?minPosition=${body[0].position}`)
  expect(page.items.map((each: { exceptionId: string }) => each.exceptionId)).toContain(body[0].exceptionId)
})

test.each([
  ['an unknown channel', '/v1/channel-orders/ebay', '{}', {}, 404, 'UNKNOWN_CHANNEL'],
  ['one message beyond the limit', door, 'x'.repeat(20_001), {}, 413, 'TOO_LARGE'],
  ['lines beyond the limit of a request', door, 'x\n'.repeat(100_001), { 'content-type': 'application/x-ndjson' }, 413, 'TOO_LARGE'],
])('%s is refused', async (_, path, body, headers, status, code) => {
  const answer = await server.post(path, body, { headers })
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code })
})

test('an empty body is no message', async () => {
  for (const headers of [{}, { 'content-type': 'application/json' }, { 'content-type': 'application/x-ndjson' }])
    expect(await server.post(door, '', { headers })).toMatchObject({ status: 200, body: [] })
})

test.each(['?shop=', `?shop=${'s'.repeat(201)}`, '?shop=a&shop=b'])(
  'a shop named as %s is no reason to refuse a message',
  async (query) => {
    const id = `shop${query.length}`
    expect((await server.post(door + query, order(id))).body).toMatchObject([{ outcome: 'placed', orderId: `app.s1.${id}` }])
    const nameless = namelessOrder(id)
    const { status, body } = await server.post(`/v1/channel-orders/pdd${query}`, nameless)
    expect({ status, body }).toMatchObject({ status: 200, body: [{ outcome: 'exception', reason: expect.stringContaining('shop') }] })
    const { exceptionId, position } = body[0]
    const kept = await server.get(`/v1/exceptions/${exceptionId}?minPosition=${position}`)
    expect(kept.body).toMatchObject({ code: 'SHOP_MISNAMED', shop: null, channelOrderId: id, received: nameless })
    expect((await server.post(`/v1/exceptions/${exceptionId}/retry`, {})).body).toMatchObject({ ok: false, code: 'SHOP_MISNAMED' })
    const broken = await server.post(door + query, `{"half${id}":`)
    expect(broken).toMatchObject({ status: 200, body: [{ outcome: 'exception' }] })
  },
)

test('no kind of content is refused', async () => {
  for (const contentType of ['text/plain', 'nonsense', 'application/json; charset=gbk'])
    expect((await server.post(door, order(contentType), { headers: { 'content-type': contentType } })).status, contentType).toBe(200)
})

test('a mark before UTF-8 is no part of the message, and is kept with it', async () => {
  const marked = `\uFEFF${order('marked')}`
  expect((await server.post(door, marked)).body).toMatchObject([{ outcome: 'placed', orderId: 'app.s1.marked' }])
  expect((await lines(`\uFEFF${order('marked2')}\n${order('marked3')}`)).body).toMatchObject([{ outcome: 'placed' }, { outcome: 'placed' }])
  const half = '\uFEFF{"marked":'
  const { exceptionId, position } = (await server.post(door, half)).body[0]
  const kept = await server.get(`/v1/exceptions/${exceptionId}?minPosition=${position}`)
  expect(kept.body).toMatchObject({ code: 'UNPARSABLE', received: half })
})

test('lines beyond the limit that come without a length are refused too, once they are seen', async () => {
  const stream = new ReadableStream({
    start(controller) {
      for (let n = 0; n < 50; n += 1) controller.enqueue(Buffer.from(`${'x'.repeat(5_000)}\n`))
      controller.close()
    },
  })
  const headers = { authorization: `Bearer ${server.admin}`, 'content-type': 'application/x-ndjson' }
  const response = await fetch(server.url + door, { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit)
  expect(response.status).toBe(413)
})

test('an integrator sends for its own channels alone, and sees its own orders alone', async () => {
  const key = await server.keyOf('integrator', ['jd'])
  expect((await server.post(door, order('foreign'), { key })).body.code).toBe('FORBIDDEN')
  expect((await server.post('/v1/channel-orders/jd?shop=s1', '{}', { key })).status).toBe(200)
  const placed = await server.post(door, order('visible'))
  const at = `minPosition=${placed.body[0].position}`
  expect((await server.get(`/v1/orders?${at}`, { key })).body.items).toEqual([])
  expect((await server.get('/v1/orders?channel=app', { key })).status).toBe(403)
  expect((await server.get('/v1/orders/app.s1.visible', { key })).status).toBe(404)
  expect((await server.get('/v1/orders?orderId=app.s1.visible', { key })).body.items).toEqual([])
  const own = await server.keyOf('integrator', ['app'])
  const seen = await server.get('/v1/orders/app.s1.visible', { key: own })
  expect(seen.body).toMatchObject({ orderId: 'app.s1.visible', buyer: { phone: { withheld: 'role' }, name: { withheld: 'role' } } })
})

test('an exception is corrected, or retried once its cause is gone, or dropped', async () => {
  const unlisted = appOrder('later', { skus: ['oven'] })
  const { body } = await server.post(door, unlisted)
  expect(body).toMatchObject([{ outcome: 'exception', orderId: 'app.s1.later', reason: expect.stringContaining('channelSku: c-oven') }])
  const repeated = await server.post(door, unlisted)
  expect(repeated.body).toMatchObject([{ outcome: 'duplicate', orderId: 'app.s1.later', exceptionId: body[0].exceptionId }])
  const { exceptionId, position } = body[0]
  const listed = await server.get(`/v1/exceptions?code=UNKNOWN_LISTING&minPosition=${position}`)
  expect(listed.body.items).toMatchObject([{ exceptionId, open: true, code: 'UNKNOWN_LISTING' }])
  expect((await server.post(`/v1/exceptions/${exceptionId}/retry`, {})).body).toMatchObject({ ok: false, code: 'UNKNOWN_LISTING' })
  const text = JSON.stringify(appOrder('later'))
  const corrected = await server.post(`/v1/exceptions/${exceptionId}/correct`, { text, note: 'sold under the wrong id' })
  expect(corrected.body).toMatchObject({ ok: true, outcome: 'placed', orderId: 'app.s1.later' })
  const shown = await server.get(`/v1/exceptions/${exceptionId}?minPosition=${await server.ledger.events.head()}`)
  expect(shown.body).toMatchObject({ corrections: 1, payload: text, received: JSON.stringify(unlisted) })
  expect((await server.post(`/v1/exceptions/${exceptionId}/drop`, {})).body.code).toBe('EXCEPTION_CLOSED')
  expect((await server.post('/v1/exceptions/none/retry', {})).body.code).toBe('EXCEPTION_UNKNOWN')
  const broken = await server.post(door, '{"what":')
  await server.get(`/v1/exceptions?minPosition=${broken.body[0].position}`)
  expect((await server.post(`/v1/exceptions/${broken.body[0].exceptionId}/drop`, {})).body).toEqual({ ok: true })
  const open = await server.get(`/v1/exceptions?minPosition=${await server.ledger.events.head()}`)
  expect(open.body.items.map((each: { exceptionId: string }) => each.exceptionId)).not.toContain(broken.body[0].exceptionId)
})

test('an integrator sees, corrects and retries exceptions of its own channels, and knows of no others', async () => {
  const [own, other] = [await server.keyOf('integrator', ['app']), await server.keyOf('integrator', ['jd'])]
  const { body } = await server.post(door, appOrder('own', { skus: ['oven'] }), { key: own })
  const { exceptionId, position } = body[0]
  const path = `/v1/exceptions/${exceptionId}`
  const listed = async (key: string) =>
    (await server.get(`/v1/exceptions?minPosition=${position}`, { key })).body.items.map(
      (each: { exceptionId: string }) => each.exceptionId,
    )
  expect(await listed(own)).toContain(exceptionId)
  expect(await listed(other)).not.toContain(exceptionId)
  expect((await server.get('/v1/exceptions?channel=app', { key: other })).status).toBe(403)
  expect((await server.get(path, { key: own })).body).toMatchObject({ exceptionId, payload: { withheld: 'role' } })
  const correction = { text: JSON.stringify(appOrder('own')), note: 'sold under the wrong id' }
  const asks = (key: string) => [
    () => server.get(path, { key }),
    () => server.post(`${path}/retry`, {}, { key }),
    () => server.post(`${path}/correct`, correction, { key }),
  ]
  for (const ask of asks(other)) expect((await ask()).body.code).toBe('EXCEPTION_UNKNOWN')
  expect((await server.post('/v1/exceptions/retry', { code: 'UNKNOWN_LISTING', channel: 'app' }, { key: other })).status).toBe(403)
  expect((await server.post('/v1/exceptions/retry', { code: 'UNKNOWN_LISTING' }, { key: other })).body).toMatchObject({ tried: 0 })
  expect((await server.post(`${path}/drop`, {}, { key: own })).status).toBe(403)
  for (const ask of asks(own)) expect((await ask()).status).toBe(200)
  expect((await server.get(`/v1/orders/app.s1.own?minPosition=${await server.ledger.events.head()}`, { key: own })).status).toBe(200)
})

test('all open exceptions of a code are retried page by page, with counts', async () => {
  const skus = (n: number) => [n < 3 ? 'kettle' : 'toaster']
  const sent = await lines(Array.from({ length: 5 }, (_, n) => order(`waits${n}`, { skus: skus(n) })).join('\n'))
  await server.get(`/v1/exceptions?minPosition=${sent.body.at(-1).position}`)
  await server.command('DefineSku', skuOf('kettle'))
  await server.command('DefineListing', { channel: 'app', shop: 's1', channelSku: 'c-kettle', sku: 'kettle', effectiveFrom: 0 })
  const total = { tried: 0, wentThrough: 0, stillWaiting: 0 }
  for (let after: string | null | undefined; after !== null; ) {
    const { body } = await server.post('/v1/exceptions/retry', {
      code: 'UNKNOWN_LISTING',
      limit: 2,
      ...(after === undefined ? {} : { after }),
    })
    expect(body.tried).toBeLessThanOrEqual(2)
    for (const count of ['tried', 'wentThrough', 'stillWaiting'] as const) total[count] += body[count]
    after = body.next
  }
  expect(total).toEqual({ tried: 5, wentThrough: 3, stillWaiting: 2 })
})

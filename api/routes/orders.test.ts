import { afterAll, beforeAll, expect, test } from 'vitest'
import { appOrder as anyOrder, minuteMs } from '../../tests/spine/harness.ts'
import { openServer, type TestServer } from '../testing/server.ts'

/** Young enough that no unpaid order of it is due. */
const start = Date.now() - 25 * minuteMs
const appOrder = (orderId: string, more: Parameters<typeof anyOrder>[1] = {}) => anyOrder(orderId, { at: start, ...more })

let server: TestServer
let last: string

beforeAll(async () => {
  server = await openServer({ limits: { waitMs: 3_000 } })
  await server.define()
  const sent = [
    appOrder('a1', { at: start }),
    appOrder('a2', { at: start + minuteMs, paid: false }),
    appOrder('a3', { at: start + 2 * minuteMs, buyer: { ...appOrder('a3').buyer, memberId: 'other', name: '李四', phone: '13900001111' } }),
    appOrder('a4', { at: start + 3 * minuteMs }),
    appOrder('a5', { at: start + 4 * minuteMs }),
  ]
  for (const order of sent) last = (await server.send(order)).body[0].position
})
afterAll(() => server.close())

const list = async (query: string, key?: string) => {
  const { status, body } = await server.get(`/v1/orders?minPosition=${last}&${query}`, key === undefined ? {} : { key })
  return { status, code: body.code, ids: body.items?.map((each: { channelOrderId: string }) => each.channelOrderId), next: body.next, body }
}

test('the newest order comes first', async () => {
  expect((await list('')).ids).toEqual(['a5', 'a4', 'a3', 'a2', 'a1'])
})

test.each([
  ['channel=app', 5],
  ['channel=jd', 0],
  ['shop=s1', 5],
  ['shop=other', 0],
  ['status=unpaid', 1],
  ['region=330106', 5],
  ['region=330000', 5],
  ['region=110000', 0],
  ['sku=fridge', 5],
  ['sku=oven', 0],
  ['hold=riskReview', 0],
  ['channelOrderId=a2', 1],
  ['orderId=app.s1.a2', 1],
  ['orderId=app.s1.none', 0],
  [`from=${start + 2 * minuteMs}`, 3],
  [`to=${start + 2 * minuteMs}`, 2],
  [`from=${encodeURIComponent(new Date(start + minuteMs).toISOString())}&to=${start + 3 * minuteMs}&channel=app`, 2],
  ['buyer=13900001111', 1],
  ['buyer=1111', 1],
  [`buyer=${encodeURIComponent('李四')}`, 1],
  ['buyer=13812345678', 4],
  ['buyer=5678&status=unpaid', 1],
  ['buyer=0000', 0],
])('%s finds %i', async (query, count) => {
  expect((await list(query)).ids).toHaveLength(count)
})

test.each([
  'limit=0',
  'limit=201',
  'status=nonsense',
  'channel=ebay',
  'region=33',
  'after=nonsense',
  'from=yesterday',
  'minPosition=-1',
  'asOf=5',
])('%s is a bad request that says where', async (query) => {
  const { status, body } = await server.get(`/v1/orders?${query}`)
  expect({ status, code: body.code }).toEqual({ status: 400, code: 'BAD_REQUEST' })
  expect(body.detail).toContain(query.split('=')[0])
})

test('pages by cursor hold while orders come in', async () => {
  for (const filter of ['', '&buyer=5678']) {
    const first = await list(`limit=2${filter}`)
    const newcomer = await server.send(appOrder(`new${filter.length}`, { at: start + 10 * minuteMs }))
    last = newcomer.body[0].position
    const second = await list(`limit=2${filter}&after=${first.next}`)
    const third = await list(`limit=2${filter}&after=${second.next ?? ''}`)
    const told = [...first.ids, ...second.ids, ...(second.next === null ? [] : third.ids)]
    expect(new Set(told).size).toBe(told.length)
    expect(told.slice(-4)).toEqual(filter === '' ? ['a4', 'a3', 'a2', 'a1'].slice(-4) : ['a5', 'a4', 'a2', 'a1'])
    expect(second.next === null || third.next === null).toBe(true)
  }
})

test('personal data is shown by role, and only those who read it search by it', async () => {
  const phoneAs = async (role: 'operator' | 'finance' | 'auditor') => {
    const key = await server.keyOf(role)
    return (await server.get('/v1/orders/app.s1.a1', { key })).body.buyer.phone
  }
  expect(await phoneAs('operator')).toBe('13812345678')
  expect(await phoneAs('finance')).toEqual({ withheld: 'role' })
  expect(await phoneAs('auditor')).toEqual({ withheld: 'role' })
  expect(await list('buyer=5678', await server.keyOf('auditor'))).toMatchObject({ status: 403, code: 'FORBIDDEN' })
})

test('an order is shown as it stood at a position or an instant', async () => {
  const { body } = await server.send(appOrder('past', { paid: false }))
  const before = body[0].position
  const paid = await server.send(appOrder('past', { modifiedAt: start + minuteMs }))
  const at = async (asOf: string) => (await server.get(`/v1/orders/app.s1.past?asOf=${encodeURIComponent(asOf)}`)).body
  const minPosition = paid.body[0].position
  expect((await server.get(`/v1/orders/app.s1.past?minPosition=${minPosition}`)).body.payStatus).toBe('paid')
  expect(await at(before)).toMatchObject({ payStatus: 'unpaid', position: before })
  expect((await at('2001-01-01T00:00:00Z')).code).toBe('ORDER_UNKNOWN')
  expect((await at('2999-01-01T00:00:00Z')).payStatus).toBe('paid')
  expect((await at('then')).code).toBe('BAD_REQUEST')
  const listed = await server.get(`/v1/orders?orderId=app.s1.past&asOf=${before}`)
  expect(listed.body.items).toMatchObject([{ payStatus: 'unpaid' }])
})

test('the timeline tells an order in the order of the log, as the role may read it', async () => {
  const told = (await server.get(`/v1/orders/app.s1.a1/timeline?minPosition=${last}`)).body
  const types = told.events.map((each: { type: string }) => each.type)
  expect(types.slice(0, 3)).toEqual(['ChannelMessageReceived', 'OrderPlaced', 'PaymentCaptured'])
  expect(types).toContain('OrderSourced')
  const positions = told.events.map((each: { position: string }) => BigInt(each.position))
  expect(positions).toEqual(positions.toSorted((a: bigint, b: bigint) => (a < b ? -1 : 1)))
  expect(told.events[1].data.buyer.name).toBe('王小明')
  expect(told.events[0].data).not.toHaveProperty('payload')
  expect(told.more).toBe(false)
  const auditor = await server.keyOf('auditor')
  const sealed = (await server.get('/v1/orders/app.s1.a1/timeline', { key: auditor })).body
  expect(sealed.events[1].data.buyer.name).toEqual({ withheld: 'role' })
  const past = (await server.get(`/v1/orders/app.s1.a1/timeline?asOf=${told.events[1].position}`)).body
  expect(past.events.map((each: { type: string }) => each.type)).toEqual(['ChannelMessageReceived', 'OrderPlaced'])
  expect((await server.get('/v1/orders/none/timeline')).body.code).toBe('ORDER_UNKNOWN')
})

test('what was just written can be read, and what is not there yet is said to be behind', async () => {
  const { body } = await server.send(appOrder('own write/1'))
  expect(body[0].orderId).toBe('app.s1.own%20write%2F1')
  expect((await server.get(`/v1/orders/${encodeURIComponent(body[0].orderId)}?minPosition=${body[0].position}`)).status).toBe(200)
  const ahead = await server.get('/v1/orders?minPosition=999999999999')
  expect(ahead).toMatchObject({ status: 504, body: { code: 'BEHIND', details: { readModel: 'order-pool', lagMs: expect.any(Number) } } })
})

test('a filter there is not is refused, so that a mistyped one never shows everything', async () => {
  const { status, body } = await server.get('/v1/orders?phone=13812345678')
  expect({ status, code: body.code }).toEqual({ status: 400, code: 'BAD_REQUEST' })
  expect(body.detail).toContain('phone')
  expect((await server.get('/v1/events?from=1')).status).toBe(400)
  expect((await server.post('/v1/channel-orders/app?sign=abc&timestamp=1', appOrder('signed'))).status).toBe(200)
})

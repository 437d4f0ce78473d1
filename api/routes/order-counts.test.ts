import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Collection } from '../../stores/documents/port.ts'
import { appOrder, minuteMs } from '../../tests/spine/harness.ts'
import { countOrders } from '../reading/order-counts.ts'
import { openServer, type TestServer } from '../testing/server.ts'

const start = Date.now() - 25 * minuteMs

let server: TestServer
let last: string

beforeAll(async () => {
  server = await openServer()
  await server.define()
  for (let order = 1; order <= 9; order += 1)
    last = (await server.send(appOrder(`a${order}`, { at: start + order * minuteMs, paid: order % 3 !== 0 }))).body[0].position
})
afterAll(() => server.close())

const counts = async (query: string, key?: string) => {
  const { status, body } = await server.get(`/v1/order-counts?minPosition=${last}&${query}`, key === undefined ? {} : { key })
  if (status !== 200) return body.code
  const told = body.counts.filter(({ orders }: { orders: number }) => orders > 0)
  return Object.fromEntries(told.map((each: { status: string; orders: number; more: boolean }) => [each.status, each.orders]))
}
const listed = async (query: string) => (await server.get(`/v1/orders?minPosition=${last}&${query}`)).body.items.length

test.each([
  '',
  'channel=app',
  'channel=jd',
  'shop=s1&channel=app',
  'hold=riskReview',
  'region=330106',
  'region=110000',
  'sku=fridge&region=330000',
  `from=${start + 4 * minuteMs}`,
  `to=${start + 4 * minuteMs}&shop=s1`,
  'orderId=app.s1.a3',
  'channelOrderId=a3',
  'buyer=13812345678',
  'buyer=0000',
])('with %s there are as many of each status as the list shows', async (query) => {
  const told = await counts(query)
  const all = Object.values(told).reduce((sum: number, orders) => sum + Number(orders), 0)
  expect(all).toBe(await listed(query))
  for (const status of ['unpaid', 'toShip', 'held', 'shipped'])
    if (!query.includes('orderId')) expect(told[status] ?? 0).toBe(await listed(`${query}&status=${status}`))
})

test('nobody counts what they may not list', async () => {
  expect(await counts('', await server.keyOf('integrator', ['jd']))).toEqual({})
  expect(await counts('', await server.keyOf('integrator', ['app']))).not.toEqual({})
  expect(await counts('channel=app', await server.keyOf('integrator', ['jd']))).toBe('FORBIDDEN')
  expect(await counts('buyer=13812345678', await server.keyOf('auditor'))).toBe('FORBIDDEN')
})

const asker = { keyId: 'k', role: 'admin', channels: [] } as const
const page = (orders: number) => ({
  items: Array.from({ length: Math.min(orders, 999) }, () => ({ status: 'toShip' })) as never,
  next: null,
})

test('a count ends at a bound, and says that there are more', async () => {
  const asked: unknown[] = []
  const many = { count: async (_: unknown, upTo: number) => asked.push(upTo) && Math.min(5_000, upTo) } as unknown as Collection<never>
  const told = await countOrders(many, { filters: { channel: 'jd' }, asker }, async () => page(0))
  expect(new Set(asked)).toEqual(new Set([1_000]))
  expect(told.every(({ orders, more }) => orders === 999 && more)).toBe(true)
})

test('where no index leads to a status, the newest orders are looked at, and what was not seen is not said to be nothing', async () => {
  const none = {} as Collection<never>
  const wanted = { filters: { sku: 'fridge' }, asker }
  const few = await countOrders(none, wanted, async () => page(3))
  expect(few.find(({ status }) => status === 'toShip')).toEqual({ status: 'toShip', orders: 3, more: false })
  const many = await countOrders(none, wanted, async (_, __, { limit }) => ({ ...page(limit), next: 'on' }))
  expect(many.find(({ status }) => status === 'toShip')).toEqual({ status: 'toShip', orders: 300, more: true })
  expect(many.find(({ status }) => status === 'held')).toEqual({ status: 'held', orders: 0, more: true })
})

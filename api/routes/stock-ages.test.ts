import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayMs } from '../../domain/shared/china-day.ts'
import { openServer, skuOf, type TestServer } from '../testing/server.ts'

let server: TestServer
let last: string
let beforeLast: string
const now = Date.now()
const daysAgo = (days: number) => now - days * dayMs

beforeAll(async () => {
  server = await openServer({ limits: { viewWaitMs: 30_000 } })
  await server.define()
  const region = { path: ['310000', '310100', '310115'], name: '上海' }
  const place = (location: string, kind: string) => ({
    ...{ location, name: location, kind, storeCode: null, covers: [], active: true },
    region,
  })
  const receive = (sku: string, location: string, quantity: number, days: number) => ({
    ...{ sku, location, quantity, documentId: `in-${sku}-${location}-${days}`, askedAt: daysAgo(days) },
  })
  const steps: readonly [string, object][] = [
    ['DefineLocation', place('S1', 'store')],
    ['DefineLocation', place('X1', 'supplier')],
    ['DefineSku', { ...skuOf('gasket'), category: 'sparePart' }],
    ['DefineSku', { ...skuOf('filter'), category: 'consumable' }],
    ['ReceiveStock', receive('gasket', 'HZ', 5, 400)],
    ['ReceiveStock', receive('gasket', 'S1', 2, 40)],
    ['ReceiveStock', receive('gasket', 'X1', 9, 10)],
    ['ReceiveStock', receive('filter', 'S1', 6, 20)],
    ['DispatchTransfer', { transferId: 't1', sku: 'gasket', location: 'HZ', to: 'S1', quantity: 1 }],
    [
      'ReserveStock',
      {
        sku: 'filter',
        location: 'S1',
        orderId: 'app.s1.1',
        channel: 'app',
        reservations: [{ reservationId: 'r', lineId: '1', quantity: 2 }],
      },
    ],
    ['IssueStock', { sku: 'filter', location: 'S1', reservationId: 'r', fulfilmentId: 'f', shipmentId: 's', quantity: 2 }],
  ]
  for (const [type, data] of steps) {
    beforeLast = String(await server.ledger.events.head())
    const { status, body } = await server.command(type, data)
    expect(status, `${type} ${JSON.stringify(body)}`).toBe(200)
    last = body.position
  }
})
afterAll(() => server.close())

const ages = async (query: string) => (await server.get(`/v1/stock-ages?minPosition=${last}&${query}`)).body.items
const movers = async (query: string) => (await server.get(`/v1/stock-movers?minPosition=${last}&${query}`)).body.items

test('stock is as old as its receipt, at each location and all together, what lies longest first', async () => {
  const [oldest, ...others] = await ages('category=sparePart&buckets=30,365')
  expect(oldest).toMatchObject({ sku: 'gasket', location: 'HZ', onHand: 4, oldestDays: 400, averageDays: 400, idleDays: 400, soldUnits: 0 })
  expect(oldest.buckets).toEqual([
    { fromDays: 0, toDays: 30, units: 0 },
    { fromDays: 30, toDays: 365, units: 0 },
    { fromDays: 365, toDays: null, units: 4 },
  ])
  expect(others.map(({ location, oldestDays }: { location: string; oldestDays: number }) => [location, oldestDays])).toEqual([
    ['S1', 40],
    ['X1', 10],
  ])
  expect(await ages('sku=gasket&level=all')).toMatchObject([{ location: null, onHand: 16, oldestDays: 400 }])
  expect((await ages('area=310000')).map(({ sku }: { sku: string }) => sku)).toEqual(['gasket', 'gasket', 'filter'])
})

test('what has not sold for so many days is what is dead, seen from any instant', async () => {
  const dead = async (query: string) =>
    (await ages(query)).map(({ sku, location }: { sku: string; location: string }) => `${sku}@${location}`)
  expect(await dead('idleDays=30&category=sparePart,consumable')).toEqual(['gasket@HZ', 'gasket@S1'])
  const later = new Date(now + 60 * dayMs).toISOString().replace('Z', '%2B00:00')
  expect(await dead(`idleDays=30&category=sparePart,consumable&asOf=${later}`)).toEqual([
    'gasket@HZ',
    'gasket@S1',
    'gasket@X1',
    'filter@S1',
  ])
})

test('the long tail is pooled over all locations, with what of it may be promised and how it sells', async () => {
  const [gasket, filter] = await movers('category=sparePart,consumable')
  expect(gasket).toMatchObject({
    sku: 'gasket',
    pace: 'dead',
    onHand: 16,
    availableToPromise: 15,
    inTransit: 1,
    locations: 3,
    idleDays: 400,
  })
  expect(filter).toMatchObject({ sku: 'filter', pace: 'slow', onHand: 4, soldUnits: 2, idleDays: 0 })
  expect(await movers('category=consumable&slowBelow=2')).toMatchObject([{ pace: 'moving' }])
  expect(await movers('category=none')).toEqual([])
})

test('as of a position it is what stood then', async () => {
  const { body } = await server.get(`/v1/stock-movers?category=consumable&asOf=${beforeLast}`)
  expect(body.items).toMatchObject([{ sku: 'filter', onHand: 6, soldUnits: 0, pace: 'dead', idleDays: 20 }])
})

test('the reach of a SKU is what there is at warehouses, at stores, at suppliers and on its way, in the country and in each part', async () => {
  const { body } = await server.get(`/v1/stock-reach?sku=gasket&minPosition=${last}`)
  expect(body).toMatchObject({
    ...{ area: 'CN', inTransit: 1, warehouse: { onHand: 4, locations: 1 }, store: { onHand: 2, inTransit: 1, availableToPromise: 2 } },
    ...{ dropship: { availableToPromise: 9, locations: 1 }, transit: { locations: 0 } },
  })
  expect(body.areas).toMatchObject([
    { area: '310000', store: { onHand: 2 }, dropship: { onHand: 9 }, warehouse: { onHand: 0 }, inTransit: 1 },
    { area: '330000', warehouse: { onHand: 4 }, inTransit: 0 },
  ])
  const inShanghai = (await server.get(`/v1/stock-reach?sku=gasket&area=310000&minPosition=${last}`)).body
  expect(inShanghai).toMatchObject({ warehouse: { locations: 0 }, areas: [{ area: '310100', dropship: { onHand: 9 } }] })
  expect((await server.get('/v1/stock-reach?sku=none')).body).toMatchObject({ areas: [], inTransit: 0 })
})

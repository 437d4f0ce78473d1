import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer, skuOf, type TestServer } from '../testing/server.ts'

let server: TestServer
let last: string
let afterTen: string

beforeAll(async () => {
  server = await openServer({ limits: { viewWaitMs: 30_000 } })
  await server.define()
  const shanghai = { path: ['310000', '310100', '310115'], name: '上海' }
  const steps: readonly [string, object][] = [
    [
      'DefineLocation',
      { ...{ location: 'SH', name: 'Shanghai', kind: 'warehouse', storeCode: null, covers: [], active: true }, region: shanghai },
    ],
    ['DefineSku', skuOf('oven')],
    ['ReceiveStock', { sku: 'fridge', location: 'SH', documentId: 'in-2', quantity: 7 }],
    ['ReceiveStock', { sku: 'oven', location: 'HZ', documentId: 'in-3', quantity: 3 }],
    ['SetSafetyStock', { sku: 'fridge', location: 'HZ', safetyStock: 2 }],
    ['SetChannelQuota', { sku: 'fridge', location: 'HZ', channel: 'jd', quota: 4, kind: 'exclusive' }],
  ]
  afterTen = String(await server.ledger.events.head())
  for (const [type, data] of steps) {
    const { status, body } = await server.command(type, data)
    expect(status, JSON.stringify(body)).toBe(200)
    last = body.position
  }
})
afterAll(() => server.close())

const stock = async (query: string) => (await server.get(`/v1/stock?minPosition=${last}&${query}`)).body

test('every SKU at every location is on the map', async () => {
  const { items } = await stock('')
  expect(items.map(({ sku, location, onHand }: { sku: string; location: string; onHand: number }) => [sku, location, onHand])).toEqual([
    ['fridge', 'HZ', 10],
    ['fridge', 'SH', 7],
    ['oven', 'HZ', 3],
  ])
})

test.each([
  ['sku=fridge', ['HZ', 'SH']],
  ['location=HZ', ['HZ', 'HZ']],
  ['area=310000', ['SH']],
  ['area=CN', ['HZ', 'SH', 'HZ']],
  ['area=330106&sku=oven', ['HZ']],
  ['category=refrigerator', ['HZ', 'SH', 'HZ']],
  ['sku=none', []],
])('%s narrows it', async (query, locations) => {
  expect((await stock(query)).items.map((each: { location: string }) => each.location)).toEqual(locations)
})

test('pages of it go on where the one before ended', async () => {
  const first = await stock('limit=2')
  const second = await stock(`limit=2&after=${first.next}`)
  expect([...first.items, ...second.items]).toHaveLength(3)
  expect(second.next).toBeNull()
})

test('a channel is told what it may be promised', async () => {
  const forChannel = async (channel: string) => (await stock(`sku=fridge&location=HZ&channel=${channel}`)).items[0].availableToChannel
  expect(await forChannel('jd')).toBe(8)
  expect(await forChannel('app')).toBe(4)
})

test.each([
  ['country', 'CN', 17],
  ['province', '330000', 10],
  ['city', '310100', 7],
  ['district', '330106', 10],
])('it is rolled up by %s', async (level, area, onHand) => {
  const { items } = await stock(`level=${level}&sku=fridge`)
  expect(items.find((each: { area: string }) => each.area === area)).toMatchObject({ level, onHand })
})

test('an area at another level shows what lies in it', async () => {
  const { items } = await stock('level=city&area=330000')
  expect(items.map(({ area, sku }: { area: string; sku: string }) => [area, sku])).toEqual([
    ['330100', 'fridge'],
    ['330100', 'oven'],
  ])
  expect((await server.get('/v1/stock?level=city&location=HZ')).status).toBe(400)
})

test('one SKU is shown with all its places and areas', async () => {
  const { body } = await server.get(`/v1/stock/fridge?minPosition=${last}`)
  expect(body.locations).toHaveLength(2)
  expect(body.areas[0]).toMatchObject({ area: 'CN', onHand: 17, availableToPromise: 15, safetyStock: 2, locations: 2 })
})

test('the map, a roll-up and one SKU are shown as they stood', async () => {
  const then = (await server.get(`/v1/stock?asOf=${afterTen}`)).body
  expect(then).toMatchObject({ items: [{ sku: 'fridge', location: 'HZ', onHand: 10, safetyStock: 0 }], next: null, position: afterTen })
  const rolledUp = (await server.get(`/v1/stock?level=country&asOf=${afterTen}`)).body
  expect(rolledUp.items).toMatchObject([{ area: 'CN', onHand: 10 }])
  const sku = (await server.get(`/v1/stock/fridge?asOf=${afterTen}`)).body
  expect(sku).toMatchObject({ locations: [{ onHand: 10 }], position: afterTen })
  expect(sku.locations).toHaveLength(1)
  expect((await server.get('/v1/stock?asOf=1999-01-01')).body.items).toEqual([])
  const summary = (await server.get(`/v1/stock-summary?asOf=${afterTen}`)).body
  expect(summary).toMatchObject({ areas: [{ area: '330000', onHand: 10, safety: 0 }], position: afterTen })
})

test('the summary sums all SKUs of the parts of an area', async () => {
  const parts = async (area: string) => (await server.get(`/v1/stock-summary?area=${area}&minPosition=${last}`)).body.areas
  expect(await parts('CN')).toEqual([
    { area: '310000', name: '上海市', onHand: 7, reserved: 0, inTransit: 0, damaged: 0, safety: 0, availableToPromise: 7 },
    { area: '330000', name: '浙江省', onHand: 13, reserved: 0, inTransit: 0, damaged: 0, safety: 2, availableToPromise: 11 },
  ])
  expect(await parts('330000')).toMatchObject([{ area: '330100', onHand: 13 }])
  expect(await parts('330100')).toMatchObject([{ area: '330106', onHand: 13 }])
  expect(await parts('330106')).toMatchObject([{ area: '330106', onHand: 13 }])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { askableCommands } from '../asking/askable.ts'
import { hangzhou, openServer, skuOf, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openServer()
  await server.define()
})
afterAll(() => server.close())

const reserve = (id: string, quantity = 1) => ({
  ...{ sku: 'fridge', location: 'HZ', orderId: `app.s1.${id}`, channel: 'app' },
  reservations: [{ reservationId: `${id}/1/0`, lineId: '1', quantity }],
})

test('a command is accepted once, and a repeat gets the first answer', async () => {
  const first = await server.command('ReserveStock', reserve('r1'), { commandId: 'c1' })
  expect(first).toMatchObject({
    status: 200,
    body: { accepted: true, stream: 'stock-fridge@HZ', events: ['StockReserved'], repeated: false },
  })
  const again = await server.command('ReserveStock', reserve('r1'), { commandId: 'c1' })
  expect(again.body).toMatchObject({ repeated: true, events: [], position: first.body.position })
})

test('a command without an id is given one', async () => {
  const { body } = await server.command('SetSafetyStock', { sku: 'fridge', location: 'HZ', safetyStock: 0 })
  expect(body.commandId).toMatch(/^[\w-]{36}$/)
})

test('another content under the same id is refused', async () => {
  await server.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: 'd2', quantity: 1 }, { commandId: 'c2' })
  const other = await server.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: 'd2', quantity: 2 }, { commandId: 'c2' })
  expect(other).toMatchObject({ status: 409 })
})

test('what the catalogue knows is filled in, and what was given stays', async () => {
  const { body } = await server.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: 'd3', quantity: 1, brand: 'Other' })
  for await (const page of server.ledger.events.readStream('stock-fridge@HZ', { from: body.revision })) {
    const data = JSON.parse(Buffer.from(page[0]!.data).toString('utf8'))
    expect(data).toMatchObject({ regionPath: hangzhou, category: 'refrigerator', brand: 'Other', askedAt: expect.any(Number) })
  }
  await server.command('SetSafetyStock', { sku: 'fridge', location: 'HZ', safetyStock: 0 })
})

test('a report of a carrier taken down by hand needs no more than its words', async () => {
  const lines = [{ lineId: '1', sku: 'fridge', category: '', brand: '', reservationId: 'r', quantity: 1, serialNumberRequired: false }]
  const fulfilmentId = 'app.s1.t1.1@HZ'
  const work = { fulfilmentId, orderId: 'app.s1.t1', channel: 'app', shop: 's1', location: 'HZ', regionPath: [], kind: 'delivery' }
  const asking = { commandId: 'work', actor: 'process:order', occurredAt: 1, correlationId: 'c', causationId: 'c' }
  const data = { ...work, shipTo: [], lines, promisedBy: null, reportedShipments: [] }
  await server.ledger.bus.ask({ type: 'RequestFulfilment', data }, asking)
  const told = { fulfilmentId, shipmentId: 'S1', status: 'at the hub', reportedAt: 5 }
  expect((await server.command('ReportTracking', told)).body).toMatchObject({ accepted: true, events: ['TrackingReported'] })
  expect((await server.command('ReportTracking', told)).body).toMatchObject({ accepted: true, events: [] })
})

test('a bundle is checked against the catalogue', async () => {
  const bundle = (sku: string, component: string) => ({ ...skuOf(sku), components: [{ sku: component, quantity: 1, priceShare: 100 }] })
  expect((await server.command('DefineSku', bundle('set', 'fridge'))).status).toBe(200)
  expect((await server.command('DefineSku', bundle('set2', 'set'))).body.code).toBe('BUNDLE_OF_BUNDLES')
  expect((await server.command('DefineSku', bundle('set3', 'none'))).body.code).toBe('SKU_UNKNOWN')
})

test('a refusal says what would have been possible', async () => {
  const { status, body } = await server.command('ReserveStock', reserve('greedy', 1_000))
  expect({ status, code: body.code }).toEqual({ status: 409, code: 'INSUFFICIENT_STOCK' })
  expect(body.details).toEqual({ requested: 1_000, available: expect.any(Number) })
})

test.each([
  ['an unknown command', 'DoMagic', {}, 400, 'BAD_REQUEST'],
  ['a command only processes ask', 'RecordSourcing', { orderId: 'x', plan: [] }, 400, 'BAD_REQUEST'],
  ['a command with a route of its own', 'IssueAccessKey', {}, 400, 'BAD_REQUEST'],
  ['a field that does not exist', 'HoldOrder', { orderId: 'x', reason: 'operator', detail: '', surplus: 1 }, 400, 'BAD_REQUEST'],
  ['a SKU nobody knows', 'ReceiveStock', { sku: 'none', location: 'HZ', documentId: 'd', quantity: 1 }, 404, 'SKU_UNKNOWN'],
  ['a location nobody knows', 'ReceiveStock', { sku: 'fridge', location: 'none', documentId: 'd', quantity: 1 }, 404, 'LOCATION_UNKNOWN'],
  ['an order nobody knows', 'HoldOrder', { orderId: 'app.s1.none', reason: 'operator', detail: '' }, 404, 'ORDER_UNKNOWN'],
  ['a quantity of nothing', 'ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: 'd', quantity: 0 }, 400, 'BAD_REQUEST'],
  [
    'an instant of tomorrow',
    'ReceiveStock',
    { sku: 'fridge', location: 'HZ', documentId: 'd', quantity: 1, askedAt: Date.now() + 86_400_000 },
    400,
    'BAD_REQUEST',
  ],
])('%s is refused', async (_, type, data, status, code) => {
  const answer = await server.command(type, data)
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code })
})

test('a body that is not JSON, or of another kind, or too large, is refused in words', async () => {
  const json = { 'content-type': 'application/json' }
  expect((await server.post('/v1/commands', '{', { headers: json })).body).toMatchObject({
    code: 'BAD_REQUEST',
    detail: 'the body is not JSON',
  })
  expect((await server.post('/v1/commands', '', { headers: json })).status).toBe(400)
  expect((await server.post('/v1/commands', '<a/>', { headers: { 'content-type': 'text/xml' } })).status).toBe(415)
  expect((await server.post('/v1/commands', `"${'x'.repeat(5_000_000)}"`, { headers: json })).body.code).toBe('TOO_LARGE')
})

test('every command that may be asked is documented with its data', async () => {
  const { paths } = (await server.get('/openapi.json')).body
  const text = JSON.stringify(paths['/v1/commands'].post.requestBody)
  for (const type of askableCommands.keys()) expect(text.includes(`"enum":["${type}"]`), type).toBe(true)
})

test('other goods for an exchange are named at this door, and only for a case that is one', async () => {
  const lines = [{ lineId: '1', sku: 'fridge', unitPriceFen: 1_000 }]
  const asked = { orderId: 'app.s1.x1', channel: 'app', shop: 's1', kind: 'exchange', requestedAt: 1, reason: null }
  const money = { lines: [{ lineId: '1', quantity: 1 }], refundFen: 0, freightFen: 0 }
  await server.command('RequestRefund', { afterSalesId: 'app.s1.x1', refundId: 'x1', ...asked, ...money })
  await server.command('RequestRefund', { afterSalesId: 'app.s1.x2', refundId: 'x2', ...asked, ...money, kind: 'resend' })
  const name = (id: string) => server.command('NameReplacement', { afterSalesId: `app.s1.${id}`, lines, sellerBearsFen: 0 })
  expect((await name('x1')).body).toMatchObject({ accepted: true, events: ['ReplacementNamed'] })
  expect(await name('x2')).toMatchObject({ status: 409 })
  expect(await server.command('PriceExchange', { afterSalesId: 'app.s1.x1', units: [] })).toMatchObject({ status: 400 })
})

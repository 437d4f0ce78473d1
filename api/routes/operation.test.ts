import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appOrder } from '../../tests/spine/harness.ts'
import { openServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let position: string
const scratch = mkdtempSync(join(tmpdir(), 'ledger-operation-'))
const minutesAgo = Date.now() - 600_000

beforeAll(async () => {
  server = await openServer()
  await server.define()
  await server.send(appOrder('unpaid', { at: minutesAgo, paid: false }))
  await server.send(appOrder('paid', { at: minutesAgo }))
  while ((await server.get('/v1/fulfilments')).body.items?.length !== 1) await new Promise((resolve) => setTimeout(resolve, 20))
  position = String(await server.ledger.events.head())
})
afterAll(async () => {
  await server.close()
  rmSync(scratch, { recursive: true })
})

test.each([
  ['/v1/skus', 1],
  ['/v1/skus?category=refrigerator', 1],
  ['/v1/skus?sku=none', 0],
  ['/v1/locations?active=true', 1],
  ['/v1/locations?active=false', 0],
  ['/v1/locations?area=330100', 1],
  ['/v1/shops', 1],
  ['/v1/shops?channel=jd', 0],
  ['/v1/listings?sku=fridge', 1],
  ['/v1/listings?channel=app&shop=s1&channelSku=c-fridge', 1],
  ['/v1/fulfilments?location=HZ', 1],
  ['/v1/fulfilments?orderId=app.s1.paid', 1],
  ['/v1/fulfilments?status=delivered', 0],
  ['/v1/deadlines?kind=unpaid', 1],
  ['/v1/deadlines?kind=backorder', 0],
  ['/v1/exceptions', 0],
])('%s lists %i', async (path, count) => {
  const { status, body } = await server.get(`${path}${path.includes('?') ? '&' : '?'}minPosition=${position}`)
  expect(status).toBe(200)
  expect(body.items).toHaveLength(count)
  expect(BigInt(body.position)).toBeGreaterThanOrEqual(BigInt(position))
})

test('processes at rest are listed with what wakes them', async () => {
  await server.command('SetSafetyStock', { sku: 'fridge', location: 'HZ', safetyStock: 10 })
  await server.send(appOrder('short', { at: minutesAgo }))
  const waiting = async () => (await server.get('/v1/waiting?process=order')).body.items
  while ((await waiting()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await waiting()).toMatchObject([{ process: 'order', instanceId: 'app.s1.short', dueAt: expect.any(Number) }])
})

test('an after-sales case tells how it stands and what happened', async () => {
  const data = { afterSalesId: 'app.s1.R1', orderId: 'app.s1.paid', channel: 'app', shop: 's1', refundId: 'R1', kind: 'refundOnly' }
  const asked = { requestedAt: Date.now(), lines: [{ lineId: '1', quantity: 1 }], refundFen: 100, freightFen: 0, reason: null }
  const answer = await server.command('RequestRefund', { ...data, ...asked })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const { body } = await server.get('/v1/after-sales/app.s1.R1')
  expect(body).toMatchObject({ case: { orderId: 'app.s1.paid', phase: expect.any(String) }, events: [{ type: 'RefundRequested' }] })
  expect((await server.get('/v1/after-sales/none')).body.code).toBe('AFTER_SALES_UNKNOWN')
})

test('the status says how far everything is', async () => {
  const { body } = await server.get('/v1/status')
  expect(body).toMatchObject({ role: 'admin', exceptions: { open: 0 }, deadlines: { due: 0 }, processes: { active: expect.any(Number) } })
  expect(body.readModels.map(({ name }: { name: string }) => name)).toContain('order-pool')
  for (const model of body.readModels) expect(model).toMatchObject({ state: 'following', parked: 0, cause: null })
})

test('nothing is parked, and what is not parked can be neither retried nor dropped', async () => {
  expect((await server.get('/v1/parked')).body).toEqual({ items: [] })
  for (const action of ['retry', 'drop']) {
    expect((await server.post(`/v1/parked/${action}`, { projection: 'order-pool', key: 'x' })).status).toBe(404)
    expect((await server.post(`/v1/parked/${action}`, { projection: 'none', key: 'x' })).status).toBe(400)
  }
})

test('a backup is copied while the ledger runs', async () => {
  const target = join(scratch, 'backup')
  const { status, body } = await server.post('/v1/admin/backup', { target })
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body).toMatchObject({ target, bytes: expect.any(Number), lastPosition: expect.stringMatching(/^\d+$/) })
  expect(existsSync(target)).toBe(true)
  const again = await server.post('/v1/admin/backup', { target })
  expect(again).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST', detail: expect.stringContaining('ENOTEMPTY') } })
})

test('read models are rebuilt beside the live ones', async () => {
  const { status, body } = await server.post('/v1/admin/rebuild', { readModels: ['stock-map'] })
  expect({ status, body }).toEqual({ status: 202, body: { started: true, readModels: ['stock-map'] } })
  const building = async () =>
    (await server.get('/v1/status')).body.readModels.some((each: { building: object | null }) => each.building !== null)
  while (await building()) await new Promise((resolve) => setTimeout(resolve, 10))
  expect((await server.get(`/v1/stock?minPosition=${position}`)).body.items).toHaveLength(1)
  expect((await server.post('/v1/admin/rebuild', { readModels: ['none'] })).status).toBe(400)
})

test('metrics count what was asked and show how far read models are', async () => {
  const { body, headers } = await server.get('/metrics')
  expect(headers.get('content-type')).toContain('text/plain')
  expect(body).toMatch(/ledger_channel_messages_total\{channel="app",outcome="placed"\} 3/)
  expect(body).toMatch(/ledger_commands_total\{type="ReceiveStock",outcome="accepted"\} 1/)
  expect(body).toMatch(/ledger_read_model_lag_seconds\{read_model="order-pool"\} \d/)
  expect(body).toMatch(/ledger_http_request_seconds_count\{method="POST",route="\/v1\/commands",status="200"\} \d/)
})

test('a store that refuses appends is told to whoever asks and to those who watch', async () => {
  const { EventStoreError } = await import('../../stores/events/port.ts')
  const bus = server.ledger.bus as { ask: typeof server.ledger.bus.ask }
  const { ask } = bus
  bus.ask = () => Promise.reject(new EventStoreError('STOPPED', 'an earlier sync failed'))
  const { status, body, headers } = await server.command('HoldOrder', { orderId: 'app.s1.paid', reason: 'operator', detail: '' })
  bus.ask = ask
  expect({ status, code: body.code, details: body.details }).toEqual({ status: 503, code: 'STORE_REFUSES', details: { cause: 'STOPPED' } })
  expect(headers.get('retry-after')).toBe('1')
  const ready = await server.get('/readyz', { key: null })
  expect(ready).toMatchObject({ status: 503, body: { ready: false, reasons: [expect.stringContaining('STOPPED')] } })
  expect((await server.get('/healthz', { key: null })).status).toBe(200)
})

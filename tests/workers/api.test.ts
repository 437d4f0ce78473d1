import { afterEach, beforeEach, expect, test } from 'vitest'
import type { App } from '../../api/app.ts'
import { issueFirstKey } from '../../api/auth/first-key.ts'
import { createApi } from '../../api/create-api.ts'
import { openScratchDocuments } from '../../compose/stores.ts'
import { mortal } from './mortal.ts'
import { openShop, receive } from './shop.ts'
import { openShared, type Shared, type TestWorker } from './world.ts'

const patience = { timeout: 20_000, interval: 25 }
let shared: Shared
let api: TestWorker
let app: App
let key: string
const open: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  shared = await openShared()
  api = await shared.open({ role: 'api' })
  key = (await issueFirstKey({ ...api.ledger, say: () => undefined }))!
  app = await appOf(api)
  open.push(() => api.stop())
})
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
  await shared.close()
})

async function appOf({ ledger, processes }: TestWorker, onlyOperation = false): Promise<App> {
  const one = await createApi({
    ...{ ledger, processes: processes?.runtime ?? null, scratch: openScratchDocuments, page: null, onlyOperation },
    ...{ backUp: async () => ({}), log: { write: () => undefined }, checkAnswers: true, limits: { waitMs: 400 } },
  })
  open.push(() => one.close())
  return one
}

async function get(path: string, from: App = app) {
  const { statusCode, body, headers } = await from.inject({ method: 'GET', url: path, headers: { authorization: `Bearer ${key}` } })
  return { status: statusCode, body: String(headers['content-type']).includes('json') ? JSON.parse(body) : body }
}

test('a GET with minPosition waits for whoever owns the read model, and when nobody does, says in time how far behind it is', async () => {
  const dying = mortal(shared)
  const worker = await shared.open(dying)
  await openShop(api.ledger, 3)
  const { position } = (await receive(api.ledger, 4)) as { position: bigint }
  await expect.poll(async () => (await get(`/v1/stock/fridge?minPosition=${position}`)).status, patience).toBe(200)
  expect((await get(`/v1/stock/fridge?minPosition=${position}`)).body.locations).toMatchObject([{ onHand: 7 }])
  dying.kill()
  const later = (await receive(api.ledger, 1)) as { position: bigint }
  shared.clock.advanceTo(shared.clock.now() + 3_000)
  expect(await get(`/v1/stock/fridge?minPosition=${later.position}`)).toMatchObject({
    status: 504,
    body: { code: 'BEHIND', details: { position: String(position), lagMs: 3_000 } },
  })
  expect((await get('/v1/stock/fridge')).body.locations, 'without it, what is there is shown').toMatchObject([{ onHand: 7 }])
  expect(worker.name).toBe('worker-2')
})

test('status and metrics of any process say who owns what, how far it lags and what is parked', async () => {
  const worker = await shared.open()
  open.push(() => worker.stop())
  await openShop(api.ledger, 3)
  await expect.poll(async () => (await get('/v1/status')).status, patience).toBe(200)
  const stockModel = async () => (await get('/v1/status')).body.readModels.find(({ name }: { name: string }) => name === 'stock-map')
  await expect
    .poll(stockModel, patience)
    .toMatchObject({ state: 'following', lagMs: 0, parked: 0, owner: worker.name, position: expect.any(String) })
  const { body } = await get('/v1/status')
  expect(body.processes).toBe(null)
  expect(body.owners).toContainEqual({ resource: 'process/order', owner: worker.name, epoch: expect.any(Number), remark: null })
  const metrics = (await get('/metrics')).body
  expect(metrics).toContain(`ledger_lease_epoch{resource="projection/stock-map",owner="${worker.name}"} `)
  expect(metrics).toContain('ledger_read_model_lag_seconds{read_model="stock-map"} 0')
  expect(metrics).toContain('ledger_read_model_parked_documents{read_model="stock-map"} 0')
})

test('a worker answers for itself alone', async () => {
  const worker = await shared.open()
  open.push(() => worker.stop())
  await openShop(api.ledger, 3)
  const own = await appOf(worker, true)
  await expect
    .poll(async () => (await get('/v1/status', own)).body.processes, patience)
    .toMatchObject({ active: 0, position: expect.any(String) })
  expect((await get('/healthz', own)).status).toBe(200)
  await expect.poll(async () => (await get('/readyz', own)).status, patience).toBe(200)
  expect((await get('/v1/orders', own)).status).toBe(404)
})

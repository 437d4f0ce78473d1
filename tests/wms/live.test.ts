import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer, skuOf, type TestServer } from '../../api/testing/server.ts'
import { appOrder } from '../spine/harness.ts'
import { confirmOf, type Simulator, startSimulator } from './simulator.ts'

const secret = 'of two'
const folder = mkdtempSync(join(tmpdir(), 'ledger-wms-live-'))
let server: TestServer
let wms: Simulator
beforeAll(async () => {
  wms = await startSimulator(secret)
  const environment = { LEDGER_EVENTS: `embedded:${folder}`, LEDGER_WMS_SECRETS: JSON.stringify({ HZ: secret }) }
  server = await openServer({ folder, settings: { environment } })
  await server.define()
})
afterAll(async () => {
  await server.close()
  await wms.stop()
})

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await sleep(20)
}
const works = async (orderId: string): Promise<readonly { state: string; location: string; handedOverTo: string | null }[]> =>
  (await server.get(`/v1/fulfilments?orderId=app.s1.${orderId}`)).body.items
const count = 20

test('a warehouse that does not answer is sent so much at once, and keeps nobody else waiting', async () => {
  const region = { path: ['330000', '330100', '330106'], name: '浙江 杭州 西湖' }
  const place = { location: 'SH', name: 'Shop', kind: 'store', storeCode: null, covers: [], active: true, region }
  const settings = { url: wms.url, customerId: 'c', appKey: 'k', warehouseCode: 'w', ownerCode: 'o', mostInFlight: 3, timeoutMs: 60_000 }
  const document = { warehouses: [{ location: 'HZ', ...settings }] }
  const steps: readonly (readonly [string, object])[] = [
    ['DefineLocation', place],
    ['DefineSku', skuOf('oven')],
    ['DefineListing', { channel: 'app', shop: 's1', channelSku: 'c-oven', sku: 'oven', effectiveFrom: 0 }],
    ['ReceiveStock', { sku: 'oven', location: 'SH', documentId: 'in-2', quantity: 5 }],
    ['ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: 'in-3', quantity: 100 }],
    ['PublishPolicy', { name: 'wms', kind: 'wms', document, note: 'connected' }],
  ]
  for (const [type, data] of steps) expect(await server.command(type, data), type).toMatchObject({ status: 200 })
  wms.hold()
  const at = Date.now()
  for (let id = 0; id < count; id++) await server.send(appOrder(`w${id}`, { at }))
  await until(() => wms.heldBack() === 3)
  await server.send(appOrder('other', { at, skus: ['oven'] }))
  await until(async () => (await works('other')).some(({ location }) => location === 'SH'))
  expect(wms.heldBack()).toBe(3)
  wms.letGo()
  const ids = Array.from({ length: count }, (_, id) => `w${id}`)
  for (const id of ids) await until(async () => (await works(id)).some(({ state }) => state === 'accepted'))
  expect(wms.load.most).toBeLessThanOrEqual(3)
  expect([...wms.orders.values()].map(({ created }) => created)).toEqual(ids.map(() => 1))
})

test('a confirm sent many times at once is taken once, over the door', async () => {
  const body = confirmOf('app.s1.w0.1', { number: 'C1', parcels: [{ waybill: 'SF1', items: [{ sku: 'fridge', quantity: 1 }] }] })
  const answers = await Promise.all(Array.from({ length: 20 }, () => wms.send(`${server.url}/v1/wms/HZ`, 'deliveryorder.confirm', body)))
  expect(new Set(answers.map(({ status, flag }) => `${status} ${flag}`))).toEqual(new Set(['200 success']))
  expect(answers.filter(({ message }) => message === 'applied')).toHaveLength(1)
  await until(async () => (await works('w0')).some(({ state }) => state === 'dispatched'))
})

test('the door answers in the form of Qimen whatever comes, and keeps what it cannot take as an exception', async () => {
  const tooLarge = await wms.send(`${server.url}/v1/wms/HZ`, 'deliveryorder.confirm', 'x'.repeat(1_100_000))
  expect(tooLarge).toMatchObject({ status: 413, flag: 'failure', code: 'TOO_LARGE' })
  const unnamed = await fetch(`${server.url}/v1/wms/HZ`, { method: 'POST', body: '<request/>' })
  expect([unnamed.status, await unnamed.text()]).toEqual([400, expect.stringContaining('<flag>failure</flag>')])
  const forged = await wms.send(`${server.url}/v1/wms/HZ`, 'deliveryorder.confirm', '<request/>', { sign: 'nonsense' })
  expect(forged).toMatchObject({ status: 200, flag: 'failure', code: 'sign-check-failure' })
  const odd = await wms.send(`${server.url}/v1/wms/HZ`, 'deliveryorder.confirm', '<request/>')
  expect(odd).toMatchObject({ status: 200, flag: 'success' })
  await until(async () => (await server.get('/v1/exceptions')).body.items.length === 1)
  const found = await server.get('/v1/exceptions?code=UNPARSABLE')
  expect(found.body.items).toMatchObject([{ location: 'HZ', channel: null, code: 'UNPARSABLE' }])
  const { exceptionId } = found.body.items[0]
  expect((await server.get(`/v1/exceptions/${exceptionId}`)).body).toMatchObject({ payload: '<request/>', received: '<request/>' })
  const integrator = await server.keyOf('integrator', ['app'])
  expect((await server.get('/v1/exceptions', { key: integrator })).body.items).toEqual([])
  expect(await server.get(`/v1/exceptions/${exceptionId}`, { key: integrator })).toMatchObject({ status: 404 })
  expect((await server.post(`/v1/exceptions/${exceptionId}/retry`, {})).body).toMatchObject({ ok: false, code: 'UNPARSABLE' })
  expect(await server.post(`/v1/exceptions/${exceptionId}/drop`, {})).toMatchObject({ status: 200 })
  await until(async () => (await server.get('/v1/exceptions')).body.items.length === 0)
  expect((await server.get('/v1/exceptions?code=UNPARSABLE&open=false')).body.items).toMatchObject([{ resolution: 'dropped' }])
  const metrics = await server.get('/metrics')
  expect(metrics.body).toContain('ledger_wms_messages_total{outcome="exception"} 1')
})

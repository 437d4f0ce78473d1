import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer, type TestServer } from '../../api/testing/server.ts'
import { fulfilmentAggregate } from '../../domain/fulfilment/fulfilment.ts'
import { appOrder } from '../spine/harness.ts'
import { type Channels, startChannels } from './simulator.ts'

const secret = 'of two'
/** The timer of deadlines stands still for a minute where the clock of the machine was set. */
const timeoutMs = 180_000
const folder = mkdtempSync(join(tmpdir(), 'ledger-publishing-live-'))
const environment = {
  LEDGER_EVENTS: `embedded:${folder}`,
  LEDGER_CHANNEL_SECRETS: JSON.stringify({ app: { s1: { secret } } }),
}
let channels: Channels
let server: TestServer
beforeAll(async () => {
  channels = await startChannels(secret)
  server = await openServer({ folder, settings: { environment } })
  await server.define()
  const connection = {
    channel: 'app',
    shop: 's1',
    url: channels.url('app'),
    appKey: 'k',
    mostInFlight: 2,
    timeoutMs: 60_000,
    retryFirstMs: 100,
  }
  await policy('channel-connection', { shops: [{ ...connection, finalCodes: ['NO_SUCH'] }] })
  await policy('channel-stock', { shops: [{ channel: 'app', shop: 's1', intervalMs: 500 }] })
})
afterAll(async () => {
  await server.close()
  await channels.stop()
})

async function policy(kind: string, document: object) {
  expect(await server.command('PublishPolicy', { name: kind, kind, document, note: 'connected' })).toMatchObject({ status: 200 })
}
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await sleep(20)
}
const receive = (quantity: number, documentId: string) =>
  server.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId, quantity })
const publications = async (query = '') => (await server.get(`/v1/channel-publications${query}`)).body.items

test('many movements at once are told in few messages, and the last says what is left', { timeout: timeoutMs }, async () => {
  let last = '0'
  for (let count = 0; count < 40; count++) last = (await receive(1, `in-${count}`)).body.position
  const left = (await server.get(`/v1/stock/fridge?minPosition=${last}`)).body.locations[0].availableToPromise
  expect(left).toBeGreaterThanOrEqual(40)
  await until(() => channels.shown.get('app/c-fridge') === left)
  expect(channels.quantities('app', 'c-fridge').length).toBeLessThanOrEqual(5)
  await until(async () =>
    (await publications('?shop=s1&sku=fridge')).some((each: { shownQuantity: number }) => each.shownQuantity === left),
  )
  const [found] = await publications('?sku=fridge')
  expect(found).toMatchObject({
    state: 'taken',
    quantity: left,
    attempts: expect.arrayContaining([expect.objectContaining({ outcome: 'taken' })]),
  })
  expect(found.message.parts).toMatchObject([{ sku: 'fridge', shareable: left, exclusive: 0, forShop: left }])
  expect(await publications('?sku=oven')).toEqual([])
})

test('a channel that does not answer is sent so much at once, and keeps no order waiting', { timeout: timeoutMs }, async () => {
  channels.hold()
  const at = Date.now()
  for (let id = 0; id < 6; id++) await server.send(appOrder(`w${id}`, { at }))
  for (let id = 0; id < 6; id++) {
    const orderId = `app.s1.w${id}`
    await until(async () => (await server.get(`/v1/fulfilments?orderId=${orderId}`)).body.items.length === 1)
    const fulfilmentId = `${orderId}.1@HZ`
    const work = await server.ledger.bus.look(fulfilmentAggregate, fulfilmentId)
    const { lineId, sku, reservationId } = work!.request!.lines[0]!
    const lines = [{ lineId, sku, reservationId, quantity: 1, serialNumbers: [] }]
    const data = {
      fulfilmentId,
      shipmentId: `SF${id}`,
      carrier: 'SF',
      waybill: `SF${id}`,
      lines,
      dispatchedAt: Date.now(),
    }
    expect(await server.command('DispatchShipment', data)).toMatchObject({ status: 200 })
  }
  await until(() => channels.heldBack() === 2)
  await sleep(100)
  expect(channels.heldBack()).toBe(2)
  channels.letGo()
  await until(() => [...channels.told.keys()].filter((each) => each.startsWith('app/w')).length === 6)
  expect(channels.load.most).toBeLessThanOrEqual(2)
  expect([...channels.told.values()]).toEqual(Array.from({ length: 6 }, () => 1))
  await until(async () => (await server.get('/v1/status-pushes?order=app.s1.w0')).body.items[0]?.state === 'taken')
  expect((await server.get('/v1/status-pushes?order=app.s1.w0')).body.items).toMatchObject([
    { pushId: 'shipped/SF0', kind: 'shipped', message: { carrier: 'SF', waybill: 'SF0', isWhole: true } },
  ])
})

test('what is told in vain stands among the exceptions, and is tried anew from there', { timeout: timeoutMs }, async () => {
  await until(async () => (await publications()).every(({ state }: { state: string }) => state === 'taken'))
  channels.feels('refuse:NO_SUCH')
  await receive(3, 'in-more')
  await until(async () => (await server.get('/v1/exceptions')).body.items.length === 1)
  const [found] = (await server.get('/v1/exceptions?code=CHANNEL_REFUSED')).body.items
  expect(found).toMatchObject({ channel: 'app', shop: 's1', location: null, details: { code: 'NO_SUCH' } })
  const path = `/v1/exceptions/${found.exceptionId}`
  expect((await server.get(path)).body).toMatchObject({ payload: null, received: null })
  expect(await server.post(`${path}/correct`, { text: '{}', note: 'no' })).toMatchObject({ status: 400 })
  expect((await server.post(`${path}/retry`, {})).body).toMatchObject({ ok: true })
  await until(async () => (await server.get('/v1/exceptions')).body.items.length === 0)
  const log = server.lines.join('\n')
  expect(log).not.toContain(secret)
})

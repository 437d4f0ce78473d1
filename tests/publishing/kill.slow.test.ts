import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensurePage } from '../../api/ensure-page.ts'
import { openLedger } from '../../compose/ledger.ts'
import { defaultSettings } from '../../compose/settings.ts'
import { decode } from '../../domain/codec.ts'
import type { PublishingData, PublishingEvent } from '../../domain/publishing/events.ts'
import { pushedStatuses } from '../../domain/publishing/statuses.ts'
import { seeded } from '../../projections/testing/seeded.ts'
import { begin, type Child } from '../../replay/cli/testing/child.ts'
import { type Client, clientOf } from '../processes/testing/client.ts'
import { appOrder } from '../spine/harness.ts'
import type { Heard } from './forms.ts'
import { type Channels, startChannels } from './simulator.ts'

/** A server that is killed while channels have been told and have not answered yet. */

const kills = Number(process.env.KILLS ?? 6)
const secret = 'of two'
const region = { path: ['330000', '330100', '330106'], name: '浙江 杭州 西湖' }
const hangzhou = { location: 'HZ', name: 'Hangzhou', kind: 'warehouse', region, storeCode: null, covers: [] }

let channels: Channels
let home: string
let server: Child
let client: Client
let key = ''
beforeEach(async () => {
  await ensurePage(() => undefined)
  channels = await startChannels(secret)
  home = mkdtempSync(join(tmpdir(), 'ledger-publishing-kill-'))
})
afterEach(async () => {
  if (server.isAlive()) await server.kill()
  await channels.stop()
  rmSync(home, { recursive: true })
})

const environment = () => ({
  LEDGER_EVENTS: `embedded:${join(home, 'ledger')}`,
  LEDGER_CHANNEL_SECRETS: JSON.stringify({ app: { s1: { secret } }, taobao: { s1: { secret, accessToken: 't' } } }),
})

async function start(): Promise<void> {
  server = await begin('server', environment()).answering()
  key = server.told.key ?? key
  client = clientOf(server, key)
}
async function must(type: string, data: object): Promise<void> {
  const { status, body } = await client.command(type, data)
  expect(status, JSON.stringify(body)).toBe(200)
}
const publish = (kind: string, document: object) => must('PublishPolicy', { name: kind, kind, document, note: 'n' })
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await sleep(20)
}

async function connect(): Promise<void> {
  await client.define()
  await must('DefineLocation', { ...hangzhou, location: 'SH', name: 'Shanghai', active: true })
  await must('DefineListing', { channel: 'taobao', shop: 's1', channelSku: '9', channelItem: '7', sku: 'fridge', effectiveFrom: 0 })
  const patience = { timeoutMs: 60_000, retryFirstMs: 50, retryLongestMs: 500, triesTaken: 100, lostSettlesAfterMs: 500 }
  const shop = { shop: 's1', appKey: 'k', statuses: [...pushedStatuses], repeatedCodes: ['REPEATED'], ...patience }
  const shops = (['app', 'taobao'] as const).map((channel) => ({ ...shop, channel, url: channels.url(channel) }))
  await publish('channel-connection', { shops })
  const rule = { shop: 's1', intervalMs: 100 }
  await publish('channel-stock', {
    shops: [
      { ...rule, channel: 'app', sharePercent: 60 },
      { ...rule, channel: 'taobao', sharePercent: 40 },
    ],
  })
}

/** A unit is sold and leaves in a parcel, or its buyer is promised the money back; what its channel is to know then. */
async function sell(round: number, isRefunded: boolean): Promise<readonly string[]> {
  const id = `k${round}`
  const orderId = `app.s1.${id}`
  expect((await client.send(appOrder(id, { at: Date.now() }))).status).toBe(200)
  let work: { fulfilmentId: string; lines: { lineId: string; sku: string; reservationId: string }[] } | undefined
  await until(async () => {
    const { body } = await client.get(`/v1/orders/${orderId}/timeline`)
    work = body.events?.find(({ type }: { type: string }) => type === 'FulfilmentRequested')?.data
    return work !== undefined
  })
  if (isRefunded) {
    const at = new Date().toISOString()
    const asked = { type: 'afterSale', shop: 's1', orderId: id, refundId: `r${round}`, kind: 'cancelBeforeShip', status: 'requested' }
    const money = { goodsFen: 100_000, refundFen: 100_000, freightFen: 0, modifiedAt: at, requestedAt: at, paidAt: null }
    expect((await client.send({ ...asked, ...money, lines: [{ lineId: '1', quantity: 1 }] })).status).toBe(200)
    await must('AgreeToRefund', { afterSalesId: `app.s1.r${round}` })
    // With it nothing of the order is to be sent any more.
    return [`app/r${round}/agree`, `app/${id}/closed`]
  }
  const { fulfilmentId, lines: asked } = work!
  const lines = asked.map(({ lineId, sku, reservationId }) => ({ lineId, sku, reservationId, quantity: 1, serialNumbers: [] }))
  const parcel = { fulfilmentId, shipmentId: `SF${round}`, carrier: 'SF', waybill: `SF${round}`, lines }
  await must('DispatchShipment', { ...parcel, dispatchedAt: Date.now() })
  return [`app/${id}/SF${round}`]
}

/** What each channel is to show, by hand, from what the stock itself says. */
async function wanted(): Promise<Record<string, number>> {
  const { body } = await client.get('/v1/stock/fridge')
  const all = body.locations
    .filter(({ location }: { location: string }) => location === 'HZ')
    .reduce((units: number, { availableToPromise }: { availableToPromise: number }) => units + availableToPromise, 0)
  return { 'app/c-fridge': Math.floor((all * 60) / 100), 'taobao/9': Math.floor((all * 40) / 100) }
}

async function begunIn(folder: string): Promise<readonly PublishingData<'ChannelPushBegun'>[]> {
  const ledger = await openLedger(defaultSettings({ LEDGER_EVENTS: `embedded:${folder}` }))
  const begun: PublishingData<'ChannelPushBegun'>[] = []
  for await (const page of ledger.events.readAll({ filter: { types: ['ChannelPushBegun'] } }))
    for (const stored of page.events) begun.push((decode(stored) as unknown as PublishingEvent).data as PublishingData<'ChannelPushBegun'>)
  await ledger.close()
  return begun
}

test(`a server killed ${kills} times while it tells channels: they show what the policy says, know every status, and hear nothing stale`, async () => {
  const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)
  console.log(`KILL_SEED=${seed}`)
  const pick = seeded(seed)
  await start()
  await connect()
  await must('ReceiveStock', { sku: 'fridge', location: 'SH', documentId: 'in-sh', quantity: 50 })
  const told: string[] = []
  for (let round = 0; round < kills; round++) {
    channels.hold()
    await must('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: `kill-${round}`, quantity: 1 + pick(5) })
    told.push(...(await sell(round, pick(2) === 0)))
    await until(() => channels.heldBack() > 0)
    // What is on its way now is stale before it is answered; the last time all of one location is.
    await must('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: `more-${round}`, quantity: 1 + pick(5) })
    if (round === kills - 1) await must('DefineLocation', { ...hangzhou, location: 'SH', name: 'Shanghai', active: false })
    await sleep(pick(150))
    expect(channels.heldBack()).toBeGreaterThan(0)
    await server.kill()
    channels.letGo()
    await start()
  }
  await until(async () => {
    const pushes = [...(await client.get('/v1/status-pushes')).body.items, ...(await client.get('/v1/channel-publications')).body.items]
    const isTaken = pushes.every(({ state }: { state: string }) => state === 'taken')
    const shown = await wanted()
    return (
      isTaken &&
      told.every((each) => channels.told.has(each)) &&
      Object.entries(shown).every(([sku, units]) => channels.shown.get(sku) === units)
    )
  })
  // As long as anything lost may come and is told once more, and then some.
  await sleep(2_000)
  expect(Object.fromEntries(channels.shown)).toEqual(await wanted())
  expect([...channels.told.keys()].sort()).toEqual([...told].sort())
  expect(channels.forged).toEqual([])
  const pushes = [...(await client.get('/v1/status-pushes')).body.items, ...(await client.get('/v1/channel-publications')).body.items]
  expect(pushes.map(({ state }: { state: string }) => state)).toEqual(pushes.map(() => 'taken'))
  expect((await client.get('/v1/exceptions')).body.items).toEqual([])
  const cutOff = pushes.flatMap(({ attempts }) => attempts.filter(({ code }: { code: string }) => code === 'INTERRUPTED'))
  expect(cutOff.length).toBeGreaterThanOrEqual(kills)
  expect(await server.stop()).toBe(0)

  const begun = await begunIn(join(home, 'ledger'))
  expectVisible(
    channels.received.map(({ heard }) => heard),
    begun,
  )
})

/** Every message that came is a try that was written down before, and of one listing none follows a newer one. */
function expectVisible(received: readonly Heard[], begun: readonly PublishingData<'ChannelPushBegun'>[]): void {
  expect(received.length).toBeLessThanOrEqual(begun.length)
  const numbers = new Map(begun.map(({ requestId, number }) => [requestId, number]))
  const tries = Map.groupBy(begun, ({ requestId }) => requestId)
  const heard = received.flatMap((each) => (each.kind === 'stock' && each.requestId !== null ? [each.requestId] : []))
  for (const [requestId, times] of Map.groupBy(heard, (each) => each))
    expect(times.length).toBeLessThanOrEqual(tries.get(requestId)?.length ?? 0)
  const order = heard.map((requestId) => numbers.get(requestId)!)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
}

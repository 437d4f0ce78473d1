import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { decode } from '../../domain/codec.ts'
import type { PublishingData, PublishingEvent } from '../../domain/publishing/events.ts'
import { pushedStatuses } from '../../domain/publishing/statuses.ts'
import { seeded } from '../../projections/testing/seeded.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { Client } from '../processes/testing/client.ts'
import { appOrder } from '../spine/harness.ts'
import type { Heard } from './forms.ts'
import type { Channels } from './simulator.ts'

/** A ledger of one process or several, of which whoever tells channels can be killed. */
export interface Killable {
  /** Of a process that takes commands by now. */
  client(): Client
  /** With -9, the one that tells channels; `meanwhile` happens before another is started. */
  killTelling(meanwhile: () => void): Promise<void>
}

export const secret = 'of two'
export const channelSecrets = JSON.stringify({ app: { s1: { secret } }, taobao: { s1: { secret, accessToken: 't' } } })

const region = { path: ['330000', '330100', '330106'], name: '浙江 杭州 西湖' }
const shanghai = { location: 'SH', name: 'Shanghai', kind: 'warehouse', region, storeCode: null, covers: [] }
type Begun = PublishingData<'ChannelPushBegun'>

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await sleep(20)
}

/** Has channels told while whoever tells them is killed again and again, and holds what they then show and know to the policy and the orders. */
export async function tellThroughKills(ledger: Killable, channels: Channels, kills: number): Promise<void> {
  const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)
  console.log(`KILL_SEED=${seed}`)
  const pick = seeded(seed)
  const must = async (type: string, data: object) => {
    const { status, body } = await ledger.client().command(type, data)
    expect(status, JSON.stringify(body)).toBe(200)
  }
  const send = async (message: object) => expect((await ledger.client().send(message)).status).toBe(200)
  const itemsOf = async (path: string) => (await ledger.client().get(path)).body.items
  const pushesNow = async () => [...(await itemsOf('/v1/status-pushes')), ...(await itemsOf('/v1/channel-publications'))]

  async function connect(): Promise<void> {
    await ledger.client().define()
    await must('DefineLocation', { ...shanghai, active: true })
    await must('DefineListing', { channel: 'taobao', shop: 's1', channelSku: '9', channelItem: '7', sku: 'fridge', effectiveFrom: 0 })
    const publish = (kind: string, document: object) => must('PublishPolicy', { name: kind, kind, document, note: 'n' })
    const patience = { timeoutMs: 60_000, retryFirstMs: 50, retryLongestMs: 500, triesTaken: 100, lostSettlesAfterMs: 500 }
    const shop = { shop: 's1', appKey: 'k', statuses: [...pushedStatuses], repeatedCodes: ['REPEATED'], ...patience }
    await publish('channel-connection', {
      shops: (['app', 'taobao'] as const).map((channel) => ({ ...shop, channel, url: channels.url(channel) })),
    })
    const rule = { shop: 's1', intervalMs: 100 }
    const shares = { app: 60, taobao: 40 }
    await publish('channel-stock', { shops: Object.entries(shares).map(([channel, sharePercent]) => ({ ...rule, channel, sharePercent })) })
  }

  /** A unit is sold and leaves in a parcel, or its buyer is promised the money back; what its channel is to know then. */
  async function sell(round: number, isRefunded: boolean): Promise<readonly string[]> {
    const id = `k${round}`
    await send(appOrder(id, { at: Date.now() }))
    let work: { fulfilmentId: string; lines: { lineId: string; sku: string; reservationId: string }[] } | undefined
    await until(async () => {
      const { body } = await ledger.client().get(`/v1/orders/app.s1.${id}/timeline`)
      work = body.events?.find(({ type }: { type: string }) => type === 'FulfilmentRequested')?.data
      return work !== undefined
    })
    if (isRefunded) {
      const at = new Date().toISOString()
      const asked = { type: 'afterSale', shop: 's1', orderId: id, refundId: `r${round}`, kind: 'cancelBeforeShip', status: 'requested' }
      const money = { goodsFen: 100_000, refundFen: 100_000, freightFen: 0, modifiedAt: at, requestedAt: at, paidAt: null }
      await send({ ...asked, ...money, lines: [{ lineId: '1', quantity: 1 }] })
      await must('AgreeToRefund', { afterSalesId: `app.s1.r${round}` })
      // With it nothing of the order is to be sent any more.
      return [`app/r${round}/agree`, `app/${id}/closed`]
    }
    const lines = work!.lines.map(({ lineId, sku, reservationId }) => ({ lineId, sku, reservationId, quantity: 1, serialNumbers: [] }))
    const parcel = { fulfilmentId: work!.fulfilmentId, shipmentId: `SF${round}`, carrier: 'SF', waybill: `SF${round}`, lines }
    await must('DispatchShipment', { ...parcel, dispatchedAt: Date.now() })
    return [`app/${id}/SF${round}`]
  }

  /** What each channel is to show, by hand, from what the stock itself says; Shanghai is switched off by then. */
  async function wanted(): Promise<Record<string, number>> {
    const { body } = await ledger.client().get('/v1/stock/fridge')
    const here = body.locations.filter(({ location }: { location: string }) => location === 'HZ')
    const all = here.reduce((units: number, each: { availableToPromise: number }) => units + each.availableToPromise, 0)
    return { 'app/c-fridge': Math.floor((all * 60) / 100), 'taobao/9': Math.floor((all * 40) / 100) }
  }

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
    if (round === kills - 1) await must('DefineLocation', { ...shanghai, active: false })
    await sleep(pick(150))
    expect(channels.heldBack()).toBeGreaterThan(0)
    await ledger.killTelling(channels.letGo)
  }
  await until(async () => {
    const shown = Object.entries(await wanted())
    const isTaken = (await pushesNow()).every(({ state }) => state === 'taken')
    return isTaken && told.every((each) => channels.told.has(each)) && shown.every(([sku, units]) => channels.shown.get(sku) === units)
  })
  // As long as anything lost may come and is told once more, and then some.
  await sleep(2_000)
  expect(Object.fromEntries(channels.shown)).toEqual(await wanted())
  expect([...channels.told.keys()].sort()).toEqual([...told].sort())
  expect(channels.forged).toEqual([])
  const pushes = await pushesNow()
  expect(pushes.map(({ state }) => state)).toEqual(pushes.map(() => 'taken'))
  expect(await itemsOf('/v1/exceptions')).toEqual([])
  const cutOff = pushes.flatMap(({ attempts }) => attempts.filter(({ code }: { code: string }) => code === 'INTERRUPTED'))
  expect(cutOff.length).toBeGreaterThanOrEqual(kills)
}

/** Every message that came is a try that was written down before, and of one listing none follows a newer one. */
export async function expectVisible(channels: Channels, events: Pick<EventStore, 'readAll'>): Promise<void> {
  const begun: Begun[] = []
  for await (const page of events.readAll({ filter: { types: ['ChannelPushBegun'] } }))
    for (const stored of page.events) begun.push((decode(stored) as unknown as PublishingEvent).data as Begun)
  const received: readonly Heard[] = channels.received.map(({ heard }) => heard)
  expect(received.length).toBeLessThanOrEqual(begun.length)
  const numbers = new Map(begun.map(({ requestId, number }) => [requestId, number]))
  const tries = Map.groupBy(begun, ({ requestId }) => requestId)
  const heard = received.flatMap((each) => (each.kind === 'stock' && each.requestId !== null ? [each.requestId] : []))
  for (const [requestId, times] of Map.groupBy(heard, (each) => each))
    expect(times.length).toBeLessThanOrEqual(tries.get(requestId)?.length ?? 0)
  const order = heard.map((requestId) => numbers.get(requestId)!)
  expect(order.length).toBeGreaterThan(0)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
}

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pushedStatuses } from '../../domain/publishing/statuses.ts'
import { minuteMs } from '../spine/harness.ts'
import { cardOf, openInstalling } from '../spine/installing/world.ts'
import type { SimulatedChannel } from './forms.ts'
import { openPublishing, type Publishing } from './world.ts'

let world: Publishing
beforeEach(async () => {
  world = await openPublishing()
  await world.define({ locations: ['HZ'] })
  await world.receive('fridge', 'HZ', 20)
})
afterEach(() => world.close())

const channels = ['taobao', 'jd', 'douyin', 'pdd', 'wechat-shop', 'app'] as const
const returns = { addressId: '77', refuseReasonId: '5' }
const connect = (names: readonly SimulatedChannel[], change: object = {}) =>
  world.connect(names, { statuses: pushedStatuses.filter((status) => status !== 'shipped'), returns, ...change })
const cases = () =>
  world.channels.received.flatMap(({ channel, heard }) => (heard.kind === 'case' ? [`${channel} ${heard.refund} ${heard.does}`] : []))

/** A paid order of the channel, left if it is said. */
async function sold(channel: SimulatedChannel, { leaves = true } = {}) {
  if (channel === 'app') await world.order('1')
  else await world.orderOf(channel, '1')
  if (leaves) await world.dispatch('1', `W-${channel}`, 1, 'HZ', channel)
}

async function cameBack(afterSalesId: string, condition = 'sellable', receiptId = 'b1') {
  const unit = { lineId: '1', sku: 'fridge', quantity: 1, serialNumbers: [] }
  const receipt = { afterSalesId, receiptId, location: 'HZ' }
  await world.asked('ReceiveReturn', { ...receipt, units: [unit], receivedAt: world.clock.now() })
  await world.asked('InspectReturn', { ...receipt, units: [{ ...unit, condition }], inspectedAt: world.clock.now() })
}

describe('each channel is told, as far as it takes it,', () => {
  test('that a refund before the order left is agreed to', async () => {
    await connect(channels)
    for (const channel of channels) {
      await sold(channel, { leaves: false })
      const afterSalesId = await world.caseOf(channel, '1', { kind: 'cancelBeforeShip' })
      expect(cases()).toEqual([])
      await world.asked('AgreeToRefund', { afterSalesId })
      expect(cases()).toEqual([`${channel} r1 agree`])
      world.channels.received.length = 0
    }
    expect(world.channels.forged).toEqual([])
    expect(await world.openExceptions()).toEqual([])
  })

  test('that a return is agreed to, and that all of it is back and sound', async () => {
    await connect(channels)
    const told: Record<string, readonly string[]> = {}
    for (const channel of channels) {
      await sold(channel)
      const afterSalesId = await world.caseOf(channel, '1')
      await world.asked('AgreeToRefund', { afterSalesId })
      await world.caseOf(channel, '1', { status: 'goodsOnTheWay', returnWaybill: 'SF9' })
      await cameBack(afterSalesId)
      told[channel] = cases().map((each) => each.split(' ')[2]!)
      world.channels.received.length = 0
    }
    const both = ['agreeToReturn', 'returned']
    expect(told).toEqual({ taobao: both, jd: [], douyin: both, pdd: both, 'wechat-shop': both, app: ['agree', 'received', 'returned'] })
    expect(await world.openExceptions()).toEqual([])
  })

  test('that a refund is refused', async () => {
    await connect(channels)
    for (const channel of channels) {
      await sold(channel, { leaves: channel !== 'jd' })
      const afterSalesId = await world.caseOf(channel, '1', { kind: channel === 'jd' ? 'cancelBeforeShip' : 'refundOnly' })
      await world.asked('RefuseRefund', { afterSalesId, code: 'MERCHANT', reason: '已使用' })
    }
    expect(cases()).toEqual(channels.filter((channel) => channel !== 'pdd').map((channel) => `${channel} r1 refuse`))
    expect(await world.openExceptions()).toEqual([])
  })

  test('that the seller paid past it', async () => {
    await connect(channels)
    for (const channel of channels) {
      await sold(channel)
      const afterSalesId = await world.caseOf(channel, '1', { kind: 'refundOnly' })
      await world.asked('AgreeToRefund', { afterSalesId })
      await world.asked('RecordRefundPaid', { afterSalesId, refundFen: 100_000, paidAt: world.clock.now() })
    }
    expect(cases().filter((each) => each.endsWith('paid'))).toEqual(['app r1 paid'])
  })
})

describe('of a case', () => {
  test('nothing is told that its channel decided, paid or closed, nor of one that began here', async () => {
    await connect(['app'])
    await sold('app')
    await world.caseOf('app', '1', { status: 'approved' })
    await world.caseOf('app', '1', { status: 'paid' })
    const asked = { afterSalesId: 'app.s1.own', orderId: 'app.s1.1', channel: 'app', shop: 's1', refundId: 'own', kind: 'compensation' }
    await world.asked('RequestRefund', { ...asked, requestedAt: world.clock.now(), lines: [], refundFen: 5, freightFen: 0, reason: null })
    await world.asked('AgreeToRefund', { afterSalesId: 'app.s1.own' })
    expect(cases()).toEqual([])
  })

  test('nothing is told where a shop does not say that it wants to be', async () => {
    await world.connect(['app'])
    await sold('app')
    await world.asked('AgreeToRefund', { afterSalesId: await world.caseOf('app', '1') })
    expect(cases()).toEqual([])
  })

  test('yes is not told while the order cannot give the money', async () => {
    await connect(['app'])
    await sold('app')
    const afterSalesId = await world.caseOf('app', '1', { kind: 'refundOnly', refundFen: 100_001 })
    await world.asked('AgreeToRefund', { afterSalesId })
    expect(cases()).toEqual([])
    await world.asked('AmendRefund', { afterSalesId, lines: [], refundFen: 90_000, freightFen: 0 })
    expect(cases()).toEqual(['app r1 agree'])
  })

  test('every decision is told where the buyer asks again', async () => {
    await connect(['app'])
    await sold('app')
    const afterSalesId = await world.caseOf('app', '1')
    await world.asked('RefuseRefund', { afterSalesId, code: 'MERCHANT', reason: 'no' })
    await world.asked('AgreeToRefund', { afterSalesId })
    expect(cases()).toEqual(['app r1 refuse', 'app r1 agree'])
    expect((await world.pushes()).map(({ pushId, orderId }) => [pushId, orderId])).toEqual(
      expect.arrayContaining([
        ['refundRefused/1', 'app.s1.1'],
        ['refundAgreed/2', 'app.s1.1'],
      ]),
    )
  })

  test('a return that cannot be sold again is an exception where the channel would pay on the word', async () => {
    await connect(['taobao', 'app'])
    for (const channel of ['taobao', 'app'] as const) {
      await sold(channel)
      const afterSalesId = await world.caseOf(channel, '1')
      await world.asked('AgreeToRefund', { afterSalesId })
      await cameBack(afterSalesId, 'scrap')
    }
    expect(cases()).toEqual(['taobao r1 agreeToReturn', 'app r1 agree', 'app r1 received', 'app r1 returned'])
    expect(await world.openExceptions()).toMatchObject([
      { code: 'CHANNEL_REFUSED', orderId: 'taobao.s1.1', messageId: 'returnInspected/1', details: { code: 'RETURN_NOT_SOUND' } },
    ])
  })

  test('a return that is to come back in parts is told once all of it was looked at', async () => {
    await connect(['taobao'])
    await world.orderOf('taobao', '1')
    await world.dispatch('1', 'W', 1, 'HZ', 'taobao')
    const afterSalesId = await world.caseOf('taobao', '1', { lines: [{ lineId: '1', quantity: 2 }] })
    await world.asked('AmendRefund', { afterSalesId, lines: [{ lineId: '1', quantity: 1 }], refundFen: 100_000, freightFen: 0 })
    await world.asked('AgreeToRefund', { afterSalesId })
    await world.asked('ExpectReturn', { afterSalesId, lines: [{ lineId: '1', quantity: 2 }], waybill: 'SF9' })
    await cameBack(afterSalesId)
    expect(cases()).toEqual(['taobao r1 agreeToReturn'])
    await cameBack(afterSalesId, 'sellable', 'b2')
    expect(cases()).toEqual(['taobao r1 agreeToReturn', 'taobao r1 returned'])
  })

  test('a number the channel wants beside and nobody said is an exception that says so', async () => {
    await connect(['douyin'], { returns: { addressId: null, refuseReasonId: null } })
    await sold('douyin')
    await world.asked('AgreeToRefund', { afterSalesId: await world.caseOf('douyin', '1') })
    expect(cases()).toEqual([])
    const [found] = await world.openExceptions()
    expect(found).toMatchObject({ code: 'CHANNEL_REFUSED', details: { code: 'RETURN_ADDRESS_UNKNOWN', tries: 1 } })
    await connect(['douyin'])
    const asking = { commandId: 'retry', actor: 'key:test', occurredAt: world.clock.now(), correlationId: 'r', causationId: 'r' }
    expect(await world.ledger.exceptions.retry(found!, asking)).toMatchObject({ ok: true })
    await world.drain()
    expect(cases()).toEqual(['douyin r1 agreeToReturn'])
    expect(await world.openExceptions()).toEqual([])
  })
})

describe('a channel that does not answer well', () => {
  test('is told of a decision until it takes it, each try kept, and what it knows already is taken', async () => {
    await connect(['douyin'])
    await sold('douyin')
    const afterSalesId = await world.caseOf('douyin', '1')
    world.channels.feels('die', 'broken', 'garbage', 'silent')
    await world.asked('AgreeToRefund', { afterSalesId })
    for (let count = 0; count < 6; count++) await world.pass(minuteMs)
    const push = (await world.pushes()).find(({ pushId }) => pushId === 'refundAgreed/1')
    expect(push).toMatchObject({ state: 'taken', tries: 5, subject: 'case.douyin.s1.r1' })
    expect(push!.attempts.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual([
      'unanswered UND_ERR_SOCKET',
      'unanswered HTTP_502',
      'unanswered NOT_JSON',
      'unanswered TIMEOUT',
      'taken REPEATED',
    ])
    expect(new Set(push!.attempts.map(({ requestId }) => requestId)).size).toBe(1)
  })

  test('is told of a return only once it took that it is agreed to', async () => {
    await connect(['taobao'], { retryFirstMs: minuteMs })
    await sold('taobao')
    const afterSalesId = await world.caseOf('taobao', '1')
    world.channels.feels('die')
    await world.asked('AgreeToRefund', { afterSalesId })
    await cameBack(afterSalesId)
    expect(cases()).toEqual(['taobao r1 agreeToReturn'])
    await world.pass(minuteMs)
    expect(cases()).toEqual(['taobao r1 agreeToReturn', 'taobao r1 agreeToReturn', 'taobao r1 returned'])
  })

  test('is told of a return whose yes was set aside, since somebody said it in another way', async () => {
    await connect(['taobao'], { finalCodes: ['isv.sms'] })
    await sold('taobao')
    const afterSalesId = await world.caseOf('taobao', '1')
    world.channels.feels('refuse:isv.sms')
    await world.asked('AgreeToRefund', { afterSalesId })
    await cameBack(afterSalesId)
    expect(cases()).toEqual(['taobao r1 agreeToReturn'])
    const asking = { commandId: 'drop', actor: 'key:test', occurredAt: world.clock.now(), correlationId: 'r', causationId: 'r' }
    expect(await world.ledger.exceptions.drop((await world.openExceptions())[0]!, asking)).toMatchObject({ accepted: true })
    await world.drain()
    expect(cases()).toEqual(['taobao r1 agreeToReturn', 'taobao r1 returned'])
  })

  test('is told of the case as it is by then, not as it was at the first try', async () => {
    await connect(['taobao'], { retryFirstMs: minuteMs })
    await sold('taobao')
    const afterSalesId = await world.caseOf('taobao', '1')
    world.channels.feels('die')
    await world.asked('AgreeToRefund', { afterSalesId })
    await world.caseOf('taobao', '1', { reason: 'changed' })
    world.channels.versions.set('r1', String(world.clock.now()))
    await world.pass(minuteMs)
    const versions = world.channels.received.flatMap(({ heard }) => (heard.kind === 'case' ? [heard.version] : []))
    expect(versions).toEqual([String(world.clock.now() - minuteMs - 1_000), String(world.clock.now() - minuteMs)])
    expect(await world.openExceptions()).toEqual([])
  })

  test('is not told any more of a decision once the buyer withdrew', async () => {
    await connect(['app'], { retryFirstMs: minuteMs })
    await sold('app')
    const afterSalesId = await world.caseOf('app', '1')
    world.channels.feels('die')
    await world.asked('AgreeToRefund', { afterSalesId })
    await world.caseOf('app', '1', { status: 'closed' })
    await world.pass(10 * minuteMs)
    expect(cases()).toEqual(['app r1 agree'])
  })
})

test('units that are installed are told to whom takes it, line by line', async () => {
  await connect(['app'])
  const installing = await openInstalling(world)
  await installing.publish('installation', { arranges: true, modes: ['oneVisit'], confirmedBy: 'ledger' })
  await installing.provide('P1')
  await installing.cover('P1')
  for (let days = 0; days < 5; days++) await installing.offer('P1', installing.dayFrom(days), 5)
  await installing.sell('1')
  await installing.dispatch('1', 'SF1')
  await installing.complete('1', 1)
  expect(world.channels.received.map(({ heard }) => heard)).toContainEqual({ kind: 'installed', order: '1', card: cardOf('1') })
  expect((await world.pushes()).find(({ kind }) => kind === 'installed')).toMatchObject({
    ...{ state: 'taken', orderId: 'app.s1.1', pushId: `installed/${cardOf('1')}` },
    message: { lines: [{ lineId: '1', quantity: 1, serialNumbers: [] }] },
  })
})

describe('an order', () => {
  test('that is unpaid and called off here is closed where the channel takes that, and not at its deadline', async () => {
    await connect(['taobao', 'jd'])
    const unpaid = { payments: [], paidAt: null, status: 'unpaid' as const, payBy: world.clock.now() + 10 * minuteMs }
    for (const channel of ['taobao', 'jd'] as const) {
      const orderId = await world.orderOf(channel, '1', unpaid)
      await world.asked('CancelOrder', { orderId, reason: 'buyer', cancelledBy: 'operator' })
    }
    await world.orderOf('taobao', '2', unpaid)
    await world.pass(20 * minuteMs)
    const paid = await world.orderOf('taobao', '3')
    await world.asked('CancelOrder', { orderId: paid, reason: 'noStock', cancelledBy: 'operator' })
    expect(world.channels.received.map(({ channel, heard }) => [channel, heard.kind === 'closed' ? heard.order : heard])).toEqual([
      ['taobao', '1'],
    ])
  })
})

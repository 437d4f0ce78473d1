import { describe, expect, test } from 'vitest'
import type { MessageOf, PushMessage } from '../domain/publishing/messages.ts'
import { pushedStatuses } from '../domain/publishing/statuses.ts'
import { writers } from './outbound.ts'
import { readWith, type Telling } from './shared/channel-writer.ts'
import { concerns, takenOf, told } from './told.ts'

const now = Date.parse('2026-11-11T10:00:00+08:00')
const telling = (message: PushMessage, returns: Telling['to']['returns'] = { addressId: '77', refuseReasonId: '5' }): Telling => ({
  ...{ message, requestId: 'r1', now, to: { url: 'http://channel.example/router', appKey: 'k1', returns } },
  ...{ credentials: { secret: 'hush', accessToken: 't1' } },
})
const ofCase = { channelOrderId: '260', refundId: '9007199254740993', afterSalesKind: 'returnAndRefund' as const, seenAt: now - 1_000 }
const messages: { readonly [Kind in PushMessage['kind']]: MessageOf<Kind> } = {
  stock: { kind: 'stock', channelSku: 'S', channelItem: 'I', quantity: 5, rule: { name: 'channel-stock', version: 1 }, parts: [] },
  shipped: {
    ...{ kind: 'shipped', channelOrderId: '260', fulfilmentId: 'f', shipmentId: 's', carrier: 'SF', waybill: 'W', isWhole: true },
    ...{ isFirst: true, lines: [], shippedAt: now },
  },
  delivered: { kind: 'delivered', channelOrderId: '260', fulfilmentId: 'f', shipmentId: 's', waybill: 'W', deliveredAt: now },
  installed: { kind: 'installed', channelOrderId: '260', installationId: 'c', lines: [], installedAt: now },
  closed: { kind: 'closed', channelOrderId: '260', cancelledBy: 'operator', isPaid: false },
  refundAgreed: { kind: 'refundAgreed', ...ofCase, refundFen: 12_345, isAfterCompletion: true },
  refundRefused: { kind: 'refundRefused', ...ofCase, isAfterCompletion: false, isBack: false, code: 'MERCHANT', reason: '已使用' },
  returnReceived: { kind: 'returnReceived', ...ofCase, receiptId: 'b', location: 'HZ', lines: [], receivedAt: now },
  returnInspected: { kind: 'returnInspected', ...ofCase, waybill: 'SF9', isSound: true, isPaid: false, lines: [], inspectedAt: now },
  refundPaid: { kind: 'refundPaid', ...ofCase, refundFen: 5, paidAt: now },
}

/** What is sent, as its fields, and by what. */
function sent(channel: keyof typeof writers, message: PushMessage, returns?: Telling['to']['returns']) {
  const written = writers[channel].write(telling(message, returns))
  if ('untold' in written) return written
  const { url, body } = written
  if (channel === 'douyin') return { method: url.searchParams.get('method'), ...JSON.parse(body) }
  if (channel === 'wechat-shop') return { path: url.pathname.replace('/router/', ''), ...JSON.parse(body) }
  const fields = Object.fromEntries(new URLSearchParams(body))
  const inside = fields['360buy_param_json'] ?? fields.request
  return channel === 'app' ? JSON.parse(body) : { ...fields, ...(inside === undefined ? {} : JSON.parse(inside)) }
}

describe('the table of what channels are told', () => {
  test.each(Object.entries(writers))('says of %s what its writer does', (channel, writer) => {
    for (const kind of ['stock', ...pushedStatuses] as const) {
      const written = writer.write(telling(messages[kind]))
      const isSaid = 'by' in told[channel as keyof typeof writers][kind]
      expect([kind, 'untold' in written ? written.untold : 'told']).toEqual([kind, isSaid ? 'told' : 'NOT_TAKEN'])
    }
  })

  test('gives a reason and a source for whatever is not told, of tills for everything', () => {
    for (const ofChannel of Object.values(told))
      for (const each of Object.values(ofChannel))
        if ('because' in each) expect(Math.min(each.because.length, each.source.length)).toBeGreaterThan(5)
    expect(takenOf(told.pos)).toEqual([])
    expect(takenOf(told.app)).toEqual(pushedStatuses)
  })

  test('tells apart which orders and cases a channel takes it of', () => {
    const closed = (change: object) => concerns(told.taobao, { ...messages.closed, ...change })
    expect([closed({}), closed({ isPaid: true }), closed({ isPaid: null }), closed({ cancelledBy: 'deadline' })]).toEqual([
      true,
      false,
      false,
      false,
    ])
    const agreed = (channel: keyof typeof told, afterSalesKind: MessageOf<'refundAgreed'>['afterSalesKind']) =>
      concerns(told[channel], { ...messages.refundAgreed, afterSalesKind })
    expect([agreed('jd', 'cancelBeforeShip'), agreed('jd', 'returnAndRefund'), agreed('taobao', 'repair')]).toEqual([true, false, false])
    expect(concerns(told.pdd, { ...messages.returnInspected, isPaid: true })).toBe(false)
    expect(concerns(told.pos, messages.refundAgreed)).toBe(false)
  })
})

describe('a refund that is agreed to', () => {
  const money = { ...messages.refundAgreed, afterSalesKind: 'refundOnly' as const }
  test('names money, version and phase to taobao, of a return the address', () => {
    expect(sent('taobao', money)).toMatchObject({
      ...{ method: 'taobao.rp.refunds.agree', refund_infos: `9007199254740993|12345|${now - 1_000}|aftersale` },
    })
    expect(sent('taobao', messages.refundAgreed)).toMatchObject({
      ...{ method: 'taobao.rp.returngoods.agree', refund_id: '9007199254740993', seller_address_id: '77' },
      ...{ refund_version: String(now - 1_000), refund_phase: 'aftersale' },
    })
  })

  test('is one of the numbers of douyin, with the version it was decided on', () => {
    const of = (afterSalesKind: MessageOf<'refundAgreed'>['afterSalesKind']) => sent('douyin', { ...messages.refundAgreed, afterSalesKind })
    expect(of('returnAndRefund')).toEqual({
      ...{ method: 'afterSale.operate', type: 101 },
      items: [{ aftersale_id: '9007199254740993', update_time: (now - 1_000) / 1_000, logistics: { receiver_address_id: 77 } }],
    })
    expect([of('refundOnly').type, of('rejectedDelivery').type, of('exchange').type]).toEqual([201, 203, 301])
    expect(sent('douyin', messages.refundAgreed, { addressId: null, refuseReasonId: null })).toEqual({ untold: 'RETURN_ADDRESS_UNKNOWN' })
  })

  test('is told to jd, pdd, the WeChat shop and the app in theirs', () => {
    expect(sent('jd', money)).toMatchObject({ method: 'jingdong.pop.afs.soa.refundapply.replyRefund', status: 1, id: '9007199254740993' })
    expect(sent('pdd', money)).toMatchObject({ type: 'pdd.refund.agree', after_sales_id: '9007199254740993', order_sn: '260' })
    expect(sent('pdd', messages.refundAgreed)).toMatchObject({ type: 'pdd.refund.returngoods.agree', return_address_id: '77' })
    expect(sent('pdd', messages.refundAgreed, { addressId: null, refuseReasonId: null })).toEqual({ untold: 'RETURN_ADDRESS_UNKNOWN' })
    expect(sent('wechat-shop', money)).toEqual({ path: 'channels/ec/aftersale/acceptapply', after_sale_order_id: '9007199254740993' })
    expect(sent('wechat-shop', messages.refundAgreed)).toMatchObject({ accept_type: 1, address_id: '77' })
    expect(sent('app', money)).toMatchObject({ type: 'refundAgreed', orderId: '260', kind: 'refundOnly', refundFen: 12_345 })
  })
})

describe('a refund that is refused', () => {
  test('says why, and by the number of a reason where one is wanted', () => {
    expect(sent('taobao', messages.refundRefused)).toMatchObject({
      ...{ method: 'taobao.refund.refuse', refuse_message: '已使用', refuse_reason_id: '5', refund_phase: 'onsale' },
    })
    expect(sent('taobao', { ...messages.refundRefused, reason: '' })).toMatchObject({ refuse_message: '不同意退款' })
    expect(sent('jd', messages.refundRefused)).toMatchObject({ status: 2, rejectType: 5, remark: '已使用' })
    const rejected = { path: 'channels/ec/aftersale/rejectapply', reject_reason_type: 5, reject_reason: '已使用' }
    expect(sent('wechat-shop', messages.refundRefused)).toMatchObject(rejected)
    for (const channel of ['douyin', 'wechat-shop'] as const)
      expect(sent(channel, messages.refundRefused, { addressId: '77', refuseReasonId: null })).toEqual({ untold: 'REFUSE_REASON_UNKNOWN' })
  })

  test('is another number of douyin once units are back', () => {
    const of = (afterSalesKind: MessageOf<'refundRefused'>['afterSalesKind'], isBack: boolean) =>
      sent('douyin', { ...messages.refundRefused, afterSalesKind, isBack }).type
    expect([of('returnAndRefund', false), of('returnAndRefund', true)]).toEqual([102, 112])
    expect([of('exchange', false), of('exchange', true), of('refundOnly', true)]).toEqual([302, 312, 202])
  })
})

test('a return that was looked at is told where it is sound, since channels pay on it', () => {
  expect(sent('taobao', messages.returnInspected)).toMatchObject({
    method: 'taobao.nextone.logistics.warehouse.update',
    warehouse_status: '1',
  })
  expect(sent('douyin', messages.returnInspected)).toMatchObject({ type: 111 })
  expect(sent('pdd', messages.returnInspected)).toMatchObject({
    ...{ type: 'pdd.nextone.logistics.warehouse.update', reverse_tracking_number: 'SF9', warehouse_status: 1, operate_time: now / 1_000 },
  })
  expect(sent('wechat-shop', messages.returnInspected)).toMatchObject({ accept_type: 2 })
  for (const channel of ['taobao', 'douyin', 'pdd', 'wechat-shop'] as const)
    expect(sent(channel, { ...messages.returnInspected, isSound: false })).toEqual({ untold: 'RETURN_NOT_SOUND' })
  expect(sent('app', { ...messages.returnInspected, isSound: false })).toMatchObject({ type: 'returnInspected', isSound: false })
})

test('an answer that says no inside is a refusal', () => {
  const no = { outcome: 'refused' }
  expect(readWith(writers.taobao, '{"rp_refunds_agree_response":{"succ":false,"msg_code":"OP_FAIL"}}')).toEqual({ ...no, code: 'OP_FAIL' })
  expect(readWith(writers.taobao, '{"nextone_logistics_warehouse_update_response":{"succeed":false,"err_code":"E1"}}')).toMatchObject(no)
  expect(readWith(writers.pdd, '{"response":{"result":{"succ":false}}}')).toMatchObject(no)
  expect(readWith(writers.pdd, '{"response":{"result":{"after_sales_id":1,"order_sn":"1"}}}')).toEqual({ outcome: 'taken' })
  expect(readWith(writers.douyin, '{"code":10000,"data":{"items":[{"status_code":11001}]}}')).toEqual({ ...no, code: '11001' })
  expect(readWith(writers.douyin, '{"code":10000,"data":{"items":[{"status_code":0}]}}')).toEqual({ outcome: 'taken' })
})

import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PushMessage } from '../domain/publishing/messages.ts'
import { writers } from './outbound.ts'
import { readWith, type Telling, type Untold } from './shared/channel-writer.ts'
import type { HttpMessage } from './shared/exchange.ts'

const now = Date.parse('2026-11-11T10:00:00+08:00')
const telling = (message: PushMessage): Telling => ({
  ...{ message, requestId: 'r1', now },
  ...{ to: { url: 'http://channel.example/router', appKey: 'k1', returns: { addressId: null, refuseReasonId: null } } },
  ...{ credentials: { secret: 'hush', accessToken: 't1' } },
})
const stock = (change: object = {}): PushMessage => ({
  ...{
    kind: 'stock',
    channelSku: '9007199254740993',
    channelItem: '77',
    quantity: 5,
    rule: { name: 'channel-stock', version: 1 },
    parts: [],
  },
  ...change,
})
const line = { lineId: 'L1', channelSku: 'S1', channelItem: 'I1', quantity: 2, serialNumbers: ['SN1', 'SN2'] }
const shipped = (change: object = {}): PushMessage => ({
  ...{
    kind: 'shipped',
    channelOrderId: '260',
    fulfilmentId: 'f',
    shipmentId: 's',
    carrier: 'SF',
    waybill: 'SF1',
    isWhole: true,
    isFirst: true,
  },
  ...{ lines: [line], shippedAt: now, ...change },
})
const delivered: PushMessage = {
  ...{ kind: 'delivered', channelOrderId: '260', fulfilmentId: 'f', shipmentId: 's', waybill: 'SF1', deliveredAt: now },
}
const sent = (written: HttpMessage | Untold): HttpMessage => {
  if ('untold' in written) throw new Error(written.untold)
  return written
}
const formOf = (written: HttpMessage | Untold) => Object.fromEntries(new URLSearchParams(sent(written).body))
const md5 = (text: string) => createHash('md5').update(text).digest('hex').toUpperCase()
const sortedMd5 = ({ sign: _, ...fields }: Record<string, string>) =>
  md5(
    `hush${Object.keys(fields)
      .sort()
      .map((name) => name + fields[name])
      .join('')}hush`,
  )

describe('taobao', () => {
  test('is told in the form of its open platform, signed with MD5 over the parameters in order', () => {
    const form = formOf(writers.taobao.write(telling(stock())))
    expect(form).toMatchObject({
      method: 'taobao.item.quantity.update',
      num_iid: '77',
      sku_id: '9007199254740993',
      quantity: '5',
      type: '1',
    })
    expect(form).toMatchObject({
      app_key: 'k1',
      session: 't1',
      timestamp: '2026-11-11 10:00:00',
      format: 'json',
      v: '2.0',
      sign_method: 'md5',
    })
    expect(form.sign).toBe(sortedMd5(form as Record<string, string>))
    expect(formOf(writers.taobao.write(telling(stock({ channelSku: '77' }))))).not.toHaveProperty('sku_id')
    expect(writers.taobao.write(telling(stock({ channelItem: null })))).toEqual({ untold: 'ITEM_UNKNOWN' })
  })

  test('names the sub-orders of a parcel where the order leaves in parts', () => {
    const whole = formOf(writers.taobao.write(telling(shipped())))
    expect(whole).toMatchObject({ method: 'taobao.logistics.offline.send', tid: '260', out_sid: 'SF1', company_code: 'SF' })
    expect(whole).toMatchObject({ feature: 'machineCode=L1:SN1,SN2' })
    expect(whole).not.toHaveProperty('sub_tid')
    expect(formOf(writers.taobao.write(telling(shipped({ isWhole: false }))))).toMatchObject({ is_split: '1', sub_tid: 'L1' })
    expect(formOf(writers.taobao.write(telling(shipped({ isFirst: false }))))).toMatchObject({ is_split: '1' })
    expect(writers.taobao.write(telling(delivered))).toEqual({ untold: 'NOT_TAKEN' })
  })

  test('says what came of it', () => {
    expect(readWith(writers.taobao, '{"logistics_offline_send_response":{"shipping":{"is_success":true}}}')).toEqual({ outcome: 'taken' })
    const error = (sub_code: string) => JSON.stringify({ error_response: { code: 15, sub_code, sub_msg: '王小明' } })
    expect(readWith(writers.taobao, error('isv.item-not-exist'))).toEqual({ outcome: 'refused', code: 'isv.item-not-exist' })
    expect(readWith(writers.taobao, error('isp.remote-service-error'))).toMatchObject({ outcome: 'unanswered' })
    expect(readWith(writers.taobao, '{"error_response":{"code":27}}')).toEqual({ outcome: 'refused', code: '27' })
  })
})

test('jd is told by its parameters in one JSON, and answers in its own spelling', () => {
  const form = formOf(writers.jd.write(telling(stock())))
  expect(form).toMatchObject({ method: 'jingdong.stock.write.updateSkuStock', access_token: 't1', v: '2.0' })
  expect(JSON.parse(form['360buy_param_json']!)).toEqual({ skuId: '9007199254740993', stockNum: 5 })
  expect(form.sign).toBe(sortedMd5(form as Record<string, string>))
  const parcel = formOf(writers.jd.write(telling(shipped())))
  expect(JSON.parse(parcel['360buy_param_json']!)).toEqual({ orderId: '260', logiCoprId: 'SF', logiNo: 'SF1' })
  expect(readWith(writers.jd, '{"jingdong_pop_order_shipment_responce":{"code":"0","result":{"success":true}}}')).toEqual({
    outcome: 'taken',
  })
  const refusal = '{"jingdong_pop_order_shipment_responce":{"code":"0","result":{"success":false,"errorCode":"10400001"}}}'
  expect(readWith(writers.jd, refusal)).toEqual({ outcome: 'refused', code: '10400001' })
  expect(readWith(writers.jd, '{"error_response":{"code":"19","zh_desc":"无效access_token"}}')).toEqual({ outcome: 'refused', code: '19' })
})

test('douyin is told whole quantities with a key that makes a repeat one, signed with HMAC-SHA256 over sorted JSON', () => {
  const { url, body } = sent(writers.douyin.write(telling(stock())))
  expect(url.pathname).toBe('/router/sku/syncStock')
  const fields = { idempotent_id: 'r1', incremental: false, product_id: '77', sku_id: '9007199254740993', stock_num: 5 }
  expect(body).toBe(JSON.stringify(fields))
  const signed = `hushapp_keyk1methodsku.syncStockparam_json${body}timestamp${now / 1_000}v2hush`
  expect(url.searchParams.get('sign')).toBe(createHmac('sha256', 'hush').update(signed).digest('hex'))
  expect(url.searchParams.get('access_token')).toBe('t1')
  const whole = sent(writers.douyin.write(telling(shipped())))
  expect(JSON.parse(whole.body)).toEqual({ order_id: '260', company_code: 'SF', logistics_code: 'SF1' })
  const part = sent(writers.douyin.write(telling(shipped({ isWhole: false }))))
  expect(part.url.searchParams.get('method')).toBe('order.logisticsAddMultiPack')
  expect(JSON.parse(part.body)).toMatchObject({
    request_id: 'r1',
    pack_list: [{ shipped_order_info: [{ shipped_order_id: 'L1', shipped_num: 2 }] }],
  })
  expect(readWith(writers.douyin, '{"code":10000,"msg":"success"}')).toEqual({ outcome: 'taken' })
  expect(readWith(writers.douyin, '{"err_no":0}')).toEqual({ outcome: 'taken' })
  expect(readWith(writers.douyin, '{"code":20000,"sub_code":"isp.service-error:10005"}')).toMatchObject({ outcome: 'unanswered' })
  expect(readWith(writers.douyin, '{"code":50002,"sub_code":"isv.business-failed:4"}')).toMatchObject({ outcome: 'refused' })
})

test('pdd is told the first parcel as the sending of the order, and others as further waybills', () => {
  const form = formOf(writers.pdd.write(telling(stock())))
  expect(form).toMatchObject({
    type: 'pdd.goods.quantity.update',
    goods_id: '77',
    sku_id: '9007199254740993',
    quantity: '5',
    update_type: '1',
  })
  expect(form).toMatchObject({ client_id: 'k1', access_token: 't1', data_type: 'JSON', timestamp: String(now / 1_000) })
  expect(form.sign).toBe(sortedMd5(form as Record<string, string>))
  const first = formOf(writers.pdd.write(telling(shipped())))
  expect(first).toMatchObject({ type: 'pdd.logistics.online.send', order_sn: '260', logistics_id: 'SF', tracking_number: 'SF1' })
  expect(first).toMatchObject({ feature: 'deviceSn=SN1,SN2;' })
  expect(formOf(writers.pdd.write(telling(shipped({ isFirst: false }))))).toMatchObject({
    ...{ type: 'pdd.order.upload.extra.logistics', extra_track_type: '1' },
    extra_track_list: JSON.stringify([{ shipping_id: 'SF', tracking_number: 'SF1' }]),
  })
  expect(readWith(writers.pdd, '{"logistics_online_send_response":{"is_success":true}}')).toEqual({ outcome: 'taken' })
  expect(readWith(writers.pdd, '{"logistics_online_send_response":{"is_success":false}}')).toMatchObject({ outcome: 'refused' })
  expect(readWith(writers.pdd, '{"error_response":{"error_code":50001,"sub_code":"30001"}}')).toEqual({ outcome: 'refused', code: '30001' })
})

test('the WeChat shop is told under its access token, the whole quantity, and the products of each parcel', () => {
  const { url, body } = sent(writers['wechat-shop'].write(telling(stock())))
  expect(url.pathname).toBe('/router/channels/ec/product/stock/update')
  expect(url.searchParams.get('access_token')).toBe('t1')
  expect(JSON.parse(body)).toEqual({ product_id: '77', sku_id: '9007199254740993', diff_type: 3, num: 5 })
  expect(JSON.parse(sent(writers['wechat-shop'].write(telling(shipped()))).body)).toEqual({
    order_id: '260',
    delivery_list: [
      { deliver_type: 1, delivery_id: 'SF', waybill_id: 'SF1', product_infos: [{ product_id: 'I1', sku_id: 'S1', product_cnt: 2 }] },
    ],
  })
  expect(writers['wechat-shop'].write(telling(shipped({ lines: [{ ...line, channelItem: null }] })))).toEqual({ untold: 'ITEM_UNKNOWN' })
  expect(readWith(writers['wechat-shop'], '{"errcode":0,"errmsg":"ok"}')).toEqual({ outcome: 'taken' })
  expect(readWith(writers['wechat-shop'], '{"errcode":-1}')).toMatchObject({ outcome: 'unanswered' })
  expect(readWith(writers['wechat-shop'], '{"errcode":10020052}')).toEqual({ outcome: 'refused', code: '10020052' })
})

test('the app is told all in one form, its bytes signed with the instant', () => {
  const { body, headers } = sent(writers.app.write(telling(delivered)))
  expect(JSON.parse(body)).toEqual({
    requestId: 'r1',
    type: 'delivered',
    orderId: '260',
    shipmentId: 's',
    deliveredAt: '2026-11-11T02:00:00.000Z',
  })
  const closed: PushMessage = { kind: 'closed', channelOrderId: '260', cancelledBy: 'operator', isPaid: true }
  expect(JSON.parse(sent(writers.app.write(telling(closed))).body)).toEqual({
    ...{ requestId: 'r1', type: 'closed', orderId: '260', cancelledBy: 'operator' },
  })
  expect(headers['x-signature']).toBe(createHmac('sha256', 'hush').update(`${now}.${body}`).digest('hex'))
  expect(readWith(writers.app, '{"ok":true}')).toEqual({ outcome: 'taken' })
  expect(readWith(writers.app, '{"ok":false,"code":"王小明 NO_ITEM"}')).toEqual({ outcome: 'refused', code: 'NO_ITEM' })
})

test.each(Object.entries(writers))('whatever %s answers is an answer, never a failure, and no code holds words of a buyer', (_, writer) => {
  const bodies = fc.oneof(fc.string(), fc.json(), fc.constantFrom('', '{}', '[]', 'null', '{"error_response":{}}', '{"code":"王小明"}'))
  fc.assert(
    fc.property(bodies, (body) => {
      const read = readWith(writer, body)
      expect(['taken', 'refused', 'unanswered']).toContain(read.outcome)
      if (read.outcome !== 'taken') expect(read.code).toMatch(/^[A-Za-z0-9_.:-]{1,100}$/)
    }),
  )
})

test.each(Object.entries(writers))('what %s is sent holds its secret nowhere', (_, writer) => {
  for (const message of [stock(), shipped(), delivered]) {
    const written = writer.write(telling(message))
    if (!('untold' in written)) expect(written.url.href + written.body + JSON.stringify(written.headers)).not.toContain('hush')
  }
})

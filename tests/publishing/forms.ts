import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** How channels read and answer what they are told; put together by hand, without a line of the connectors. */

export type SimulatedChannel = 'taobao' | 'jd' | 'douyin' | 'pdd' | 'wechat-shop' | 'app'

/** A message as the simulated channel understands it. */
export type Heard =
  | {
      readonly kind: 'stock'
      readonly sku: string
      readonly item: string | null
      readonly quantity: number
      readonly requestId: string | null
    }
  | {
      readonly kind: 'shipped'
      readonly order: string
      readonly waybill: string
      readonly carrier: string
      readonly lines: readonly string[] | null
    }
  | { readonly kind: 'delivered'; readonly order: string; readonly shipment: string }
  | { readonly kind: 'installed'; readonly order: string; readonly card: string }
  | { readonly kind: 'closed'; readonly order: string; readonly by: string }
  | {
      readonly kind: 'case'
      readonly refund: string
      readonly does: 'agree' | 'agreeToReturn' | 'refuse' | 'received' | 'returned' | 'paid'
      /** Of the case, as far as the channel compares it. */
      readonly version: string | null
    }

const ofCase = (refund: string, does: Extract<Heard, { kind: 'case' }>['does'], version: unknown = null): Heard => ({
  ...{ kind: 'case', refund, does, version: version == null ? null : String(version) },
})

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex').toUpperCase()
const isSortedMd5 = (secret: string, fields: URLSearchParams): boolean => {
  const pairs = [...fields].filter(([name]) => name !== 'sign').sort(([a], [b]) => (a < b ? -1 : 1))
  return fields.get('sign') === md5(secret + pairs.map(([name, value]) => name + value).join('') + secret)
}

export interface Form {
  isSigned(secret: string, url: URL, body: string, headers: IncomingMessage['headers']): boolean
  hear(url: URL, body: string): Heard
  taken(url: URL, body: string): string
  refused(code: string): string
}

const fields = (body: string) => new URLSearchParams(body)
const text = (form: URLSearchParams, name: string) => form.get(name) ?? ''

export const forms: Readonly<Record<SimulatedChannel, Form>> = {
  taobao: {
    isSigned: (secret, _, body) => isSortedMd5(secret, fields(body)),
    hear(_, body) {
      const form = fields(body)
      if (text(form, 'method') === 'taobao.item.quantity.update')
        return {
          kind: 'stock',
          sku: form.get('sku_id') ?? text(form, 'num_iid'),
          item: text(form, 'num_iid'),
          quantity: Number(text(form, 'quantity')),
          requestId: null,
        }
      const [refund, , version] = text(form, 'refund_infos').split('|')
      switch (text(form, 'method')) {
        case 'taobao.trade.close':
          return { kind: 'closed', order: text(form, 'tid'), by: text(form, 'close_reason') }
        case 'taobao.rp.refunds.agree':
          return ofCase(refund!, 'agree', version)
        case 'taobao.rp.returngoods.agree':
          return ofCase(text(form, 'refund_id'), 'agreeToReturn', text(form, 'refund_version'))
        case 'taobao.refund.refuse':
          return ofCase(text(form, 'refund_id'), 'refuse', text(form, 'refund_version'))
        case 'taobao.nextone.logistics.warehouse.update':
          return ofCase(text(form, 'refund_id'), 'returned')
      }
      const lines = form.get('is_split') === '1' ? text(form, 'sub_tid').split(',') : null
      return { kind: 'shipped', order: text(form, 'tid'), waybill: text(form, 'out_sid'), carrier: text(form, 'company_code'), lines }
    },
    taken: (_, body) => JSON.stringify({ [`${text(fields(body), 'method').replace('taobao.', '').replaceAll('.', '_')}_response`]: {} }),
    refused: (code) =>
      JSON.stringify({ error_response: { code: 15, msg: 'Remote service error', sub_code: code, sub_msg: '王小明的订单' } }),
  },
  jd: {
    isSigned: (secret, _, body) => isSortedMd5(secret, fields(body)),
    hear(_, body) {
      const asked = JSON.parse(text(fields(body), '360buy_param_json'))
      if (asked.checkUserName !== undefined) return ofCase(asked.id, asked.status === 1 ? 'agree' : 'refuse')
      if (asked.skuId !== undefined) return { kind: 'stock', sku: asked.skuId, item: null, quantity: asked.stockNum, requestId: null }
      return { kind: 'shipped', order: asked.orderId, waybill: asked.logiNo, carrier: asked.logiCoprId, lines: null }
    },
    taken: () => JSON.stringify({ jingdong_any_responce: { code: '0', result: { success: true } } }),
    refused: (code) => JSON.stringify({ error_response: { code, zh_desc: '王小明的订单' } }),
  },
  douyin: {
    isSigned(secret, url, body) {
      const query = url.searchParams
      const signed = `app_key${query.get('app_key')}method${query.get('method')}param_json${body}timestamp${query.get('timestamp')}v2`
      return (
        query.get('sign') ===
        createHmac('sha256', secret)
          .update(secret + signed + secret)
          .digest('hex')
      )
    },
    hear(url, body) {
      const asked = JSON.parse(body)
      if (url.searchParams.get('method') === 'sku.syncStock')
        return {
          kind: 'stock',
          sku: asked.sku_id,
          item: asked.product_id ?? null,
          quantity: asked.stock_num,
          requestId: asked.idempotent_id,
        }
      if (url.searchParams.get('method') === 'afterSale.operate') {
        const does = { 101: 'agreeToReturn', 201: 'agree', 102: 'refuse', 202: 'refuse', 112: 'refuse', 111: 'returned' } as const
        return ofCase(asked.items[0].aftersale_id, does[asked.type as keyof typeof does], asked.items[0].update_time)
      }
      const pack = asked.pack_list?.[0] ?? asked
      const lines = pack.shipped_order_info?.map((each: { shipped_order_id: string }) => each.shipped_order_id) ?? null
      return { kind: 'shipped', order: asked.order_id, waybill: pack.logistics_code, carrier: pack.company_code, lines }
    },
    taken: () => JSON.stringify({ code: 10000, msg: 'success', data: {} }),
    refused: (code) => JSON.stringify({ code: 50002, msg: '业务处理失败', sub_code: code, sub_msg: '王小明的订单' }),
  },
  pdd: {
    isSigned: (secret, _, body) => isSortedMd5(secret, fields(body)),
    hear(_, body) {
      const form = fields(body)
      if (text(form, 'type') === 'pdd.goods.quantity.update')
        return {
          kind: 'stock',
          sku: form.get('sku_id') ?? text(form, 'goods_id'),
          item: text(form, 'goods_id'),
          quantity: Number(text(form, 'quantity')),
          requestId: null,
        }
      if (form.has('request')) {
        const does = {
          'pdd.refund.agree': 'agree',
          'pdd.refund.returngoods.agree': 'agreeToReturn',
          'pdd.nextone.logistics.warehouse.update': 'returned',
        } as const
        return ofCase(JSON.parse(text(form, 'request')).after_sales_id, does[text(form, 'type') as keyof typeof does])
      }
      if (text(form, 'type') === 'pdd.order.upload.extra.logistics') {
        const [track] = JSON.parse(text(form, 'extra_track_list'))
        return { kind: 'shipped', order: text(form, 'order_sn'), waybill: track.tracking_number, carrier: track.shipping_id, lines: [] }
      }
      return {
        kind: 'shipped',
        order: text(form, 'order_sn'),
        waybill: text(form, 'tracking_number'),
        carrier: text(form, 'logistics_id'),
        lines: null,
      }
    },
    taken: () => JSON.stringify({ any_response: { is_success: true } }),
    refused: (code) => JSON.stringify({ error_response: { error_code: 50001, sub_code: code, error_msg: '王小明的订单' } }),
  },
  'wechat-shop': {
    isSigned: (secret, url) => url.searchParams.get('access_token') === `token of ${secret}`,
    hear(url, body) {
      const asked = JSON.parse(body)
      if (url.pathname.endsWith('/channels/ec/product/stock/update'))
        return { kind: 'stock', sku: asked.sku_id, item: asked.product_id, quantity: asked.num, requestId: null }
      if (url.pathname.endsWith('/rejectapply')) return ofCase(asked.after_sale_order_id, 'refuse')
      if (url.pathname.endsWith('/acceptapply'))
        return ofCase(asked.after_sale_order_id, asked.accept_type === 2 ? 'returned' : asked.accept_type === 1 ? 'agreeToReturn' : 'agree')
      const [parcel] = asked.delivery_list
      const lines = parcel.product_infos.map((each: { sku_id: string }) => each.sku_id)
      return { kind: 'shipped', order: asked.order_id, waybill: parcel.waybill_id, carrier: parcel.delivery_id, lines }
    },
    taken: () => JSON.stringify({ errcode: 0, errmsg: 'ok' }),
    refused: (code) => JSON.stringify({ errcode: Number(code), errmsg: '王小明的订单' }),
  },
  app: {
    isSigned: (secret, _, body, headers) =>
      headers['x-signature'] === createHmac('sha256', secret).update(`${headers['x-timestamp']}.${body}`).digest('hex'),
    hear(_, body) {
      const asked = JSON.parse(body)
      if (asked.type === 'stock')
        return { kind: 'stock', sku: asked.skuId, item: null, quantity: asked.quantity, requestId: asked.requestId }
      if (asked.type === 'delivered') return { kind: 'delivered', order: asked.orderId, shipment: asked.shipmentId }
      if (asked.type === 'installed') return { kind: 'installed', order: asked.orderId, card: asked.installationId }
      if (asked.type === 'closed') return { kind: 'closed', order: asked.orderId, by: asked.cancelledBy }
      if (asked.refundId !== undefined) return ofCase(asked.refundId, appCases[asked.type as keyof typeof appCases])
      const lines = asked.lines.map((each: { lineId: string }) => each.lineId)
      return { kind: 'shipped', order: asked.orderId, waybill: asked.waybill, carrier: asked.carrier, lines }
    },
    taken: () => JSON.stringify({ ok: true }),
    refused: (code) => JSON.stringify({ ok: false, code }),
  },
}

const appCases = {
  refundAgreed: 'agree',
  refundRefused: 'refuse',
  returnReceived: 'received',
  returnInspected: 'returned',
  refundPaid: 'paid',
} as const

import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Channels over real HTTP, slow, wrong, repeating themselves and dying when told to. It shares no code with the connectors: what it reads
 * and answers is put together here by hand, and so are the signatures it checks.
 */

/**
 * What it does with the next message. `die` hangs up before it took anything, `dieAfter` once it did; `silent` takes it and never says so;
 * `late` says nothing and takes it only once it is let go, in whatever order that is.
 */
export type Mood = 'well' | 'die' | 'dieAfter' | 'silent' | 'late' | 'garbage' | 'broken' | `refuse:${string}`

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
  | { readonly kind: 'closed'; readonly order: string; readonly by: string }

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex').toUpperCase()
const isSortedMd5 = (secret: string, fields: URLSearchParams): boolean => {
  const pairs = [...fields].filter(([name]) => name !== 'sign').sort(([a], [b]) => (a < b ? -1 : 1))
  return fields.get('sign') === md5(secret + pairs.map(([name, value]) => name + value).join('') + secret)
}

interface Form {
  isSigned(secret: string, url: URL, body: string, headers: IncomingMessage['headers']): boolean
  hear(url: URL, body: string): Heard
  taken(url: URL, body: string): string
  refused(code: string): string
}

const fields = (body: string) => new URLSearchParams(body)
const text = (form: URLSearchParams, name: string) => form.get(name) ?? ''

const forms: Readonly<Record<SimulatedChannel, Form>> = {
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
      if (asked.type === 'closed') return { kind: 'closed', order: asked.orderId, by: asked.cancelledBy }
      const lines = asked.lines.map((each: { lineId: string }) => each.lineId)
      return { kind: 'shipped', order: asked.orderId, waybill: asked.waybill, carrier: asked.carrier, lines }
    },
    taken: () => JSON.stringify({ ok: true }),
    refused: (code) => JSON.stringify({ ok: false, code }),
  },
}

const whatOf = (heard: Exclude<Heard, { kind: 'stock' }>): string =>
  heard.kind === 'shipped' ? heard.waybill : heard.kind === 'delivered' ? `${heard.shipment}/delivered` : 'closed'

export async function startChannels(secret: string) {
  /** What each channel shows by now, by its SKU. */
  const shown = new Map<string, number>()
  /** Parcels and deliveries it knows, and how often each came to it. */
  const told = new Map<string, number>()
  const received: { channel: SimulatedChannel; heard: Heard }[] = []
  const forged: string[] = []
  const moods: Mood[] = []
  const late: (() => void)[] = []
  /** Which moods strike by themselves, drawn for each message; none when null. */
  let weather: (() => Mood) | null = null
  let held: (() => void)[] | null = null
  const load = { now: 0, most: 0 }

  /** Whether it is new to the channel: a parcel is told of once, and said to be known from then on, as channels do. */
  function take(channel: SimulatedChannel, heard: Heard): boolean {
    if (heard.kind === 'stock') {
      shown.set(`${channel}/${heard.sku}`, heard.quantity)
      return true
    }
    const what = `${heard.order}/${whatOf(heard)}`
    const times = told.get(`${channel}/${what}`) ?? 0
    told.set(`${channel}/${what}`, times + 1)
    return times === 0
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    const url = new URL(request.url ?? '/', 'http://channels')
    const channel = url.pathname.split('/')[1] as SimulatedChannel
    const form = forms[channel]
    if (!form.isSigned(secret, url, body, request.headers)) {
      forged.push(`${channel} ${body}`)
      response.end(form.refused('1'))
      return
    }
    const heard = form.hear(url, body)
    received.push({ channel, heard })
    const mood = moods.shift() ?? weather?.() ?? 'well'
    if (mood === 'die') return void request.socket.destroy()
    if (mood === 'late') return void late.push(() => void take(channel, heard))
    if (mood.startsWith('refuse:')) return void response.end(form.refused(mood.slice('refuse:'.length)))
    const isNew = take(channel, heard)
    if (held !== null) await new Promise<void>((go) => held!.push(go))
    if (mood === 'dieAfter') request.socket.destroy()
    else if (mood === 'silent') return
    else if (mood === 'garbage') response.end('<html>maintenance</html>')
    else if (mood === 'broken') response.writeHead(502).end('bad gateway')
    else response.end(isNew ? form.taken(url, body) : form.refused(channel === 'wechat-shop' ? '9' : 'REPEATED'))
  }

  const server = createServer((request, response) => {
    load.now += 1
    load.most = Math.max(load.most, load.now)
    response.on('close', () => {
      load.now -= 1
    })
    void answer(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo

  return {
    url: (channel: SimulatedChannel) => `http://127.0.0.1:${port}/${channel}`,
    shown,
    told,
    received,
    forged,
    load,
    quantities: (channel: SimulatedChannel, sku: string) =>
      received.flatMap(({ channel: of, heard }) => (of === channel && heard.kind === 'stock' && heard.sku === sku ? [heard.quantity] : [])),
    /** What it does with the next messages, one after another. */
    feels: (...next: readonly Mood[]) => void moods.push(...next),
    storm(draw: (() => Mood) | null) {
      weather = draw
    },
    /** Takes what came late, the last of them first. */
    letComeLate() {
      for (const arrive of late.splice(0).reverse()) arrive()
    },
    hold() {
      held = []
    },
    heldBack: () => held?.length ?? 0,
    letGo() {
      for (const go of held ?? []) go()
      held = null
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((stopped) => server.close(stopped))
    },
  }
}

export type Channels = Awaited<ReturnType<typeof startChannels>>

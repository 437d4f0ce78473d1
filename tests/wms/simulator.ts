import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A warehouse management system that speaks Qimen over real HTTP, and is slow, wrong, repeats itself and dies when told to. It shares no code with
 * the connector: what it reads and writes is put together here by hand, and so is its signature.
 */

/**
 * What it does with the next message of a kind. `die` hangs up before it took anything, `dieAfter` once it did;
 * `silent` takes it and never says so.
 */
export type Mood = 'well' | 'die' | 'dieAfter' | 'silent' | 'garbage' | 'broken' | `refuse:${string}`

export interface SimulatedOrder {
  readonly code: string
  readonly body: string
  readonly lines: readonly { readonly number: string; readonly sku: string; readonly quantity: number }[]
  created: number
  state: 'taken' | 'sent' | 'cancelled'
}

export interface Said {
  readonly status: number
  readonly flag: string
  readonly code: string
  readonly message: string
}

const inside = (text: string, tag: string): string => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? ''
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex').toUpperCase()

const linesOf = (body: string): SimulatedOrder['lines'] =>
  [...body.matchAll(/<orderLine>(.*?)<\/orderLine>/gs)].map(([, line]) => ({
    number: inside(line!, 'orderLineNo'),
    sku: inside(line!, 'itemCode'),
    quantity: Number(inside(line!, 'planQty')),
  }))

function signed(secret: string, parameters: Record<string, string>, body: string): string {
  const pairs = Object.entries(parameters).filter(([name]) => name !== 'sign')
  pairs.sort(([a], [b]) => (a < b ? -1 : 1))
  return md5(secret + pairs.flat().join('') + body + secret)
}

export async function startSimulator(secret: string) {
  const orders = new Map<string, SimulatedOrder>()
  /** What is to come back to it. */
  const returns = new Map<string, SimulatedOrder>()
  const received: { method: string; body: string }[] = []
  const moods = new Map<string, Mood[]>()
  const forged: string[] = []
  let held: (() => void)[] | null = null
  const load = { now: 0, most: 0 }

  function take(method: string, body: string): string {
    received.push({ method, body })
    if (method === 'deliveryorder.create') return create(body)
    if (method === 'returnorder.create') return expect(body)
    if (method === 'order.cancel') return inside(body, 'orderType') === 'THRK' ? unexpect(body) : cancel(body)
    return failure('UNKNOWN_METHOD', method)
  }

  function create(body: string): string {
    const code = inside(body, 'deliveryOrderCode')
    const known = orders.get(code)
    if (known !== undefined) {
      known.created += 1
      return success()
    }
    orders.set(code, { code, body, lines: linesOf(body), created: 1, state: 'taken' })
    return success()
  }

  function cancel(body: string): string {
    const order = orders.get(inside(body, 'orderCode'))
    if (order === undefined) return failure('NO_SUCH_ORDER', 'unknown')
    if (order.state === 'sent') return failure('CANCELEDFAIL', 'it has left')
    order.state = 'cancelled'
    return success()
  }

  function expect(body: string): string {
    const code = inside(body, 'returnOrderCode')
    const known = returns.get(code)
    if (known === undefined) returns.set(code, { code, body, lines: linesOf(body), created: 1, state: 'taken' })
    else known.created += 1
    return success()
  }

  function unexpect(body: string): string {
    const order = returns.get(inside(body, 'orderCode'))
    if (order === undefined) return failure('NO_SUCH_ORDER', 'unknown')
    order.state = 'cancelled'
    return success()
  }

  const success = () => '<?xml version="1.0"?><response><flag>success</flag><code>0</code><message>ok</message></response>'
  const failure = (code: string, message: string) =>
    `<?xml version="1.0"?><response><flag>failure</flag><code>${code}</code><message>${message}</message></response>`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    const parameters = Object.fromEntries(new URL(request.url ?? '/', 'http://wms').searchParams)
    if (parameters.sign !== signed(secret, parameters, body)) {
      forged.push(body)
      response.end(failure('SIGN', 'wrong signature'))
      return
    }
    const method = (parameters.method ?? '').replace('taobao.qimen.', '')
    const mood = moods.get(method)?.shift() ?? 'well'
    if (mood === 'die') {
      received.push({ method, body })
      request.socket.destroy()
      return
    }
    const said = mood.startsWith('refuse:') ? failure(mood.slice('refuse:'.length), 'the buyer 王小明 is not welcome') : take(method, body)
    if (held !== null) await new Promise<void>((go) => held!.push(go))
    if (mood === 'dieAfter') request.socket.destroy()
    else if (mood === 'silent') return
    else if (mood === 'garbage') response.end('<html>maintenance</html>')
    else if (mood === 'broken') response.writeHead(502).end('bad gateway')
    else response.end(said)
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

  /** Sends one message to a door of the ledger, signed. */
  async function send(door: string, method: string, body: string, change: Record<string, string> = {}): Promise<Said> {
    const parameters: Record<string, string> = {
      ...{ method: `taobao.qimen.${method}`, timestamp: '2026-11-11 10:00:00', format: 'xml', app_key: 'wms', v: '2.0' },
      ...{ sign_method: 'md5', customerId: 'SNOW' },
    }
    parameters.sign = signed(secret, parameters, body)
    const url = new URL(door)
    for (const [name, value] of Object.entries({ ...parameters, ...change })) url.searchParams.set(name, value)
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/xml;charset=utf-8' }, body })
    const text = await response.text()
    return { status: response.status, flag: inside(text, 'flag'), code: inside(text, 'code'), message: inside(text, 'message') }
  }

  return {
    url: `http://127.0.0.1:${port}/qimen`,
    orders,
    returns,
    received,
    forged,
    /** How many messages were with it at once, at the most. */
    load,
    send,
    /** What it does with the next messages of this kind, one after another; well after those. */
    feels: (method: string, ...next: readonly Mood[]) => void moods.set(method, [...(moods.get(method) ?? []), ...next]),
    /** Holds back what it would answer from now on. */
    hold() {
      held = []
    },
    /** How many answers are held back. */
    heldBack: () => held?.length ?? 0,
    letGo() {
      for (const go of held ?? []) go()
      held = null
    },
    /** As if it had never been asked anything. */
    forget() {
      for (const all of [orders, returns, moods]) all.clear()
      received.length = 0
    },
    of: (method: string) => received.filter((each) => each.method === method).map(({ body }) => body),
    async stop() {
      server.closeAllConnections()
      await new Promise((stopped) => server.close(stopped))
    },
  }
}

export type Simulator = Awaited<ReturnType<typeof startSimulator>>

export interface Parcel {
  readonly waybill: string
  readonly items: readonly { readonly sku: string; readonly quantity: number; readonly serialNumbers?: readonly string[] }[]
}

export interface Confirm {
  readonly number?: string
  readonly type?: '0' | '1'
  readonly status?: string
  readonly at?: string
  readonly parcels?: readonly Parcel[]
  /** What it says left in all; as in the parcels when left out. */
  readonly lines?: readonly { readonly sku: string; readonly quantity: number }[]
}

const element = (tag: string, value: string | undefined): string => (value === undefined ? '' : `<${tag}>${escaped(value)}</${tag}>`)

/** Body of a deliveryorder.confirm, as a warehouse would write it. */
export function confirmOf(code: string, { number, type, status, at = '2026-11-11 10:00:00', parcels = [], lines }: Confirm = {}): string {
  const boxes = parcels.map(({ waybill, items }) => {
    const each = items.map(({ sku, quantity, serialNumbers = [] }) => {
      const numbers = serialNumbers.length === 0 ? '' : `<snList>${serialNumbers.map((sn) => element('sn', sn)).join('')}</snList>`
      return `<item>${element('itemCode', sku)}<quantity>${quantity}</quantity>${numbers}</item>`
    })
    return `<package><logisticsCode>SF</logisticsCode>${element('expressCode', waybill)}<weight>1.5</weight><items>${each.join('')}</items></package>`
  })
  const all = new Map<string, number>()
  for (const { sku, quantity } of lines ?? parcels.flatMap(({ items }) => items)) all.set(sku, (all.get(sku) ?? 0) + quantity)
  const orderLines = [...all].map(
    ([sku, quantity]) => `<orderLine>${element('itemCode', sku)}<actualQty>${quantity}</actualQty></orderLine>`,
  )
  return `<?xml version="1.0" encoding="utf-8"?><request><deliveryOrder>${element('deliveryOrderCode', code)}${element('outBizCode', number)}${element('confirmType', type)}${element('status', status)}${element('orderConfirmTime', at)}</deliveryOrder><packages>${boxes.join('')}</packages><orderLines>${orderLines.join('')}</orderLines></request>`
}

export const progressOf = (code: string, status: string, at = '2026-11-11 09:00:00'): string =>
  `<request><order>${element('orderCode', code)}</order><process>${element('processStatus', status)}${element('operateTime', at)}<operatorName>张三</operatorName></process></request>`

export const lackOf = (code: string, number: string, sku: string, quantity: number): string =>
  `<request>${element('deliveryOrderCode', code)}${element('outBizCode', number)}<items><item>${element('itemCode', sku)}<lackQty>${quantity}</lackQty></item></items></request>`

export interface Moved {
  readonly sku: string
  readonly quantity: number
  readonly type?: 'ZP' | 'CC'
  readonly number?: string
  readonly orderType?: string
}

const movedItems = (items: readonly Moved[]): string =>
  `<items>${items
    .map(
      ({ sku, quantity, type = 'ZP', number, orderType }) =>
        `<item>${element('itemCode', sku)}<inventoryType>${type}</inventoryType><quantity>${quantity}</quantity>${element('outBizCode', number)}${element('orderType', orderType)}</item>`,
    )
    .join('')}</items>`

export const countOf = (number: string, ...items: readonly Moved[]): string =>
  `<request><warehouseCode>HZ01</warehouseCode>${element('outBizCode', number)}<checkTime>2026-11-11 12:00:00</checkTime>${movedItems(items)}</request>`

export const changeOf = (...items: readonly Moved[]): string => `<request>${movedItems(items)}</request>`

export const returnOf = (code: string, number: string, sku: string, quantity: number, type: 'ZP' | 'CC' = 'ZP'): string =>
  `<request><returnOrder>${element('returnOrderCode', code)}${element('outBizCode', number)}</returnOrder><orderLines><orderLine>${element('itemCode', sku)}<inventoryType>${type}</inventoryType><actualQty>${quantity}</actualQty></orderLine></orderLines></request>`

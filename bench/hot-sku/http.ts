import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The whole ledger as a server, as `npm start` runs it, and one SKU with units to sell. */
export interface HttpShop {
  /** Reservations a second, by so many buyers with a connection each, every one durable before it is answered. */
  sell(buyers: number, durationMs: number): Promise<number>
  /** Requests a second that ask nothing of the ledger: what HTTP alone takes, on the same machine with the same client. */
  nothing(buyers: number, durationMs: number): Promise<number>
  close(): Promise<void>
}

const ledger = fileURLToPath(new URL('../../bin/ledger.mjs', import.meta.url))
const units = 1_000_000
const receipts = 20

export async function openHttpShop(folder: string): Promise<HttpShop> {
  const environment = { ...process.env, LEDGER_EVENTS: `embedded:${folder}` }
  const server = spawn(process.execPath, [ledger, 'serve', '--port', '0', '--json'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const { url, key } = await firstLine(server)
  const shop = await openShopAt([url], key)
  return {
    ...shop,
    async close() {
      await shop.close()
      const gone = once(server, 'exit')
      server.kill('SIGTERM')
      await gone
    },
  }
}

/** One SKU with units to sell, at servers that share a ledger: buyers take them in turn. Shops of one ledger have names of their own. */
export async function openShopAt(urls: readonly string[], key: string, name = 'shop'): Promise<HttpShop> {
  const agent = new Agent({ keepAlive: true, maxSockets: 2_000 })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  let asked = 0

  function send(method: string, path: string, body?: object): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    const text = body === undefined ? '' : JSON.stringify(body)
    const sized = body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(text) }
    request(urls[asked % urls.length]! + path, { method, agent, headers: sized }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode!))
    })
      .on('error', reject)
      .end(text)
    return promise
  }
  async function command(type: string, data: object): Promise<void> {
    asked += 1
    const status = await send('POST', '/v1/commands', { type, commandId: `bench-${name}-${asked}`, data })
    if (status !== 200) throw new Error(`${type} was answered ${status}`)
  }
  await define(name, command)

  const reserve = (): Promise<void> => {
    const id = `${name}${asked + 1}`
    const reservations = [{ reservationId: `${id}/1/0`, lineId: '1', quantity: 1 }]
    return command('ReserveStock', {
      sku: 'FRIDGE-510',
      location: 'QINGDAO-01',
      orderId: `taobao.s.${id}`,
      channel: 'taobao',
      reservations,
    })
  }
  return {
    sell: (buyers, durationMs) => perSecond(buyers, durationMs, reserve),
    nothing: (buyers, durationMs) => perSecond(buyers, durationMs, () => send('GET', '/healthz')),
    close: async () => agent.destroy(),
  }
}

async function firstLine(server: ChildProcess): Promise<{ readonly url: string; readonly key: string }> {
  for await (const line of createInterface({ input: server.stdout! })) return JSON.parse(line)
  throw new Error('the server ended before it listened')
}

async function define(name: string, command: (type: string, data: object) => Promise<void>): Promise<void> {
  const region = { path: ['370000', '370200', '370212'], name: '山东 青岛 崂山' }
  const place = { location: 'QINGDAO-01', name: 'Qingdao', kind: 'warehouse', storeCode: null, covers: [], active: true, region }
  const size = { weightGrams: 60_000, sizeMillimetres: null, listPriceFen: 399_900, barCode: null, model: null }
  const kind = {
    maker: 'haier',
    energyGrade: 'level1',
    serialNumberRequired: false,
    components: [],
    category: 'refrigerator',
    brand: 'Haier',
  }
  await command('DefineLocation', place)
  await command('DefineSku', { sku: 'FRIDGE-510', name: 'Fridge', ...size, ...kind })
  for (let n = 0; n < receipts; n += 1) {
    await command('ReceiveStock', { sku: 'FRIDGE-510', location: 'QINGDAO-01', documentId: `${name}-delivery-${n}`, quantity: units })
  }
}

async function perSecond(buyers: number, durationMs: number, ask: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  let answered = 0
  const buyer = async (): Promise<void> => {
    while (performance.now() - began < durationMs) {
      await ask()
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: buyers }, buyer))
  return (answered * 1_000) / (performance.now() - began)
}

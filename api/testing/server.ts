import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultSettings, type Settings } from '../../compose/settings.ts'
import type { Role } from '../../domain/access/events.ts'
import { serve } from '../../serve.ts'
import type { DoorSettings } from '../grpc/serve-door.ts'
import type { ApiLimits } from '../limits.ts'

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every route
  readonly body: any
  readonly headers: Headers
}

export interface Request {
  readonly key?: string | null
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export interface OpenOptions {
  readonly folder?: string
  readonly limits?: Partial<ApiLimits>
  readonly settings?: Partial<Settings>
  readonly page?: string | null
  readonly door?: DoorSettings | null
}

/** A whole server on a port of its own, over a ledger in a folder of its own; every answer is held to the schema it promises. */
export async function openServer({
  folder = mkdtempSync(join(tmpdir(), 'ledger-api-')),
  limits = {},
  settings = {},
  page = null,
  door = null,
}: OpenOptions = {}) {
  const lines: string[] = []
  const log = { write: (line: string) => void lines.push(line) }
  const environment = { LEDGER_EVENTS: `embedded:${folder}`, ...(door === null ? {} : { LEDGER_GRPC_PORT: String(door.port) }) }
  const server = await serve(
    { ...defaultSettings(environment), readModelsApart: true, say: (line) => void lines.push(line), ...settings },
    { host: '127.0.0.1', port: 0, log, logLevel: 'trace', checkAnswers: true, page, limits, door },
  )
  const admin = server.firstKey ?? ''

  async function ask(method: string, path: string, { key = admin, body, headers = {} }: Request = {}): Promise<Answer> {
    const isText = typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(server.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? (body as string) : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: isJson && text !== '' ? JSON.parse(text) : text, headers: response.headers }
  }

  async function command(type: string, data: object, more: object = {}): Promise<Answer> {
    return ask('POST', '/v1/commands', { body: { type, data, ...more } })
  }

  return {
    ...server,
    folder,
    admin,
    lines,
    ask,
    command,
    get: (path: string, request: Request = {}) => ask('GET', path, request),
    post: (path: string, body: unknown, request: Request = {}) => ask('POST', path, { ...request, body }),
    async keyOf(role: Role, channels: readonly string[] = []): Promise<string> {
      const { status, body } = await ask('POST', '/v1/keys', { body: { role, channels, label: role } })
      if (status !== 201) throw new Error(`no key: ${JSON.stringify(body)}`)
      return body.key
    },
    send: (payload: object, channel = 'app') => ask('POST', `/v1/channel-orders/${channel}`, { body: payload }),
    define: () => define(command),
    async close(remove = true) {
      await server.stop()
      if (remove) rmSync(folder, { recursive: true })
    },
  }
}

export type TestServer = Awaited<ReturnType<typeof openServer>>

export const hangzhou = ['330000', '330100', '330106']

/** One shop of the app, one warehouse, one refrigerator with ten units. */
export async function define(command: (type: string, data: object) => Promise<Answer>): Promise<void> {
  const steps: readonly [string, object][] = [
    ['DefineShop', { channel: 'app', shop: 's1', name: 'App', invoicingEntity: 'Snow Ltd', unpaidTimeoutMs: 1_800_000 }],
    [
      'DefineLocation',
      {
        ...{ location: 'HZ', name: 'Hangzhou', kind: 'warehouse', storeCode: null, covers: [], active: true },
        region: { path: hangzhou, name: '浙江 杭州 西湖' },
      },
    ],
    ['DefineSku', skuOf('fridge')],
    ['DefineListing', { channel: 'app', shop: 's1', channelSku: 'c-fridge', sku: 'fridge', effectiveFrom: 0 }],
    ['ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: 'in-1', quantity: 10 }],
  ]
  for (const [type, data] of steps) {
    const { status, body } = await command(type, data)
    if (status !== 200) throw new Error(`${type}: ${JSON.stringify(body)}`)
  }
}

export const skuOf = (sku: string) => ({
  ...{ sku, name: sku, model: null, maker: 'Snow', energyGrade: 'level1', barCode: null, weightGrams: 60_000, sizeMillimetres: null },
  ...{ listPriceFen: 100_000, serialNumberRequired: false, components: [], category: 'refrigerator', brand: 'Snow' },
})

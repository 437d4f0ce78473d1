import { Agent, type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer, type TestServer } from '../api/testing/server.ts'
import { stockKey } from '../domain/shared/stream-name.ts'
import { stockAggregate } from '../domain/stock/stock.ts'

/** The default ledger: every answer is on disk before it is given. */
let server: TestServer
const buyers = 1_000
const units = 100

beforeAll(async () => {
  server = await openServer()
  await server.define()
  const documentId = 'the-hundred'
  expect((await server.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId, quantity: units - 10 })).status).toBe(200)
})
afterAll(() => server.close())

const agent = new Agent({ keepAlive: true, maxSockets: buyers })

interface Reply {
  readonly status: number
  readonly body: { readonly code?: string; readonly title?: string; readonly details?: object; readonly position?: string }
}

/** Each buyer has a connection of its own. */
function reserve(buyer: number): Promise<Reply> {
  const data = {
    ...{ sku: 'fridge', location: 'HZ', orderId: `app.s1.${buyer}`, channel: 'app' },
    reservations: [{ reservationId: `${buyer}/1/0`, lineId: '1', quantity: 1 }],
  }
  const body = JSON.stringify({ type: 'ReserveStock', commandId: `buyer-${buyer}`, data })
  const headers = { authorization: `Bearer ${server.admin}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  request(`${server.url}/v1/commands`, { method: 'POST', agent, headers }, (answer: IncomingMessage) => {
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk))
    answer.on('end', () => resolve({ status: answer.statusCode!, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) }))
  })
    .on('error', reject)
    .end(body)
  return promise
}

test('of a thousand buyers at once for a hundred units, a hundred get one, and nine hundred are told why not', async () => {
  const replies = await Promise.all(Array.from({ length: buyers }, (_, buyer) => reserve(buyer)))
  const reserved = replies.filter(({ status }) => status === 200)
  const refused = replies.filter(({ status }) => status === 409)
  expect({ reserved: reserved.length, refused: refused.length }).toEqual({ reserved: units, refused: buyers - units })
  for (const { body } of refused) {
    expect(body).toMatchObject({ code: 'INSUFFICIENT_STOCK', title: 'Not enough units available', details: { requested: 1, available: 0 } })
  }
  const stock = await server.ledger.bus.look(stockAggregate, stockKey('fridge', 'HZ'))
  expect(stock).toMatchObject({ onHand: units, reserved: units })
  const { body } = await server.get(`/v1/stock/fridge?minPosition=${await server.ledger.events.head()}`)
  expect(body.locations).toMatchObject([{ onHand: units, reserved: units, availableToPromise: 0 }])
})

test('all of them asking again with the same command ids changes nothing', async () => {
  const before = await server.ledger.events.head()
  const replies = await Promise.all(Array.from({ length: buyers }, (_, buyer) => reserve(buyer)))
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(units)
  expect(await server.ledger.events.head()).toBe(before)
})

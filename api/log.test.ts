import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appOrder } from '../tests/spine/harness.ts'
import { follow } from './testing/follow.ts'
import { openServer, type TestServer } from './testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openServer()
  await server.define()
})
afterAll(() => server.close())

/** A buyer nobody else in these tests is. */
const buyer = { ...appOrder('x').buyer, memberId: 'm-secret', name: '欧阳无迹', phone: '13955512345', address: '静默路 77 号 3 单元 1204' }
const personal = [buyer.name, buyer.phone, buyer.address, '12345', encodeURIComponent(buyer.name)]

test('no token, name, phone or address is ever logged, whatever is asked and however it fails', async () => {
  const { body } = await server.send(appOrder('1', { buyer }))
  const position = body[0].position
  const { name, phone } = buyer
  const key = await server.keyOf('operator')
  const cookie = (await server.post('/v1/session', { key }, { key: null })).headers.getSetCookie()[0]!.split(';')[0]!
  const searches = [
    `buyer=${phone}`,
    `buyer=${encodeURIComponent(name)}`,
    'buyer=2345',
    `nonsense=${phone}`,
    `after=${encodeURIComponent(name)}`,
  ]
  for (const search of searches) await server.get(`/v1/orders?minPosition=${position}&${search}`)
  await server.get(`/v1/people?phone=${phone}`)
  await server.get(`/v1/people?name=${encodeURIComponent(name)}`)
  await server.get(`/v1/${phone}`)
  await server.get(`/v1/orders/${encodeURIComponent(name)}`)
  await server.get('/v1/orders', { key: `${'0'.repeat(16)}.${'s'.repeat(43)}` })
  await server.get('/v1/orders', { key: null, headers: { cookie: `${cookie}x` } })
  await server.get(`/v1/people?phone=${phone}`, { key: null, headers: { cookie } })
  const json = { 'content-type': 'application/json' }
  await server.post('/v1/commands', `{"type":"HoldOrder","data":{"detail":"${name}"`, { headers: json })
  await server.post('/v1/commands', { type: name, data: { name, phone } })
  await server.post('/v1/channel-orders/app', `{"type":"order","buyer":{"name":"${name}","phone":"${phone}"`)
  await server.post('/v1/channel-orders/jd', { name, phone, address: buyer.address })
  await server.post('/v1/session', { key: `wrong ${phone}` }, { key: null })
  await fetch(`${server.url}/v1/orders`, { headers: { authorization: `Basic ${phone}` } })
  const following = await follow(`${server.url}/v1/events?types=OrderPlaced`, server.admin)
  await following.take(1)
  following.stop()

  const log = server.lines.join('')
  expect(log).toContain('"route":"/v1/people"')
  expect(log).toContain('"status":401')
  for (const secret of [
    ...personal,
    server.admin,
    server.admin.split('.')[1]!,
    key.split('.')[1]!,
    cookie.split('=')[1]!,
    's'.repeat(43),
  ]) {
    expect(log.includes(secret), `the log holds ${secret}`).toBe(false)
  }
  expect(log).not.toContain('minPosition')
})

test('nothing personal stands in clear in any file of the ledger', async () => {
  const files = readdirSync(server.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(3)
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name))
    for (const text of [buyer.name, buyer.phone, buyer.address]) expect(bytes.includes(text), `${name} holds ${text}`).toBe(false)
  }
})

test('a failure nobody foresaw is told by an id that the log knows, and by nothing else', async () => {
  const { bus } = server.ledger
  const ask = bus.ask
  const saboteur = bus as { ask: typeof ask }
  saboteur.ask = () => Promise.reject(new Error(`broken by ${buyer.name}`))
  const { status, body } = await server.command('HoldOrder', { orderId: 'app.s1.1', reason: 'operator', detail: '' })
  saboteur.ask = ask
  expect(status).toBe(500)
  expect(Object.keys(body).sort()).toEqual(['code', 'errorId', 'status', 'title', 'type'])
  const logged = server.lines.find((line) => line.includes(body.errorId))!
  expect(JSON.parse(logged)).toMatchObject({ level: 50, name: 'Error', stack: expect.any(Array) })
  expect(server.lines.join('')).not.toContain(buyer.name)
})

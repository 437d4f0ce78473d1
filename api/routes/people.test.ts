import { afterAll, beforeAll, expect, test } from 'vitest'
import { streamKey, streamName } from '../../domain/shared/stream-name.ts'
import { appOrder } from '../../tests/spine/harness.ts'
import { openServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let personId: string
const minutesAgo = Date.now() - 600_000

beforeAll(async () => {
  server = await openServer()
  await server.define()
  let position = '0'
  for (const id of ['1', '2']) position = (await server.send(appOrder(id, { at: minutesAgo }))).body[0].position
  personId = (await server.get(`/v1/orders/app.s1.1?minPosition=${position}`)).body.buyer.personId
})
afterAll(() => server.close())

test.each(['phone=13812345678', 'phone=5678', `name=${encodeURIComponent('王小明')}`])(
  '%s finds the person with their orders',
  async (query) => {
    const { body } = await server.get(`/v1/people?${query}`)
    expect(body.items).toMatchObject([{ personId, orderCount: 2 }])
    expect(body.items[0].orders.map(({ orderId }: { orderId: string }) => orderId).sort()).toEqual(['app.s1.1', 'app.s1.2'])
    expect(body.next).toBeNull()
  },
)

test('one of phone and name has to be given', async () => {
  expect((await server.get('/v1/people')).body.code).toBe('BAD_REQUEST')
  expect((await server.get('/v1/people?phone=1&name=2')).body.code).toBe('BAD_REQUEST')
})

test('a person nobody knows cannot be forgotten', async () => {
  expect((await server.post('/v1/people/nobody/forget', {})).body.code).toBe('PERSON_UNKNOWN')
})

test('a forgotten person cannot be found or read any more, and the orders stay', async () => {
  const forgotten = await server.post(`/v1/people/${personId}/forget`, {})
  expect(forgotten).toMatchObject({ status: 200, body: { personIds: [personId], position: expect.any(String) } })
  expect((await server.get('/v1/people?phone=13812345678')).body.items).toEqual([])
  const order = (await server.get('/v1/orders/app.s1.1')).body
  expect(order).toMatchObject({ orderId: 'app.s1.1', buyer: { name: { withheld: 'forgotten' }, phone: { withheld: 'forgotten' } } })
  const said: unknown[] = []
  for await (const page of server.ledger.events.readAll({ filter: { types: ['PersonForgotten'] } })) said.push(...page.events)
  expect(said).toHaveLength(1)
  expect(await server.post(`/v1/people/${personId}/forget`, {})).toMatchObject({ status: 200, body: { personIds: [], position: null } })
})

test('what was forgotten before a crash could say so is said at the next start', async () => {
  const { body } = await server.send(
    appOrder('3', { at: minutesAgo, buyer: { ...appOrder('3').buyer, memberId: 'm3', name: '赵六', phone: '13700002222' } }),
  )
  const other = (await server.get(`/v1/orders/app.s1.3?minPosition=${body[0].position}`)).body.buyer.personId
  await server.ledger.keys.forget(other)
  await server.close(false)
  const again = await openServer({ folder: server.folder })
  const said: string[] = []
  for await (const page of again.ledger.events.readAll({ filter: { types: ['PersonForgotten'] } })) {
    for (const { stream } of page.events) said.push(stream)
  }
  expect(said).toEqual([personId, other].map((id) => streamName('person', streamKey([id]))))
  server = Object.assign(again, { admin: server.admin })
})

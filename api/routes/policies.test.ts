import { afterAll, beforeAll, expect, test } from 'vitest'
import { policyKindNames } from '../../domain/policy/kinds.ts'
import { appOrder } from '../../tests/spine/harness.ts'
import { openServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openServer()
  await server.define()
})
afterAll(() => server.close())

const always = { test: 'all', of: [] }
const documentOf = (id: string, outcome: object = { do: 'cancel', reason: id }) => ({ rules: [{ id, when: always, outcome }] })
const publish = (document: unknown, more: object = {}, command: object = {}) =>
  server.command('PublishPolicy', { name: 'audit', kind: 'audit', document, note: 'because', ...more }, command)

test('before anything is published a policy is what is built in', async () => {
  expect((await server.get('/v1/policies')).body.items).toEqual([])
  expect((await server.get('/v1/policies/audit')).body).toMatchObject({ name: 'audit', kind: 'audit', builtIn: { rules: [] }, items: [] })
  expect(await server.get('/v1/policies/weather')).toMatchObject({ status: 404, body: { details: { kinds: [...policyKindNames] } } })
})

test('a document that is not understood is refused with the place of the fault', async () => {
  const { status, body } = await publish({ rules: [{ id: 'a', when: { test: 'present', fact: 'x' }, outcome: { do: 'pass' } }] })
  expect({ status, code: body.code, path: body.details.path }).toEqual({
    status: 422,
    code: 'POLICY_DOCUMENT_REFUSED',
    path: 'rules.0.when.fact',
  })
})

test('the asker cannot say when it was published, and so cannot backdate', async () => {
  expect(await publish(documentOf('a'), { publishedAt: 5, effectiveFrom: 5 })).toMatchObject({ status: 400 })
  expect(await publish(documentOf('a'), { effectiveFrom: 5 })).toMatchObject({ status: 409, body: { code: 'POLICY_BACKDATED' } })
})

test('every version is shown, with from when until when it decides, who published it and why', async () => {
  const first = await publish(documentOf('a'), {}, { commandId: 'first' })
  expect(first).toMatchObject({ status: 200, body: { stream: 'policy-audit', revision: 0, events: ['PolicyPublished'] } })
  expect((await publish(documentOf('a'), {}, { commandId: 'first' })).body).toMatchObject({ repeated: true })
  const later = server.ledger.settings.clock.now() + 3_600_000
  const second = await publish(documentOf('b'), { effectiveFrom: later })
  const other = await publish(documentOf('c'), { name: 'audit.shop-1' })
  const { items } = (await server.get(`/v1/policies?minPosition=${other.body.position}`)).body
  const told = (name: string, version: number, until: unknown) => ({ name, kind: 'audit', version, until, note: 'because' })
  expect(items).toMatchObject([told('audit', 1, later), told('audit', 2, null), told('audit.shop-1', 1, null)])
  expect(items[0]).toMatchObject({ publishedBy: expect.stringMatching(/^key:/), effectiveFrom: items[0].publishedAt })
  expect(items[0]).not.toHaveProperty('document')
  expect(items.map(({ state }: { state: string }) => state)).toEqual(['inForce', 'later', 'inForce'])
  const audit = await server.get(`/v1/policies/audit?minPosition=${second.body.position}`)
  expect(audit.body.items).toMatchObject([
    { version: 2, document: documentOf('b') },
    { version: 1, document: documentOf('a') },
  ])
  expect((await server.get('/v1/policies?limit=1')).body).toMatchObject({ items: [{ version: 1 }], next: expect.any(String) })
})

test('only admins and operators publish', async () => {
  const data = { name: 'audit', kind: 'audit', document: { rules: [] }, note: 'n' }
  for (const [role, status] of [
    ['operator', 200],
    ['auditor', 403],
  ] as const) {
    const key = await server.keyOf(role)
    expect((await server.post('/v1/commands', { type: 'PublishPolicy', data }, { key })).status).toBe(status)
  }
})

test('other rules are tried on past orders page by page, beside those in force', async () => {
  const placedAt = Date.now() - 60_000
  let last = '0'
  for (const id of ['1', '2', '3']) last = (await server.send(appOrder(id, { at: placedAt }))).body[0].position
  await server.get(`/v1/orders?minPosition=${last}`)
  await publish(documentOf('in-force', { do: 'hold', reason: 'look' }))
  const trial = { document: documentOf('proposed'), limit: 2 }
  const first = await server.post('/v1/policies/audit/trial', trial)
  expect(first).toMatchObject({
    status: 200,
    body: {
      orders: 2,
      proposed: {
        outcomes: { pass: 0, hold: 0, cancel: 2, merge: 0 },
        rules: [{ rule: 'proposed', orders: 2, samples: ['app.s1.1', 'app.s1.2'] }],
      },
      inForce: { outcomes: { hold: 2 }, rules: [{ rule: 'in-force', orders: 2 }], version: 4 },
      different: { orders: 2, samples: [{ orderId: 'app.s1.1', inForce: 'hold', proposed: 'cancel' }, {}] },
      estimated: [],
    },
  })
  const rest = await server.post('/v1/policies/audit/trial', { ...trial, after: first.body.next })
  expect(rest.body).toMatchObject({ orders: 1, next: null, proposed: { rules: [{ samples: ['app.s1.3'] }] } })
  const before = await server.post('/v1/policies/audit/trial', { ...trial, to: String(placedAt) })
  expect(before.body).toMatchObject({ orders: 0, next: null })
  const most = await server.post('/v1/policies/audit/trial', { ...trial, limit: 500 })
  expect(most).toMatchObject({ status: 200, body: { orders: 3, next: null } })
  expect(await server.post('/v1/policies/audit/trial', { ...trial, limit: 501 })).toMatchObject({ status: 400 })
  const broken = await server.post('/v1/policies/audit/trial', { document: { rules: 5 } })
  expect(broken).toMatchObject({ status: 422, body: { code: 'POLICY_DOCUMENT_REFUSED', details: { path: 'rules' } } })
})

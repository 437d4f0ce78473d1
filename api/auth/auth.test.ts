import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer, type TestServer } from '../testing/server.ts'
import { sessionCookie } from './sessions.ts'

let server: TestServer
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server.close())

async function signIn(key: string): Promise<string> {
  const { headers } = await server.post('/v1/session', { key }, { key: null })
  return headers.getSetCookie()[0]!.split(';')[0]!
}

test('the first start issues an admin key, and the next one none', async () => {
  expect(server.firstKey).toMatch(/^[0-9a-f]{16}\.[\w-]{43}$/)
  const other = await openServer()
  await other.close(false)
  const again = await openServer({ folder: other.folder })
  expect(again.firstKey).toBeNull()
  expect((await again.get('/v1/status', { key: other.firstKey })).status).toBe(200)
  await again.close()
})

test.each([
  ['no key', null],
  ['no token', 'nonsense'],
  ['an unknown key', `${'0'.repeat(16)}.${'a'.repeat(43)}`],
])('%s opens nothing', async (_, key) => {
  const { status, body, headers } = await server.get('/v1/orders', { key })
  expect({ status, code: body.code }).toEqual({ status: 401, code: 'KEY_REQUIRED' })
  expect(headers.get('content-type')).toContain('application/problem+json')
  expect(headers.get('www-authenticate')).toContain('Bearer')
})

test('another secret for a known key opens nothing', async () => {
  const [keyId] = server.admin.split('.')
  expect((await server.get('/v1/orders', { key: `${keyId}.${'b'.repeat(43)}` })).status).toBe(401)
})

test('a key is shown once, listed without its secret, and opens nothing once revoked', async () => {
  const key = await server.keyOf('auditor')
  expect((await server.get('/v1/status', { key })).body.role).toBe('auditor')
  const [keyId] = key.split('.')
  const revoked = await server.ask('DELETE', `/v1/keys/${keyId}`)
  expect(revoked.status).toBe(200)
  expect((await server.get('/v1/status', { key })).status).toBe(401)
  const listed = await server.get(`/v1/keys?minPosition=${revoked.body.position}`)
  expect(listed.body.items.find((each: { keyId: string }) => each.keyId === keyId)).toMatchObject({
    role: 'auditor',
    revokedAt: expect.any(Number),
  })
  expect(JSON.stringify(listed.body)).not.toContain('scrypt')
})

test('an integrator key needs channels, others have none', async () => {
  const wrong = await server.post('/v1/keys', { role: 'integrator', channels: [] })
  expect(wrong).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST', details: { reason: expect.stringContaining('channels') } } })
  expect((await server.post('/v1/keys', { role: 'auditor', channels: ['jd'] })).status).toBe(400)
  expect((await server.ask('DELETE', '/v1/keys/none')).body.code).toBe('ACCESS_KEY_UNKNOWN')
})

test('the page signs in once and holds a cookie no script can read', async () => {
  const { status, body, headers } = await server.post('/v1/session', { key: server.admin }, { key: null })
  expect(status).toBe(200)
  expect(body).toMatchObject({ role: 'admin', channels: [] })
  const [set] = headers.getSetCookie()
  expect(set).toMatch(new RegExp(`^${sessionCookie}=`))
  expect(set).toContain('HttpOnly')
  expect(set).toContain('SameSite=Strict')
  expect(set).not.toContain('Secure')
  expect(set).not.toContain(server.admin.split('.')[1])
  const cookie = set!.split(';')[0]!
  expect((await server.get('/v1/session', { key: null, headers: { cookie } })).body.role).toBe('admin')
})

test('behind a proxy that speaks https the cookie is for https alone', async () => {
  const headers = { 'x-forwarded-proto': 'https' }
  const answer = await server.post('/v1/session', { key: server.admin }, { key: null, headers })
  expect(answer.headers.getSetCookie()[0]).toContain('Secure')
})

test('a wrong key signs nobody in', async () => {
  const answer = await server.post('/v1/session', { key: 'wrong' }, { key: null })
  expect(answer.status).toBe(401)
  expect(answer.headers.getSetCookie()).toEqual([])
})

test('signing out ends the session, wherever its cookie was copied to', async () => {
  const cookie = await signIn(server.admin)
  const headers = { cookie, 'sec-fetch-site': 'same-origin' }
  expect((await server.ask('DELETE', '/v1/session', { key: null, headers })).status).toBe(200)
  expect((await server.get('/v1/session', { key: null, headers })).status).toBe(401)
})

test('revoking a key ends its sessions', async () => {
  const key = await server.keyOf('operator')
  const cookie = await signIn(key)
  expect((await server.get('/v1/session', { key: null, headers: { cookie } })).status).toBe(200)
  await server.ask('DELETE', `/v1/keys/${key.split('.')[0]}`)
  expect((await server.get('/v1/session', { key: null, headers: { cookie } })).status).toBe(401)
})

test('a cookie altered in any place, or of another key, opens nothing', async () => {
  const cookie = await signIn(server.admin)
  const other = await server.keyOf('auditor')
  const [name, value] = cookie.split('=') as [string, string]
  const [id, keyId, expires, signature] = value.split('.') as [string, string, string, string]
  const forged = [
    [id, other.split('.')[0], expires, signature],
    [id, keyId, String(Number(expires) + 1), signature],
    [`A${id.slice(1)}`.replace(/^AA/, 'BA'), keyId, expires, signature],
    [id, keyId, expires, 'A'.repeat(43)],
  ]
  for (const parts of forged) {
    expect((await server.get('/v1/session', { key: null, headers: { cookie: `${name}=${parts.join('.')}` } })).status).toBe(401)
  }
})

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['another page of the same site', { 'sec-fetch-site': 'same-site' }, 403],
  ['an unknown place', {}, 403],
  ['an old browser on another site', { origin: 'http://elsewhere.example' }, 403],
  ['our page', { 'sec-fetch-site': 'same-origin' }, 404],
])('a cookie sent from %s may change: %s', async (_, headers, status) => {
  const cookie = await signIn(server.admin)
  const answer = await server.post(
    '/v1/parked/drop',
    { projection: 'order-pool', key: 'x' },
    { key: null, headers: { cookie, ...headers } },
  )
  expect(answer.status).toBe(status)
})

test('an old browser on our page says where it is by its origin', async () => {
  const cookie = await signIn(server.admin)
  const headers = { cookie, origin: server.url }
  expect((await server.post('/v1/parked/drop', { projection: 'order-pool', key: 'x' }, { key: null, headers })).status).toBe(404)
})

test('nobody is signed in from another site', async () => {
  const headers = { origin: 'http://elsewhere.example', 'sec-fetch-site': 'cross-site' }
  expect((await server.post('/v1/session', { key: server.admin }, { key: null, headers })).status).toBe(403)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Role, roles } from '../domain/access/events.ts'
import { accessOf } from './roles.ts'
import { openServer, type TestServer } from './testing/server.ts'

let server: TestServer
const keys = new Map<Role, string>()

beforeAll(async () => {
  server = await openServer({ page: null })
  for (const role of roles) keys.set(role, await server.keyOf(role, role === 'integrator' ? ['app'] : []))
})
afterAll(() => server.close())

const concrete = (url: string): string => url.replace(':channel', 'app').replace(/:\w+/g, 'x').replace('*', 'nothing-here')

/** Status alone: streams never end by themselves. */
async function statusOf(route: string, key: string | null): Promise<number> {
  const [method, url] = route.split(' ') as [string, string]
  const stopping = new AbortController()
  const isWriting = method === 'POST'
  const response = await fetch(server.url + concrete(url), {
    method,
    signal: stopping.signal,
    headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...(isWriting ? { 'content-type': 'application/json' } : {}) },
    ...(isWriting ? { body: '{}' } : {}),
  })
  stopping.abort()
  return response.status
}

const guarded = Object.entries(accessOf).flatMap(([route, access]) => (access === 'open' ? [] : [[route, access] as const]))

test.each(guarded)('%s is for those the table names, and nobody else', async (route, allowed) => {
  expect(await statusOf(route, null)).toBe(401)
  for (const role of roles) {
    const status = await statusOf(route, keys.get(role)!)
    if (allowed.includes(role)) expect([401, 403], `${route} as ${role}`).not.toContain(status)
    else expect(status, `${route} as ${role}`).toBe(403)
  }
})

test('open routes ask for no key', async () => {
  for (const [route, access] of Object.entries(accessOf))
    if (access === 'open') expect([403], route).not.toContain(await statusOf(route, null))
  expect(await statusOf('GET /healthz', null)).toBe(200)
  expect(await statusOf('GET /readyz', null)).toBe(200)
})

test('the documentation describes every route of the table but those of the page and of itself', async () => {
  const { paths } = (await server.get('/openapi.json')).body
  const described = Object.entries<object>(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  const hidden = ['GET /', 'GET /*', 'GET /docs', 'GET /openapi.json', 'GET /asyncapi.json']
  expect(described.sort()).toEqual(
    Object.keys(accessOf)
      .filter((route) => !hidden.includes(route))
      .sort(),
  )
})

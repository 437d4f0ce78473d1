import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventDefinitions } from '../../domain/events.ts'
import { errorCodes } from '../../domain/shared/error-codes.ts'
import { openServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server.close())

interface Operation {
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly responses?: Readonly<Record<string, unknown>>
}

test('every operation of the OpenAPI document says what it is for and what it answers', async () => {
  const { body } = await server.get('/openapi.json')
  expect(body.openapi).toBe('3.1.0')
  for (const [path, operations] of Object.entries<Record<string, Operation>>(body.paths)) {
    for (const [method, { summary, tags, responses }] of Object.entries(operations)) {
      expect([summary, tags?.length, Object.keys(responses ?? {}).length > 0], `${method} ${path}`).toEqual([expect.any(String), 1, true])
    }
  }
})

test('every event is in the AsyncAPI document, and every reference leads somewhere', async () => {
  const { body } = await server.get('/asyncapi.json')
  expect(Object.keys(body.components.messages).sort()).toEqual(Object.keys(eventDefinitions).sort())
  expectReferencesIn(body)
  expectReferencesIn((await server.get('/openapi.json')).body)
})

function expectReferencesIn(document: object): void {
  for (const [, reference] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    // biome-ignore lint/suspicious/noExplicitAny: a path into any document
    const target = reference!.split('/').reduce((inner: any, step) => inner?.[step], document)
    expect(target, reference).toBeDefined()
  }
}

test('the docs can be read without a script or anything from elsewhere', async () => {
  const { body, headers } = await server.get('/docs')
  expect(headers.get('content-type')).toContain('text/html')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(body).not.toMatch(/<script|https?:\/\//)
  for (const code of Object.keys(errorCodes)) expect(body).toContain(code)
  expect(body).toContain('/v1/channel-orders/{channel}')
})

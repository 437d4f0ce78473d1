import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer, type TestServer } from './testing/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'ledger-page-'))
let server: TestServer

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(folder, 'assets', 'main-abc123.js'), 'export {}')
  server = await openServer({ page: folder })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

test('the page needs no key, may load nothing from elsewhere, and is asked for anew', async () => {
  const { status, body, headers } = await server.get('/', { key: null })
  expect(status).toBe(200)
  expect(body).toContain('<title>page')
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/)
  expect(headers.get('content-security-policy')).not.toContain('unsafe')
  expect(headers.get('cache-control')).toBe('no-cache')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test('what is named by its content is kept for good', async () => {
  const { headers, body } = await server.get('/assets/main-abc123.js', { key: null })
  expect(body).toBe('export {}')
  expect(headers.get('cache-control')).toContain('immutable')
})

test('nothing outside of its folder is served', async () => {
  for (const path of ['/../package.json', '/..%2fpackage.json', '/assets/..%2f..%2fpackage.json', '/nothing.js', '/.git/config']) {
    const { status, body } = await server.get(path, { key: null })
    expect([status === 403 || status === 404 || status === 400, body.code === undefined], path).toEqual([true, false])
  }
})

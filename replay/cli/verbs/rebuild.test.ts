import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openServer, type TestServer } from '../../../api/testing/server.ts'
import { appOrder } from '../../../tests/spine/harness.ts'

const ledger = fileURLToPath(new URL('../../../bin/ledger.mjs', import.meta.url))

async function rebuild(folder: string, server: { readonly url: string; readonly admin: string } | null, ...words: readonly string[]) {
  const reach = server === null ? {} : { PORT: new URL(server.url).port, HOST: '127.0.0.1', LEDGER_TOKEN: server.admin }
  const env = { ...process.env, LEDGER_EVENTS: `embedded:${folder}`, ...reach }
  const run = spawn(process.execPath, [ledger, 'rebuild', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  run.stdout.on('data', (chunk) => (said.stdout += chunk))
  run.stderr.on('data', (chunk) => (said.stderr += chunk))
  const [code] = await once(run, 'close')
  return { code, ...said }
}

/** An event nobody can read, as a wrong version of the ledger might have written it. */
async function damage({ ledger: { events } }: TestServer): Promise<bigint> {
  const bytes = Buffer.from('王小明 13812345678')
  const written = await events.append('order-app.s1.bad', [{ id: 'bad', type: 'OrderPlaced', data: bytes, metadata: bytes }], 'no-stream')
  if (!written.ok) throw new Error('the event was not written')
  return written.position
}

let server: TestServer
beforeEach(async () => {
  server = await openServer()
  await server.define()
  for (let order = 0; order < 5; order++) await server.send(appOrder(`${order}`, { at: Date.now() }))
})

describe('`rebuild` asked of a running server', () => {
  afterEach(() => server.close())

  test('ends when the rebuild has, and says how far each read model came', async () => {
    const before = (await server.ledger.readModels.status()).find(({ projection }) => projection === 'order-pool')?.collection
    const { code, stdout } = await rebuild(server.folder, server, 'order-pool', 'stock-map', '--json')
    expect(code).toBe(0)
    const done = JSON.parse(stdout)
    expect(done).toMatchObject({ ok: true, readModels: [{ name: 'order-pool', cause: null }, { name: 'stock-map' }] })
    const [now] = (await server.ledger.readModels.status()).filter(({ projection }) => projection === 'order-pool')
    expect(now).toMatchObject({ state: 'following', building: null })
    expect(now?.collection).not.toBe(before)
  })

  test('exits 1 with position and cause when an event cannot be taken, and names what could not be rebuilt', async () => {
    const position = await damage(server)
    const { code, stdout } = await rebuild(server.folder, server, 'order-pool', '--json')
    expect(code).toBe(1)
    const [model] = JSON.parse(stdout).readModels
    expect(model).toMatchObject({ name: 'order-pool', cause: expect.stringContaining(`position ${position}`) })
    expect(stdout, 'what the event holds is nobody’s business').not.toMatch(/王小明|138/)
  })

  test('is bad usage without a key that may ask for it', async () => {
    const { code, stderr } = await rebuild(server.folder, { url: server.url, admin: await server.keyOf('auditor') }, 'stock-map')
    expect(code).toBe(2)
    expect(stderr).toContain('FORBIDDEN')
  })
})

test('`rebuild` without a server exits 1 with position and cause when an event cannot be taken', async () => {
  const position = await damage(server)
  await server.close(false)
  const { code, stdout } = await rebuild(server.folder, null, 'order-pool')
  expect(code).toBe(1)
  expect(stdout).toContain('NOT REBUILT')
  expect(stdout).toContain(`position ${position}`)
})

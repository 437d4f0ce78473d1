import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { startServer } from '../testing/serve.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-serve-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function start(environment: Record<string, string>, ...options: readonly string[]) {
  const server = await startServer(folder, environment, ...options)
  onTestFinished(() => server.kill())
  return server
}

const noted = jsonEvent({ type: 'Noted', data: {} })

test('LEDGER_ROLE=store opens log and door alone, and gives out the key of a ledger-writer once', async () => {
  const environment = { LEDGER_ROLE: 'store', LEDGER_GRPC_PORT: '0' }
  const first = await start(environment)
  const { url, grpc, key } = first.told()
  expect(url).toBeUndefined()
  const [keyId, secret] = key!.split('.')
  const client = EventStoreDBClient.connectionString(grpc.replace('://', `://${keyId}:${secret}@`))
  expect(await client.appendToStream('order-app.s1.1', noted)).toMatchObject({ success: true })
  await client.dispose()
  expect(statSync(join(folder, 'door', 'key.pem')).mode & 0o077).toBe(0)
  expect(await first.stop()).toBe(0)
  const second = await start(environment)
  expect(second.told()).not.toHaveProperty('key')
  expect(await second.stop()).toBe(0)
})

test('--insecure opens the door in clear, and every caller has the role', async () => {
  const server = await start({ LEDGER_GRPC_PORT: '0' }, '--insecure', 'auditor')
  const { grpc } = server.told()
  expect(grpc).toMatch(/^esdb:\/\/127\.0\.0\.1:\d+\?tls=false$/)
  const client = EventStoreDBClient.connectionString(grpc)
  await expect(client.appendToStream('notes-1', noted)).rejects.toMatchObject({ type: 'access-denied' })
  for await (const { event } of client.readAll({ maxCount: 1 })) expect(event?.streamId).toBeDefined()
  await client.dispose()
  expect(await server.stop()).toBe(0)
})

test.each([
  { environment: {}, options: ['--insecure', 'admin'], word: 'LEDGER_GRPC_PORT' },
  { environment: { LEDGER_GRPC_PORT: '0' }, options: ['--insecure', 'anyone'], word: '--insecure takes one of' },
  { environment: { LEDGER_ROLE: 'store' }, options: [], word: 'LEDGER_GRPC_PORT' },
  { environment: { LEDGER_GRPC_PORT: 'many' }, options: [], word: 'port' },
])('$environment with $options is bad usage', async ({ environment, options, word }) => {
  const server = await start(environment as Record<string, string>, ...options)
  expect(server.code).toBe(2)
  expect(server.errors()).toContain(word)
})

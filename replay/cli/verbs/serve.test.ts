import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const ledger = fileURLToPath(new URL('../../../bin/ledger.mjs', import.meta.url))

function start(folder: string, ...options: readonly string[]) {
  const env = { ...process.env, LEDGER_EVENTS: `embedded:${folder}`, PORT: '0', HOST: '127.0.0.1' }
  const server = spawn(process.execPath, [ledger, 'serve', ...options], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void server.kill('SIGKILL'))
  const errors: string[] = []
  server.stderr.on('data', (chunk) => errors.push(String(chunk)))
  return { server, errors, lines: createInterface({ input: server.stdout })[Symbol.asyncIterator]() }
}

test('`serve` prints where it listens and the first key, keeps the key out of its log, and stops when told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-serve-'))
  const { server, lines, errors } = start(folder)
  const url = /http:\S+/.exec(String((await lines.next()).value))![0]
  const key = /[0-9a-f]{16}\.[\w-]{43}/.exec(String((await lines.next()).value))![0]
  const answer = await fetch(`${url}/v1/status`, { headers: { authorization: `Bearer ${key}` } })
  expect(answer.status).toBe(200)
  server.kill('SIGTERM')
  expect((await once(server, 'exit'))[0]).toBe(0)
  expect(errors.join('')).not.toContain(key)
  rmSync(folder, { recursive: true })
})

test.each([
  ['--port', 'many'],
  ['--port', '70000'],
])('`serve %s %s` is bad usage', async (...options) => {
  const { server, errors } = start('/nonexistent', ...options)
  expect((await once(server, 'exit'))[0]).toBe(2)
  expect(errors.join('')).toContain('port')
})

import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ledger = fileURLToPath(new URL('../../../bin/ledger.mjs', import.meta.url))
const LEDGER_MASTER_KEY = '0'.repeat(64)

let folder: string
let taken: Server
let port = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-serve-'))
  writeFileSync(join(folder, 'file'), '')
  taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  port = String((taken.address() as AddressInfo).port)
})
afterAll(() => {
  taken.close()
  rmSync(folder, { recursive: true })
})

const startWith = (environment: Readonly<Record<string, string>>) => {
  const usual = { LEDGER_EVENTS: `embedded:${join(folder, 'ledger')}`, LEDGER_MASTER_KEY, HOST: '127.0.0.1', PORT: '0' }
  const env = { ...process.env, ...usual, ...environment }
  const { status, stdout, stderr } = spawnSync(process.execPath, [ledger, 'serve'], { env, timeout: 30_000, encoding: 'utf8' })
  const said = stderr.split('\n').filter((line) => line !== '' && line !== 'building the page')
  return { status, stdout, said }
}

const server = 'esdb://127.0.0.1:1?tls=false'
test.each<readonly [string, () => Record<string, string>, string]>([
  ['a role there is not', () => ({ LEDGER_ROLE: 'boss' }), 'LEDGER_ROLE=boss is not understood: give all, api, worker, store'],
  ['a role that needs shared stores', () => ({ LEDGER_ROLE: 'api' }), 'leave it out'],
  [
    'a place for events there is not',
    () => ({ LEDGER_EVENTS: 'paper:desk' }),
    'LEDGER_EVENTS=paper:desk is not understood: give embedded:',
  ],
  ['a place for read models there is not', () => ({ LEDGER_READ_MODELS: 'paper:desk' }), 'LEDGER_READ_MODELS=paper:desk is not understood'],
  [
    'a file for events',
    () => ({ LEDGER_EVENTS: `embedded:${join(folder, 'file')}` }),
    'name a folder that this user may make and write in',
  ],
  ['a file for read models', () => ({ LEDGER_READ_MODELS: `embedded:${join(folder, 'file')}` }), 'LEDGER_READ_MODELS=embedded:'],
  [
    'an option no server has',
    () => ({ LEDGER_EVENTS: `${server}&colour=red` }),
    'LEDGER_EVENTS is not understood: it has no option colour',
  ],
  ['an option it cannot read', () => ({ LEDGER_EVENTS: `${server}&gossipTimeout=soon` }), 'is not understood'],
  ['events on a server and no master key', () => ({ LEDGER_EVENTS: server, LEDGER_MASTER_KEY: '' }), 'set LEDGER_MASTER_KEY'],
  ['a client there is not', () => ({ LEDGER_EVENTS: server, LEDGER_EVENTS_CLIENT: 'x' }), 'give eventstore or kurrent'],
  ['a port that is taken', () => ({ PORT: port }), 'is in use: stop what listens there, or give another with PORT or --port'],
  ['a door that is taken', () => ({ LEDGER_GRPC_PORT: port }), 'is in use: stop what listens there, or give another with LEDGER_GRPC_PORT'],
  ['an address of elsewhere', () => ({ HOST: '192.0.2.1' }), 'is no address of this machine: give another with HOST or --host'],
])('`serve` with %s says in one line what to do, and exits 1', (_, environment, says) => {
  expect(startWith(environment())).toEqual({ status: 1, stdout: '', said: [expect.stringContaining(says)] })
})

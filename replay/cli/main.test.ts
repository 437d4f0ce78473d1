import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { openSpine } from '../../tests/spine/harness.ts'
import { main } from './main.ts'

const ledger = fileURLToPath(new URL('../../bin/ledger.mjs', import.meta.url))

test.each([['status'], ['serve']])('`%s` under a wrong master key says so and ends', async (verb) => {
  const spine = await openSpine()
  const folder = `${spine.folder}-closed`
  await spine.close({ keep: folder })
  const env = { ...process.env, LEDGER_EVENTS: `embedded:${folder}`, LEDGER_MASTER_KEY: '0'.repeat(64), PORT: '0' }
  const { status, stderr } = spawnSync(process.execPath, [ledger, verb], { env, timeout: 20_000, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('WRONG_MASTER_KEY') })
  rmSync(folder, { recursive: true })
})

test.each([
  ['exceptions list --limit 0', '--limit takes a whole number from 1'],
  ['deadlines --limit 0', '--limit takes a whole number from 1'],
  ['status now', 'a word too many: now'],
  ['verify all of it', 'a word too many: all of it'],
  ['exceptions list open', 'a word too many: open'],
  ['exceptions retry --code UNKNOWN_LISTING one', 'a word too many: one'],
  ['exceptions drop one two', 'a word too many: two'],
  ['policy list all', 'a word too many: all'],
  ['policy try', 'try with a file'],
  ['policy show weather', 'named after its kind'],
  ['key list all', 'a word too many: all'],
  ['parked list all', 'a word too many: all'],
  ['forget one two --yes', 'a word too many: two'],
  ['backup one two', 'a word too many: two'],
  ['as-of 1 stock-map fridge', 'a word too many: fridge'],
])('`%s` is bad usage', async (line, says) => {
  const said: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  const code = await main(line.split(' ')).finally(() => write.mockRestore())
  expect({ code, said: said.join('') }).toEqual({ code: 2, said: expect.stringContaining(says) })
})

test('where the master key lies is said at the first start and by `status`, not by every verb that changes something', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'ledger-warned-')), 'ledger')
  const env = { ...process.env, LEDGER_EVENTS: `embedded:${folder}`, LEDGER_MASTER_KEY: '' }
  const said = (...args: string[]) => {
    const { stdout, stderr } = spawnSync(process.execPath, [ledger, ...args], { env, timeout: 20_000, encoding: 'utf8' })
    return { stdout, stderr }
  }
  const warning = expect.stringContaining('In production set LEDGER_MASTER_KEY')
  expect(said('key', 'issue', '--role', 'admin').stderr).toEqual(warning)
  expect(said('key', 'issue', '--role', 'admin').stderr).toBe('')
  expect(said('status').stdout).toEqual(warning)
  rmSync(dirname(folder), { recursive: true })
})

test('a verb whose reader has read enough ends in peace', async () => {
  const spine = await openSpine()
  const env = { ...process.env, LEDGER_EVENTS: `embedded:${spine.folder}` }
  const verb = spawn(process.execPath, [ledger, 'status'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  verb.stdout.destroy()
  const errors: string[] = []
  verb.stderr.on('data', (chunk) => errors.push(String(chunk)))
  expect({ code: (await once(verb, 'exit'))[0], errors: errors.join('') }).toEqual({ code: 0, errors: '' })
  await spine.close()
})

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openSpine } from '../../tests/spine/harness.ts'

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

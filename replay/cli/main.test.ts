import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openSpine } from '../../tests/spine/harness.ts'

const ledger = fileURLToPath(new URL('../../bin/ledger.mjs', import.meta.url))

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

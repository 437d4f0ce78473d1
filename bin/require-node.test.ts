import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const { nodeVersionProblem } = await import('./require-node.mjs' as string)

describe('the Node it runs on', () => {
  test('is the one npm brought along', () => {
    expect(execFileSync('node_modules/.bin/node', ['--version'], { encoding: 'utf8' }).trim()).toBe(process.version)
  })

  test('is refused when it is too old, with what to do', () => {
    expect(nodeVersionProblem('20.20.2')).toMatch(/needs Node 26.*this is 20\.20\.2[\s\S]*npm ci/)
    expect(nodeVersionProblem('26.10.0')).toBeNull()
  })

  test.skipIf(!existsSync('/usr/bin/node') || execFileSync('/usr/bin/node', ['--version'], { encoding: 'utf8' }) >= 'v26')(
    'stops every entry point on an old Node of the machine',
    () => {
      for (const entry of ['bin/ledger.mjs', 'bin/bench.mjs']) {
        const { status, stderr } = spawnSync('/usr/bin/node', [entry], { encoding: 'utf8', env: {} })
        expect(status).toBe(2)
        expect(stderr).toContain('order-ledger needs Node 26')
      }
    },
  )
})

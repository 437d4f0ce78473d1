import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { realFileLayer } from './events/embedded/file-layer.ts'
import { makeFolder } from './make-folder.ts'
import { syncFolder } from './sync-folder.ts'

vi.mock('./sync-folder.ts', () => ({ syncFolder: vi.fn() }))

test('every folder that is new is synced into the one it lies in, so that none is lost with what is durable in it', () => {
  const root = mkdtempSync(join(tmpdir(), 'ledger-folder-'))
  const synced = vi.mocked(syncFolder)
  realFileLayer.makeFolder(join(root, 'data', 'ledger', 'log'))
  expect(existsSync(join(root, 'data', 'ledger', 'log'))).toBe(true)
  expect(synced.mock.calls).toEqual([[root], [join(root, 'data')], [join(root, 'data', 'ledger')]])
  synced.mockClear()
  makeFolder(join(root, 'data', 'ledger', 'log'))
  expect(synced).not.toHaveBeenCalled()
  rmSync(root, { recursive: true })
})

test.skipIf(process.platform !== 'linux')('a place that takes no folders is refused, and does not hold the process up for ever', () => {
  const module = new URL('./events/embedded/file-layer.ts', import.meta.url).href
  const program = `import { realFileLayer } from ${JSON.stringify(module)}; realFileLayer.makeFolder('/proc/ledger')`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 20_000, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('ENOENT') })
})

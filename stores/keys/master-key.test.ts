import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seededRandomness, systemRandomness } from '../../commands/ports/randomness.ts'
import { openEmbeddedKeyStore } from './embedded/embedded-key-store.ts'
import { type MasterKeyOptions, masterKey, masterKeyFile } from './master-key.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'master-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const read = (overrides: Partial<MasterKeyOptions> = {}) => masterKey({ environment: {}, folder, random: systemRandomness, ...overrides })
const given = (LEDGER_MASTER_KEY: string) => ({ environment: { LEDGER_MASTER_KEY } })

test.each(['hex', 'base64', 'base64url'] as const)(
  'a key given as %s is taken as it is, and nothing is written or warned of',
  (encoding) => {
    const key = randomBytes(32)
    expect(read(given(`${key.toString(encoding)}\n`))).toEqual({ key, source: 'environment', isNew: false, warning: null })
    expect(readdirSync(folder)).toEqual([])
  },
)

test.each(['short', 'g'.repeat(64), '0'.repeat(62), Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')])(
  'a key given as %s is refused, without showing it',
  (text) => {
    expect(() => read(given(text))).toThrow('LEDGER_MASTER_KEY must hold 32 bytes')
    expect(() => read(given(text))).not.toThrow(text)
  },
)

test('without one a key is generated, once, for its owner alone, with a warning', () => {
  const first = read()
  expect(first).toMatchObject({ source: 'file', isNew: true, warning: expect.stringContaining('LEDGER_MASTER_KEY') })
  expect(first.key).toHaveLength(32)
  expect(read()).toMatchObject({ key: first.key, isNew: false })
  expect(statSync(masterKeyFile(folder)).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['master.key'])
})

test('a key file that others can read is pointed out', () => {
  read()
  chmodSync(masterKeyFile(folder), 0o644)
  expect(read().warning).toContain('chmod 600')
})

test('a given key wins over the file', () => {
  read()
  const key = randomBytes(32)
  expect(read(given(key.toString('hex'))).key).toEqual(key)
})

test('a damaged file is refused, not replaced', () => {
  writeFileSync(masterKeyFile(folder), 'damaged')
  expect(() => read()).toThrow('must hold 32 bytes')
})

test('no key is generated beside a writer, or beside keys made with another', async () => {
  expect(() => read({ readOnly: true })).toThrow('there is no master key')
  const store = await openEmbeddedKeyStore({ folder, masterKey: randomBytes(32), random: systemRandomness })
  await store.close()
  expect(() => read()).toThrow('holds keys but no master.key')
})

test('a seed gives the same key', () => {
  const first = read({ random: seededRandomness('1') }).key
  rmSync(masterKeyFile(folder))
  expect(read({ random: seededRandomness('1') }).key).toEqual(first)
})

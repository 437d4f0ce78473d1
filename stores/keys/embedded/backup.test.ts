import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemRandomness } from '../../../commands/ports/randomness.ts'
import { backupKeyStore } from './backup.ts'
import { openEmbeddedKeyStore } from './embedded-key-store.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'key-store-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const open = (name: string) => openEmbeddedKeyStore({ folder: join(root, name), masterKey: Buffer.alloc(32, 1), random: systemRandomness })
const sought = (identityHash: string) => ({ identityHash, searchHashes: [`search ${identityHash}`] })

test('a copy made while the store is in use opens what was durable then', async () => {
  const store = await open('live')
  const people = await store.ensure(Array.from({ length: 3_000 }, (_, n) => sought(`p${n}`)))
  const copying = backupKeyStore(join(root, 'live'), join(root, 'copy'))
  await store.ensure([sought('meanwhile')])
  await copying
  await store.close()
  const copy = await open('copy')
  expect(await copy.open(people.map(({ personId }) => personId))).toEqual(people)
  expect(await copy.search('search p7')).toEqual([people[7]!.personId])
  await copy.close()
})

test('nothing is copied over a key store, or from nowhere', async () => {
  await (await open('live')).close()
  await (await open('other')).close()
  await expect(backupKeyStore(join(root, 'live'), join(root, 'other'))).rejects.toMatchObject({ code: 'BUSY' })
  await expect(backupKeyStore(join(root, 'nowhere'), join(root, 'copy'))).rejects.toMatchObject({ code: 'MISSING' })
})

import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seededRandomness, systemRandomness } from '../../../commands/ports/randomness.ts'
import { keyStoreContract } from '../contract.ts'
import type { KeyStore } from '../port.ts'
import { openEmbeddedKeyStore } from './embedded-key-store.ts'
import { keyStoreFile } from './files.ts'

const masterKey = randomBytes(32)
let folder: string
const stores: KeyStore[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-store-'))
})
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()))
  rmSync(folder, { recursive: true, force: true })
})

async function open(
  options: { masterKey?: Uint8Array; readOnly?: boolean; cachedPersons?: number; seed?: string } = {},
): Promise<KeyStore> {
  const { seed, ...rest } = options
  const random = seed === undefined ? systemRandomness : seededRandomness(seed)
  const store = await openEmbeddedKeyStore({ folder, masterKey, random, ...rest })
  stores.push(store)
  return store
}

const sought = (identityHash: string, searchHashes: readonly string[] = []) => ({ identityHash, searchHashes })

keyStoreContract('the embedded key store', async () => {
  const store = await open()
  return { store, dispose: () => store.close() }
})

test('keys are the same after the store was closed and opened', async () => {
  const first = await open()
  const [before] = await first.ensure([sought('a', ['s'])])
  await first.close()
  const second = await open()
  expect(await second.ensure([sought('a')])).toEqual([before])
  expect(await second.search('s')).toEqual([before!.personId])
})

test('a wrong master key is refused when the store is opened', async () => {
  await (await open()).close()
  await expect(open({ masterKey: randomBytes(32) })).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' })
  await expect(open({ masterKey: randomBytes(32), readOnly: true })).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' })
})

test('a store of another format is refused', async () => {
  await (await open()).close()
  alter('PRAGMA user_version = 2')
  await expect(open()).rejects.toMatchObject({ code: 'FORMAT' })
})

test('a file that is no key store is refused', async () => {
  alter('CREATE TABLE about (other TEXT)')
  await expect(open()).rejects.toMatchObject({ code: 'FORMAT' })
})

test('a key exchanged with that of another person does not open', async () => {
  const first = await open()
  const [left, right] = await first.ensure([sought('a'), sought('b')])
  await first.close()
  alter(`UPDATE people SET wrapped = (SELECT wrapped FROM people WHERE id = '${right!.personId}') WHERE id = '${left!.personId}'`)
  const second = await open()
  await expect(second.open([left!.personId])).rejects.toMatchObject({ code: 'DAMAGED' })
  expect(await second.open([right!.personId])).toEqual([right])
})

test('a reader works beside the writer and sees what became durable', async () => {
  const writer = await open()
  const [first] = await writer.ensure([sought('a')])
  const reader = await open({ readOnly: true })
  expect(await reader.open([first!.personId])).toEqual([first])
  const [second] = await writer.ensure([sought('b')])
  expect(await reader.open([second!.personId])).toEqual([second])
})

test('a reader opens a store that nobody writes', async () => {
  const writer = await open()
  const [person] = await writer.ensure([sought('a')])
  await writer.close()
  expect(await (await open({ readOnly: true })).open([person!.personId])).toEqual([person])
})

test('a reader refuses to write, and to open a store that does not exist', async () => {
  await expect(open({ readOnly: true })).rejects.toMatchObject({ code: 'MISSING' })
  await open()
  const reader = await open({ readOnly: true })
  await expect(reader.ensure([sought('a')])).rejects.toMatchObject({ code: 'READ_ONLY' })
  await expect(reader.forget('a')).rejects.toMatchObject({ code: 'READ_ONLY' })
})

test('a reader drops a key from memory when the writer has forgotten the person', async () => {
  const writer = await open()
  const reader = await open({ readOnly: true })
  const [person] = await writer.ensure([sought('a')])
  expect(await reader.open([person!.personId])).toEqual([person])
  await writer.forget(person!.personId)
  expect(await reader.open([person!.personId])).toEqual([null])
})

test('two writers agree on who is who', async () => {
  const [left, right] = [await open(), await open()]
  const [first] = await left.ensure([sought('a')])
  expect(await right.ensure([sought('a')])).toEqual([first])
  await left.forget(first!.personId)
  const [second] = await right.ensure([sought('a')])
  expect(second!.personId).not.toBe(first!.personId)
})

test('persons beyond what memory keeps are found on disk', async () => {
  const store = await open({ cachedPersons: 10 })
  const everyone = Array.from({ length: 100 }, (_, n) => sought(`person ${n}`, [`search ${n}`]))
  const first = await store.ensure(everyone)
  expect(await store.ensure(everyone)).toEqual(first)
  expect(await store.open(first.map(({ personId }) => personId))).toEqual(first)
})

test('the same seed gives the same persons in whatever order they come', async () => {
  const forwards = await open({ seed: '7' })
  const [a, b] = await forwards.ensure([sought('a'), sought('b')])
  await forwards.close()
  rmSync(keyStoreFile(folder))
  const backwards = await open({ seed: '7' })
  const [laterB] = await backwards.ensure([sought('b')])
  const [laterA] = await backwards.ensure([sought('a')])
  expect([laterA, laterB]).toEqual([a, b])
})

test('nobody else on the machine may read the file', async () => {
  await open()
  expect(statSync(keyStoreFile(folder)).mode & 0o077).toBe(0)
})

test('no key and no person stands in clear in the files', async () => {
  const store = await open()
  const people = await store.ensure(Array.from({ length: 50 }, (_, n) => sought(`p${n}`)))
  await store.close()
  const file = readFileSync(keyStoreFile(folder))
  expect(people.filter(({ key }) => file.includes(key))).toEqual([])
})

function alter(statement: string): void {
  const database = new DatabaseSync(keyStoreFile(folder))
  database.exec(statement)
  database.close()
}

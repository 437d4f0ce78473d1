import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seededRandomness, systemRandomness } from '../../../commands/ports/randomness.ts'
import { openEmbeddedDocuments } from '../../documents/embedded/embedded-document-store.ts'
import type { DocumentStore } from '../../documents/port.ts'
import { keyStoreContract } from '../contract.ts'
import type { KeyStore } from '../port.ts'
import { openKeyCollections } from './collections.ts'
import { openDocumentKeyStore } from './document-key-store.ts'

const masterKey = randomBytes(32)

keyStoreContract('the key store in an embedded document store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-keys-'))
  const documents = await openEmbeddedDocuments({ folder })
  const store = await openDocumentKeyStore({ documents, masterKey, random: systemRandomness })
  const dispose = async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  }
  return { store, dispose }
})

describe('the key store in documents', () => {
  let folder: string
  let documents: DocumentStore
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-keys-'))
    documents = await openEmbeddedDocuments({ folder })
  })
  afterEach(async () => {
    await documents.close()
    rmSync(folder, { recursive: true })
  })
  const open = (options: { masterKey?: Uint8Array; readOnly?: boolean } = {}): Promise<KeyStore> =>
    openDocumentKeyStore({ documents, masterKey, random: systemRandomness, ...options })
  const sought = { identityHash: 'someone', searchHashes: ['shared'] }

  test('is told by its master key, and is not made by who only reads', async () => {
    await expect(open({ readOnly: true })).rejects.toMatchObject({ code: 'MISSING' })
    await open()
    await expect(open({ masterKey: randomBytes(32) })).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' })
  })

  test('read only, opens and finds but neither creates nor forgets', async () => {
    const [someone] = await (await open()).ensure([sought])
    const reader = await open({ readOnly: true })
    expect(await reader.open([someone!.personId])).toEqual([someone])
    await expect(reader.ensure([sought])).rejects.toMatchObject({ code: 'READ_ONLY' })
    await expect(reader.forget(someone!.personId)).rejects.toMatchObject({ code: 'READ_ONLY' })
  })

  test('two stores that share the documents agree on one person, and on who is forgotten', async () => {
    const [left, right] = [await open(), await open()]
    const people = Array.from({ length: 50 }, (_, at) => ({ identityHash: `h${at % 25}`, searchHashes: [`s${at}`] }))
    const [one, other] = await Promise.all([left.ensure(people), right.ensure(people)])
    expect(one).toEqual(other)
    expect(new Set(one.map(({ personId }) => personId)).size).toBe(25)
    expect(await (await openKeyCollections(documents)).people.count()).toBe(25)
    expect(await right.forget(one[0]!.personId)).toBe(true)
    expect(await left.open([one[0]!.personId, one[1]!.personId])).toEqual([null, one[1]])
    expect((await left.forgottenSince(0)).personIds).toEqual([one[0]!.personId])
  })

  test('a forget that was cut off is ended when the store is next opened', async () => {
    const [someone] = await (await open()).ensure([sought])
    const { people, forgotten } = await openKeyCollections(documents)
    await forgotten.insert({ id: someone!.personId, position: 0n, body: { sequence: 1, known: 1, removed: false } })
    expect(await (await open()).open([someone!.personId])).toEqual([null])
    expect(await people.get([someone!.personId])).toEqual([])
    expect(await forgotten.count({ removed: false })).toBe(0)
  })

  test('a seeded identity that was forgotten comes back under another id', async () => {
    const store = await openDocumentKeyStore({ documents, masterKey, random: seededRandomness('seed') })
    const lives: string[] = []
    for (let life = 0; life < 3; life += 1) {
      const [someone] = await store.ensure([sought])
      lives.push(someone!.personId)
      await store.forget(someone!.personId)
    }
    expect(new Set(lives).size).toBe(3)
  })

  test('pages of a search go on behind a person who was forgotten meanwhile', async () => {
    const store = await open()
    const people = await store.ensure(Array.from({ length: 4 }, (_, at) => ({ identityHash: `h${at}`, searchHashes: ['shared'] })))
    const [first, second] = await store.search('shared', { limit: 2 })
    await store.forget(second!)
    expect([first, second]).toEqual(people.slice(0, 2).map(({ personId }) => personId))
    expect(await store.search('shared', { after: second! })).toEqual(people.slice(2).map(({ personId }) => personId))
  })

  test('keeps no key and no hash of who was forgotten', async () => {
    const store = await open()
    const [someone] = await store.ensure([sought])
    await store.forget(someone!.personId)
    const { people, forgotten } = await openKeyCollections(documents)
    const kept = JSON.stringify([await people.find({}), await forgotten.get([someone!.personId])], (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    for (const hash of ['someone', 'shared']) expect(kept).not.toContain(hash)
    expect(await people.count()).toBe(0)
  })
})

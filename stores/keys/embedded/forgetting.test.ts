import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seededRandomness } from '../../../commands/ports/randomness.ts'
import type { KeyStore } from '../port.ts'
import { openEmbeddedKeyStore } from './embedded-key-store.ts'
import { keyStoreFile } from './files.ts'
import { createRecords, type PersonRow } from './records.ts'
import { tracesOf } from './traces.ts'

const masterKey = Buffer.alloc(32, 9)
let folder: string
let store: KeyStore

beforeEach(async () => {
  hashes = 0
  folder = mkdtempSync(join(tmpdir(), 'key-store-'))
  store = await open()
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Pages split alike in every run; with this seed one of some hundred splits leaves a whole copy behind. */
const random = seededRandomness('3')
let hashes = 0
const newHash = (): string => Buffer.from(random.bytes(`hash:${hashes++}`, 16)).toString('base64url')
const open = () => openEmbeddedKeyStore({ folder, masterKey, random })

/** Enough for the trees of hashes to have been split many times. */
async function crowd(size: number): Promise<string[]> {
  const people: string[] = []
  for (let count = 0; count < size; count += 500) {
    const group = Array.from({ length: 500 }, () => ({ identityHash: newHash(), searchHashes: [newHash(), newHash(), newHash()] }))
    people.push(...(await store.ensure(group)).map(({ personId }) => personId))
  }
  return people
}

/** What the files held of each person, read by a connection of its own. */
function tracesBefore(personIds: readonly string[]): Buffer[] {
  const database = new DatabaseSync(keyStoreFile(folder))
  const records = createRecords(database)
  const traces = personIds.flatMap((personId) => {
    const row = records.byId(personId) as PersonRow
    return tracesOf(row, records.entriesOf(row.person))
  })
  database.close()
  return traces
}

/** Copies are read, since closing a file drops SQLite's locks on it. */
function copyOfFiles(): Buffer[] {
  const aside = mkdtempSync(join(tmpdir(), 'key-store-copy-'))
  try {
    execFileSync('cp', ['-r', `${folder}/.`, aside])
    return readdirSync(aside).map((name) => readFileSync(join(aside, name)))
  } finally {
    rmSync(aside, { recursive: true })
  }
}

/** Walks every byte of every file of the folder. */
function found(traces: readonly Buffer[]): number {
  const files = copyOfFiles()
  return traces.filter((trace) => files.some((file) => file.includes(trace))).length
}

/** Persons whose link to a hash stands in the files more often than once for each table: a page kept a copy when it was split. */
function peopleWithStaleCopies(personIds: readonly string[]): string[] {
  const database = new DatabaseSync(keyStoreFile(folder))
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  const records = createRecords(database)
  const copies = new Map<string, number>()
  for (const file of copyOfFiles()) {
    const text = file.toString('latin1')
    for (const { index } of text.matchAll(/[is][\w-]{22}/g)) {
      for (const link of [text.slice(index - 6, index + 23), text.slice(index, index + 29)]) copies.set(link, (copies.get(link) ?? 0) + 1)
    }
  }
  const stale = personIds.filter((id) => {
    const row = records.byId(id)!
    return tracesOf(row, records.entriesOf(row.person)).some((trace) => (copies.get(trace.toString('latin1')) ?? 0) > 1)
  })
  database.close()
  return stale
}

test('no byte of key or hashes is left in any file once a person is forgotten, while the store stays open', async () => {
  const people: string[] = []
  let stale: string[] = []
  while (stale.length === 0) {
    people.push(...(await crowd(1_000)))
    stale = peopleWithStaleCopies(people).slice(0, 10)
  }
  const leaving = new Set([...stale, ...people.slice(0, 10)])
  const traces = tracesBefore([...leaving])
  expect(found(traces)).toBe(traces.length)
  for (const personId of leaving) await store.forget(personId)
  expect(found(traces)).toBe(0)
  const left = people.filter((personId) => !leaving.has(personId))
  expect((await store.open(left)).every((personKey) => personKey !== null)).toBe(true)
})

test('a forget that was cut short is finished when the store is opened', async () => {
  const people = await crowd(2_000)
  const [leaving] = people
  const traces = tracesBefore([leaving!])
  await store.close()
  cutShort(leaving!)
  store = await open()
  expect(found(traces)).toBe(0)
  expect(await store.open([leaving!])).toEqual([null])
  expect((await store.open(people.slice(1))).every((personKey) => personKey !== null)).toBe(true)
})

test('a reader in the middle of reading keeps traces alive, which is said, and they go with the next opening', async () => {
  const [leaving] = await crowd(500)
  const traces = tracesBefore([leaving!])
  const reader = new DatabaseSync(keyStoreFile(folder), { readOnly: true })
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM people').get()
  await expect(store.forget(leaving!)).rejects.toMatchObject({ code: 'TRACES_LEFT' })
  expect(await store.open([leaving!])).toEqual([null])
  reader.exec('COMMIT')
  reader.close()
  await store.close()
  store = await open()
  expect(found(traces)).toBe(0)
})

/** What a process leaves that dies after destroying the key and before looking for traces. */
function cutShort(personId: string): void {
  const database = new DatabaseSync(keyStoreFile(folder))
  const records = createRecords(database)
  const row = records.byId(personId)!
  records.destroy(row, records.entriesOf(row.person))
  records.setTraces(true)
  database.close()
}

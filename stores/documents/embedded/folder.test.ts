import { fork } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DocumentStore, StoredDocument } from '../port.ts'
import { openEmbeddedDocuments } from './embedded-document-store.ts'

let folder: string
let file: string
const opened: DocumentStore[] = []

async function open(readOnly = false): Promise<DocumentStore> {
  const store = await openEmbeddedDocuments({ folder, readOnly })
  opened.push(store)
  return store
}

const things = (store: DocumentStore) => store.collection({ name: 'things', indexes: [{ fields: ['v'] }, { fields: ['tags'] }] })

const some = (count: number): readonly StoredDocument[] =>
  Array.from({ length: count }, (_, at) => ({ id: `d${at}`, position: BigInt(at), body: { v: at, tags: [at % 7], long: 'x'.repeat(300) } }))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-documents-'))
  file = join(folder, 'documents.db')
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  rmSync(folder, { recursive: true })
})

describe('one writer', () => {
  test('a second writer in the same process is told to stop the first', async () => {
    await open()
    await expect(open()).rejects.toMatchObject({ code: 'LOCKED', message: expect.stringContaining(folder) })
  })

  test('a second writer in another process is told so, and the folder is free once the first has ended, however it ended', async () => {
    const program = `const { openEmbeddedDocuments } = await import(${JSON.stringify(new URL('./embedded-document-store.ts', import.meta.url).href)})
      await openEmbeddedDocuments({ folder: process.argv[2] }); process.send('open'); setInterval(() => {}, 1_000)`
    writeFileSync(join(folder, 'other.mjs'), program)
    const other = fork(join(folder, 'other.mjs'), [folder])
    await new Promise((resolve) => other.once('message', resolve))
    await expect(open()).rejects.toMatchObject({ code: 'LOCKED' })
    const ended = new Promise((resolve) => other.once('exit', resolve))
    other.kill('SIGKILL')
    await ended
    expect(await (await open()).names()).toEqual([])
  })
})

describe('a reader beside the writer', () => {
  test('finds what is committed, again and again, also in collections that come, change and go later', async () => {
    const writer = await open()
    const reader = await open(true)
    const early = await things(reader)
    expect([await early.find({}), await early.count(), await early.get(['d1'])]).toEqual([[], 0, []])
    const collection = await things(writer)
    await collection.write(some(50))
    expect(await early.find({ where: { v: 7 } })).toEqual(await collection.find({ where: { v: 7 } }))
    expect(await early.find({ where: { tags: 3 } })).toEqual(await collection.find({ where: { tags: 3 } }))
    expect(await early.find({ where: { long: 'x'.repeat(300) }, limit: 2 })).toHaveLength(2)
    await collection.write([{ id: 'd7', position: 99n, body: { v: ['now', 'a', 'list'] } }])
    expect(await early.find({ where: { v: 'list' } })).toHaveLength(1)
    await writer.drop('things')
    expect([await early.count(), await reader.names()]).toEqual([0, []])
  })

  test('opens what a writer left that is gone, and changes nothing', async () => {
    const writer = await open()
    await (await things(writer)).write(some(50))
    await writer.close()
    const before = readFileSync(file)
    const reader = await open(true)
    expect(await (await things(reader)).count({ v: { lt: 10 } })).toBe(10)
    await reader.close()
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('refuses to write, and to open what is not there', async () => {
    await expect(open(true)).rejects.toMatchObject({ code: 'MISSING', message: expect.stringContaining(file) })
    await open()
    const reader = await open(true)
    const collection = await things(reader)
    for (const attempt of [collection.write(some(1)), collection.insert(some(1)[0]!), collection.remove('d0'), reader.drop('things')])
      await expect(attempt).rejects.toMatchObject({ code: 'READ_ONLY' })
  })
})

describe('a folder that is not as it should be', () => {
  async function written(): Promise<void> {
    const writer = await open()
    await (await things(writer)).write(some(2_000))
    await writer.close()
  }

  async function everything(readOnly: boolean): Promise<number> {
    const store = await open(readOnly)
    const collection = await things(store)
    let count = 0
    for await (const page of collection.scan()) count += page.length
    return (
      count + (await collection.find({ where: { v: { gte: 0 } }, sort: [{ field: 'v', direction: 'ascending' }], limit: 1_000 })).length
    )
  }

  function damage(from: number, bytes: number): void {
    const handle = openSync(file, 'r+')
    writeSync(handle, Buffer.alloc(bytes, 0xab), 0, bytes, from)
    closeSync(handle)
  }

  test.each([true, false])('is whole before it is damaged (read only: %s)', async (readOnly) => {
    await written()
    expect(await everything(readOnly)).toBe(3_000)
  })

  test.each([
    ['a damaged head', () => damage(0, 100)],
    ['a damaged schema', () => damage(100, 200)],
    ['damaged pages', () => damage(40_960, 200_000)],
    ['a file cut short', () => truncateSync(file, Math.floor(statSync(file).size / 8_192) * 4_096)],
    ['some other file', () => writeFileSync(file, 'not a database, but long enough to be looked at. '.repeat(100))],
  ])('%s is said, with the file and what to do', async (_, harm) => {
    await written()
    harm()
    for (const readOnly of [true, false]) {
      const failure = await everything(readOnly).catch((error: unknown) => error)
      expect(failure).toMatchObject({ code: 'CORRUPT', message: expect.stringContaining(file) })
      expect((failure as Error).message).toContain('rebuil')
    }
  })

  test('a body that is no longer JSON is said too', async () => {
    await written()
    const raw = new DatabaseSync(file)
    raw.exec(`UPDATE documents_1 SET body = '{"v":' WHERE id = 'd5'`)
    raw.close()
    const collection = await things(await open())
    await expect(collection.get(['d5'])).rejects.toMatchObject({ code: 'CORRUPT' })
    await expect(collection.write([{ id: 'd5', position: 9_999n, body: {} }])).rejects.toMatchObject({ code: 'CORRUPT' })
    expect(await collection.get(['d6'])).toHaveLength(1)
  })

  test('another format is refused with both numbers, another program’s database is not touched', async () => {
    await written()
    const raw = new DatabaseSync(file)
    raw.exec('PRAGMA user_version = 7')
    raw.close()
    for (const readOnly of [true, false])
      await expect(open(readOnly)).rejects.toMatchObject({ code: 'FORMAT', message: expect.stringMatching(/7.*1/) })
    rmSync(folder, { recursive: true })
    folder = mkdtempSync(join(tmpdir(), 'ledger-documents-'))
    file = join(folder, 'documents.db')
    const other = new DatabaseSync(file)
    other.exec('CREATE TABLE theirs (v)')
    other.close()
    await expect(open()).rejects.toMatchObject({ code: 'CORRUPT' })
  })
})

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkDocuments } from './check-documents.ts'
import { type EmbeddedDocumentStore, openEmbeddedDocuments } from './embedded-document-store.ts'

let folder: string
let store: EmbeddedDocumentStore

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-documents-'))
  store = await openEmbeddedDocuments({ folder })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

function borrow(name: string, rounds: number, dies = false): Promise<unknown[]> {
  const lent = store.lend()
  const file = new URL('./testing/borrower.ts', import.meta.url)
  return once(new Worker(file, { workerData: { lent, name, rounds, dies }, transferList: [lent.turns] }), 'exit')
}

test('threads write collections of their own into one file, while its owner goes on writing', async () => {
  const own = await store.collection({ name: 'own', indexes: [] })
  const threads = Promise.all([borrow('one', 20), borrow('two', 20)])
  let ended = false
  void threads.finally(() => {
    ended = true
  })
  let written = 0
  for (; !ended; written += 1) await own.write([{ id: 'x', position: BigInt(written), body: { written } }])
  expect(await threads).toEqual([[0], [0]])
  expect(await own.get(['x'])).toMatchObject([{ body: { written: written - 1 } }])
  for (const name of ['one', 'two']) {
    const collection = await store.collection({ name, indexes: [{ fields: ['round'] }, { fields: ['tags', 'round'] }] })
    expect(await collection.count({ round: 20 })).toBe(100)
    expect(await collection.count({ tags: 2 })).toBe(33)
    expect(await collection.count({ tags: 20 })).toBe(100)
  }
  await store.close()
  expect(checkDocuments(folder)).toEqual([])
})

test('the turn of a thread that dies comes back', async () => {
  expect(await borrow('one', 1, true)).toEqual([1])
  const own = await store.collection({ name: 'own', indexes: [] })
  expect(await own.write([{ id: 'x', position: 1n, body: {} }])).toEqual({ written: 1, skipped: 0 })
})

test('a store that was closed, or opened for reading, lends nothing', async () => {
  const reader = await openEmbeddedDocuments({ folder, readOnly: true })
  expect(() => reader.lend()).toThrow(expect.objectContaining({ code: 'READ_ONLY' }))
  await reader.close()
  await store.close()
  expect(() => store.lend()).toThrow(expect.objectContaining({ code: 'CLOSED' }))
})

test('who asks for a turn after the owner has closed is told so', async () => {
  const lent = store.lend()
  await store.close()
  lent.turns.postMessage('take')
  expect((await once(lent.turns, 'message'))[0]).toMatchObject({ yours: false, code: 'CLOSED' })
  lent.turns.close()
})

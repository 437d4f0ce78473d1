import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appOrder, openSpine } from './harness.ts'

let home: string
const pristine = () => join(home, 'pristine')

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'ledger-verify-'))
  const spine = await openSpine()
  await spine.define()
  await spine.receive('fridge', 'HZ', 3)
  for (const orderId of ['1', '2']) await spine.send(appOrder(orderId))
  await spine.drain()
  await spine.close({ keep: pristine() })
})
afterAll(() => rmSync(home, { recursive: true }))

/** A copy of the folder, altered by hand, and what `ledger verify` says of it. */
function verifyAltered(name: string, alter: (folder: string) => void) {
  const folder = join(home, name)
  cpSync(pristine(), folder, { recursive: true })
  alter(folder)
  const env = { ...process.env, LEDGER_EVENTS: `embedded:${folder}`, NODE_OPTIONS: '' }
  const { status, stdout, stderr } = spawnSync('node', ['bin/ledger.mjs', 'verify', '--json'], { env, encoding: 'utf8' })
  return { status, result: stdout === '' ? null : JSON.parse(stdout), stderr }
}

function inDatabase(file: string, sql: string): number {
  const database = new DatabaseSync(file)
  const { changes } = database.prepare(sql).run()
  database.close()
  return Number(changes)
}

/** Tables of one collection: its documents, wherever the adapter keeps them. */
function collectionTable(folder: string, prefix: string): string {
  const database = new DatabaseSync(join(folder, 'documents', 'documents.db'))
  const rows = database.prepare('SELECT number, name FROM catalogue').all() as { number: number; name: string }[]
  const { number } = rows.find(({ name }) => name.startsWith(prefix))!
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]
  database.close()
  return tables.map(({ name }) => name).find((name) => name.replace(/\D/g, '') === String(number))!
}

describe('ledger verify', () => {
  test('holds for a folder nobody touched', () => {
    const { status, result, stderr } = verifyAltered('untouched', () => undefined)
    expect({ status, ok: result?.ok, first: result?.first, stderr: stderr.includes('Error') }).toEqual({
      status: 0,
      ok: true,
      first: null,
      stderr: false,
    })
    expect(result.documents).toBeGreaterThan(5)
  })

  test('finds a document altered by hand', () => {
    const { status, result } = verifyAltered('document', (folder) => {
      const table = collectionTable(folder, 'stock-map')
      const changed = inDatabase(
        join(folder, 'documents', 'documents.db'),
        `UPDATE "${table}" SET body = replace(body, '"onHand":3', '"onHand":4')`,
      )
      expect(changed).toBeGreaterThan(0)
    })
    expect(status).toBe(1)
    expect(result.laws.find(({ law }: { law: string }) => law === 'units at a location').breaches).toBe(1)
    expect(result.first).toContain('on hand + damaged: counted 3, shown 4')
  })

  test('finds an event altered by hand, and says where', () => {
    const { status, result } = verifyAltered('event', (folder) => {
      const [segment] = readdirSync(join(folder, 'log'))
      const file = join(folder, 'log', segment!)
      const bytes = readFileSync(file)
      const at = bytes.indexOf('"quantity":3')
      expect(at).toBeGreaterThan(0)
      bytes[at + '"quantity":'.length] = '9'.charCodeAt(0)
      writeFileSync(file, bytes)
    })
    expect(status).toBe(1)
    expect(result.first).toMatch(/damage: .*checksum.*position.*stock-fridge@HZ/)
  })

  const moveCheckpoints = (folder: string, position: string) => {
    const table = collectionTable(folder, 'projection-checkpoints')
    expect(inDatabase(join(folder, 'documents', 'documents.db'), `UPDATE "${table}" SET position = ${position}`)).toBeGreaterThan(0)
  }

  test('finds a checkpoint moved beyond the log', () => {
    const { status, result } = verifyAltered('checkpoint-beyond', (folder) => moveCheckpoints(folder, '1000000000'))
    expect(status).toBe(1)
    expect(result.first).toContain('checkpoint, position')
  })

  test('finds documents that lack events their checkpoint has passed', () => {
    const { status, result } = verifyAltered('checkpoint-over', (folder) => {
      const database = join(folder, 'documents', 'documents.db')
      const stock = collectionTable(folder, 'stock-map')
      expect(
        inDatabase(database, `UPDATE "${stock}" SET position = 1, body = replace(body, '"reserved":2', '"reserved":1')`),
      ).toBeGreaterThan(0)
    })
    expect(status).toBe(1)
    expect(result.first).not.toBeNull()
  })

  test('holds where a checkpoint lags behind its documents, as a killed writer leaves it', () => {
    const { status, result } = verifyAltered('checkpoint-behind', (folder) => moveCheckpoints(folder, '500'))
    expect({ status, first: result.first }).toEqual({ status: 0, first: null })
  })

  test('finds an index of the read models altered by hand', () => {
    const { status, result } = verifyAltered('entries', (folder) => {
      const file = join(folder, 'documents', 'documents.db')
      const database = new DatabaseSync(file)
      const tables = database.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'entries%'").all() as { name: string }[]
      database.close()
      const removed = tables.map(({ name }) => inDatabase(file, `DELETE FROM ${name} WHERE id LIKE 'app.s1.1'`))
      expect(Math.max(...removed)).toBeGreaterThan(0)
    })
    expect(status).toBe(1)
    expect(result.first).toContain('order-pool')
  })

  test('finds an index of the log altered by hand', () => {
    const { status, result } = verifyAltered('index', (folder) => {
      const removed = inDatabase(join(folder, 'index.sqlite'), "DELETE FROM runs WHERE stream LIKE 'stock-%'")
      expect(removed).toBe(1)
    })
    expect(status).toBe(1)
    expect(result.first).toContain('index')
  })
})

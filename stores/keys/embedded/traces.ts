import type { FileHandle } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { KeyStoreError } from '../port.ts'
import { busyTimeoutMs } from './database.ts'
import type { PersonRow } from './records.ts'
import { hashTables } from './schema.ts'
import { transaction } from './transaction.ts'

/**
 * Forgetting has to reach the bytes of the files. `secure_delete` zeroes deleted cells and freed pages, and the log of writes is emptied
 * after every forget; but when a page of a tree was once split, a copy of a moved cell may stay in the page's gap. So a forget looks.
 */

const chunkBytes = 1 << 20
/** More than the rows of three full pages: a stale copy stands in a page beside the row it was. */
const neighbours = 400

/** The bytes that would tell: the wrapped key, and each hash together with the person's number as rows store it. */
export function tracesOf({ person, wrapped }: PersonRow, entries: readonly string[]): readonly Buffer[] {
  const number = Buffer.alloc(6)
  number.writeUIntBE(person, 0, 6)
  const links = entries.flatMap((entry) => [Buffer.concat([Buffer.from(entry), number]), Buffer.concat([number, Buffer.from(entry)])])
  return [Buffer.from(wrapped), ...links]
}

/** Reads the whole file, a chunk at a time. */
export async function hasTraces(file: FileHandle, traces: readonly Buffer[]): Promise<boolean> {
  const overlap = Math.max(...traces.map(({ length }) => length)) - 1
  const chunk = Buffer.allocUnsafe(chunkBytes)
  for (let offset = 0; ; offset += chunkBytes - overlap) {
    const { bytesRead } = await file.read(chunk, 0, chunkBytes, offset)
    const read = chunk.subarray(0, bytesRead)
    if (traces.some((trace) => read.includes(trace))) return true
    if (bytesRead < chunkBytes) return false
  }
}

const emptyingAttempts = 20
const attemptDelayMs = 50

/** Moves every page into the main file and empties the log of writes. False while a reader prevents it. */
export function emptyLog(database: DatabaseSync): boolean {
  const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
  return busy === 0
}

/** Waits about a second for readers to come to an end, without holding up the process. Throws `TRACES_LEFT` when they do not. */
export async function emptyLogPatiently(database: DatabaseSync): Promise<void> {
  for (let attempt = 0; attempt < emptyingAttempts; attempt++) {
    if (withoutWaiting(database, () => emptyLog(database))) return
    await setTimeout(attemptDelayMs)
  }
  throw new KeyStoreError('TRACES_LEFT', 'the person is forgotten, but a reader keeps old pages: end it and start the ledger again')
}

function withoutWaiting<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('PRAGMA busy_timeout = 0')
  try {
    return work()
  } finally {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`)
  }
}

/** Takes out the rows around each removed one and puts them back: the pages they leave are zeroed. */
export function refreshAround(database: DatabaseSync, person: number, entries: readonly string[]): void {
  transaction(database, () => {
    for (const entry of entries) {
      refreshTable(database, 'hashes', ['hash', 'person'], [entry, person])
      refreshTable(database, 'hashes_of', ['person', 'hash'], [person, entry])
    }
  })
}

function refreshTable(
  database: DatabaseSync,
  table: string,
  [first, second]: [string, string],
  key: [string | number, string | number],
): void {
  const side = (comparison: string, order: string) =>
    database
      .prepare(
        `SELECT ${first} AS first, ${second} AS second FROM ${table} WHERE (${first}, ${second}) ${comparison} (?, ?)
         ORDER BY ${first} ${order}, ${second} ${order} LIMIT ${neighbours}`,
      )
      .all(...key) as { first: string | number; second: string | number }[]
  const rows = [...side('<', 'DESC').reverse(), ...side('>', 'ASC')]
  const remove = database.prepare(`DELETE FROM ${table} WHERE ${first} = ? AND ${second} = ?`)
  const insert = database.prepare(`INSERT INTO ${table} VALUES (?, ?)`)
  for (const row of rows) remove.run(row.first, row.second)
  for (const row of rows) insert.run(row.first, row.second)
}

/** Writes both tables of hashes anew; the pages of the old ones are zeroed. Takes time in proportion to the store. */
export function rewriteHashes(database: DatabaseSync): void {
  transaction(database, () =>
    database.exec(`
      ${hashTables('_fresh')}
      INSERT INTO hashes_fresh SELECT hash, person FROM hashes ORDER BY hash, person;
      INSERT INTO hashes_of_fresh SELECT person, hash FROM hashes_of ORDER BY person, hash;
      DROP TABLE hashes;
      DROP TABLE hashes_of;
      ALTER TABLE hashes_fresh RENAME TO hashes;
      ALTER TABLE hashes_of_fresh RENAME TO hashes_of`),
  )
}

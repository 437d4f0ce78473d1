import type { SQLInputValue, StatementResultingChanges } from 'node:sqlite'
import type { Scalar, StoredDocument } from '../port.ts'
import { DocumentStoreError } from '../port.ts'
import { checkDocument, invalid } from '../rules.ts'
import { parsed } from './body.ts'
import { matches, termsOf } from './conditions.ts'
import type { Database } from './database.ts'
import { statement } from './database.ts'
import { moveEntries, spreadIndexes } from './entries.ts'
import { isConstraint } from './failures.ts'
import type { Row, Shape } from './shape.ts'
import { arrayRules, columnValue, rowOf, tableOf } from './shape.ts'
import type { Value } from './values.ts'
import { compareValues } from './values.ts'

const LARGEST_BODY = 16_000_000

export interface Prepared {
  readonly id: string
  readonly position: bigint
  readonly text: string | null
  /** Null for a tombstone. */
  readonly row: Row | null
  /** Columns that had no array before. */
  readonly news: readonly number[]
}

const NOTHING: readonly number[] = []

export function prepared(shape: Shape, document: StoredDocument): Prepared {
  checkDocument(document)
  const { id, position, body } = document
  if (body === null) return { id, position, text: null, row: null, news: NOTHING }
  const text = JSON.stringify(body)
  if (text.length > LARGEST_BODY) throw invalid('A document has at most 16 million characters of JSON', { id, length: text.length })
  const row = rowOf(shape, body)
  if (!row.some(Array.isArray)) return { id, position, text, row, news: NOTHING }
  const { news, refusal } = arrayRules(shape, row)
  if (refusal) throw invalid(refusal, { id, collection: shape.name })
  return { id, position, text, row, news }
}

/** Upserts where the stored position is lower; false when it is not. */
export function put(database: Database, shape: Shape, document: Prepared): boolean {
  const run = (sql: string, ...values: readonly SQLInputValue[]): StatementResultingChanges => {
    try {
      return statement(database, sql).run(...values)
    } catch (failure) {
      throw isConstraint(failure) ? duplicate(shape, document.id, failure) : failure
    }
  }
  const columns = columnsOf(shape, document)
  const all = [document.id, document.position, document.text, ...columns]
  if (!shape.indexes.some(({ ready }) => ready)) return run(sqlFor(shape).upsert, ...all).changes > 0
  const before = stored(database, shape, document.id)
  if (before && before.position >= document.position) return false
  if (before) {
    const changed = columns.flatMap((value, column) => (equal(value, before.columns[column]!) ? [] : [column]))
    const values = [document.position, document.text, ...changed.map((column) => columns[column]!)]
    run(updateSql(shape, changed), ...values, before.row)
  }
  const row = before?.row ?? BigInt(run(sqlFor(shape).insert, ...all).lastInsertRowid)
  moveEntries(database, shape, document.id, row, rowBefore(database, shape, document.id, before), document.row)
  return true
}

/** SQLite moves the entries of every index whose columns an update names, changed or not: so only changed ones are named. */
function updateSql(shape: Shape, changed: readonly number[]): string {
  return `UPDATE ${tableOf(shape)} SET position = ?, body = ?${changed.map((column) => `, c${column} = ?`).join('')} WHERE row = ?`
}

const equal = (left: Value | null, right: Value | null): boolean =>
  left === right || (left !== null && right !== null && compareValues(left, right) === 0)

/** Only spread indexes need it: what the other indexes hold is in the columns. */
function rowBefore(database: Database, shape: Shape, id: string, before: Stored | undefined): Row | null {
  if (!before?.text || spreadIndexes(shape).length === 0) return null
  return rowOf(shape, parsed(database, id, before.text))
}

/** False when the id or a unique value is taken. */
export function add(database: Database, shape: Shape, document: Prepared): boolean {
  try {
    const insert = statement(database, sqlFor(shape).insert)
    const { lastInsertRowid } = insert.run(document.id, document.position, document.text, ...columnsOf(shape, document))
    moveEntries(database, shape, document.id, BigInt(lastInsertRowid), null, document.row)
    return true
  } catch (failure) {
    if (isConstraint(failure)) return false
    throw failure
  }
}

export function replaceWhen(database: Database, shape: Shape, document: Prepared, expected: { readonly [field: string]: Scalar }): boolean {
  const before = stored(database, shape, document.id)
  if (!before?.text) return false
  const body = parsed(database, document.id, before.text)
  if (!matches(document.id, body, termsOf(expected))) return false
  try {
    statement(database, sqlFor(shape).replace).run(document.text, ...columnsOf(shape, document), before.row)
  } catch (failure) {
    throw isConstraint(failure) ? duplicate(shape, document.id, failure) : failure
  }
  moveEntries(database, shape, document.id, before.row, rowOf(shape, body), document.row)
  return true
}

export function erase(database: Database, shape: Shape, id: string): void {
  const before = stored(database, shape, id)
  if (!before) return
  if (before.text) moveEntries(database, shape, id, before.row, rowOf(shape, parsed(database, id, before.text)), null)
  statement(database, `DELETE FROM ${tableOf(shape)} WHERE row = ?`).run(before.row)
}

interface Stored {
  readonly row: bigint
  readonly position: bigint
  readonly text: string | null
  readonly columns: readonly (Value | null)[]
}

function stored(database: Database, shape: Shape, id: string): Stored | undefined {
  const found = statement(database, sqlFor(shape).select).get(id)
  if (!found) return undefined
  const [row, position, text, ...columns] = found as unknown as [bigint, bigint, string | null, ...(Value | null)[]]
  return { row, position, text, columns }
}

/** A tombstone has NULL in every column, which no comparison finds and no unique index counts. */
const columnsOf = (shape: Shape, { row }: Prepared): readonly (Value | null)[] => row?.map(columnValue) ?? shape.columns.map(() => null)

function duplicate(shape: Shape, id: string, cause: unknown): DocumentStoreError {
  return new DocumentStoreError('DUPLICATE_KEY', `A unique index of ${shape.name} already holds a value of this document`, { id }, cause)
}

interface WriteSql {
  readonly upsert: string
  readonly insert: string
  readonly replace: string
  readonly select: string
}
const written = new WeakMap<Shape, { readonly columns: number; readonly sql: WriteSql }>()

function sqlFor(shape: Shape): WriteSql {
  const known = written.get(shape)
  if (known?.columns === shape.columns.length) return known.sql
  const columns = ['position', 'body', ...shape.columns.map((_, column) => `c${column}`)]
  const insert = `INSERT INTO ${tableOf(shape)} (id, ${columns.join(', ')}) VALUES (?${', ?'.repeat(columns.length)})`
  const excluded = columns.map((column) => `${column} = excluded.${column}`).join(', ')
  const replaced = columns
    .slice(1)
    .map((column) => `${column} = ?`)
    .join(', ')
  const sql = {
    insert,
    select: `SELECT row, ${columns.join(', ')} FROM ${tableOf(shape)} WHERE id = ?`,
    upsert: `${insert} ON CONFLICT (id) DO UPDATE SET ${excluded} WHERE excluded.position > position`,
    replace: `UPDATE ${tableOf(shape)} SET ${replaced} WHERE row = ?`,
  }
  written.set(shape, { columns: shape.columns.length, sql })
  return sql
}

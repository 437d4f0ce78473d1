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
  if (spreadIndexes(shape).length === 0) return upsert(database, shape, document).changes > 0
  const before = stored(database, shape, document.id)
  if (before && before.position >= document.position) return false
  const { lastInsertRowid } = upsert(database, shape, document)
  const old = before?.text ? rowOf(shape, parsed(database, document.id, before.text)) : null
  moveEntries(database, shape, document.id, before?.row ?? BigInt(lastInsertRowid), old, document.row)
  return true
}

function upsert(database: Database, shape: Shape, document: Prepared): { changes: number | bigint; lastInsertRowid: number | bigint } {
  try {
    return statement(database, sqlFor(shape).upsert).run(document.id, document.position, document.text, ...columnsOf(shape, document))
  } catch (failure) {
    throw isConstraint(failure) ? duplicate(shape, document.id, failure) : failure
  }
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

function stored(database: Database, shape: Shape, id: string): { row: bigint; position: bigint; text: string | null } | undefined {
  const found = statement(database, `SELECT row, position, body FROM ${tableOf(shape)} WHERE id = ?`).get(id)
  if (!found) return undefined
  const [row, position, text] = found as unknown as [bigint, bigint, string | null]
  return { row, position, text }
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
    upsert: `${insert} ON CONFLICT (id) DO UPDATE SET ${excluded} WHERE excluded.position > position`,
    replace: `UPDATE ${tableOf(shape)} SET ${replaced} WHERE row = ?`,
  }
  written.set(shape, { columns: shape.columns.length, sql })
  return sql
}

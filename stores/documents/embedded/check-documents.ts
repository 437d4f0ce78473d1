import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import type { Fields } from '../port.ts'
import { namesIn, shapeOf } from './catalogue.ts'
import { databaseOn } from './database.ts'
import { keysOf } from './entries.ts'
import { openForReading } from './folder.ts'
import { columnValue, entriesOf, type Index, rowOf, type Shape, tableOf } from './shape.ts'
import type { Value } from './values.ts'

export interface DocumentsProblem {
  readonly what: string
  readonly collection?: string
}

/**
 * Whether every index of a folder says the same as the documents it leads to: SQLite's own check for its pages and indexes, and what
 * the adapter keeps beside the bodies (columns, entries of array fields) computed anew. Reads all of it as it is at this moment, beside
 * whoever writes it.
 */
export function checkDocuments(folder: string): readonly DocumentsProblem[] {
  const file = join(folder, 'documents.db')
  const connection = openForReading(file)
  try {
    connection.exec('BEGIN')
    const damage = integrityProblems(connection)
    if (damage.length > 0) return damage
    const database = databaseOn(file, connection, { readOnly: true })
    return namesIn(database).flatMap((name) => {
      const shape = shapeOf(database, name)
      return shape === undefined ? [] : problemsIn(connection, shape)
    })
  } finally {
    connection.close()
  }
}

function integrityProblems(connection: DatabaseSync): readonly DocumentsProblem[] {
  const rows = connection.prepare('PRAGMA integrity_check(10)').all() as { integrity_check: string }[]
  return rows.filter((row) => row.integrity_check !== 'ok').map((row) => ({ what: row.integrity_check }))
}

/** Commutative, so that two sets are compared without sorting either. */
interface Sum {
  count: number
  total: number
}

const add = (sum: Sum, values: readonly (Value | bigint | null)[]): void => {
  sum.count += 1
  sum.total = (sum.total + crc32(values.map(textOf).join('\u0000'))) >>> 0
}
const textOf = (value: Value | bigint | null): string =>
  value instanceof Uint8Array ? `x${Buffer.from(value).toString('hex')}` : `${typeof value} ${value}`

function problemsIn(connection: DatabaseSync, shape: Shape): DocumentsProblem[] {
  const spread = shape.indexes.filter((index) => index.spread && index.ready)
  const expected = new Map<Index, Sum>(spread.map((index) => [index, { count: 0, total: 0 }]))
  const columns = shape.columns.map((_, place) => `c${place}`)
  const rows = connection.prepare(`SELECT ${['row', 'id', 'body', ...columns].join(', ')} FROM ${tableOf(shape)}`)
  let wrongColumns = 0
  for (const stored of rows.iterate() as Iterable<Record<string, Value | null>>) {
    if (stored.body === null) continue
    const row = rowOf(shape, JSON.parse(stored.body as string) as Fields)
    wrongColumns += shape.columns.some(({ filled }, place) => filled && textOf(columnValue(row[place]!)) !== textOf(stored[`c${place}`]!))
      ? 1
      : 0
    for (const index of spread) for (const key of keysOf(index, row)) add(expected.get(index)!, [...key, stored.id!, stored.row!])
  }
  const collection = shape.name
  const problems: DocumentsProblem[] = []
  if (wrongColumns > 0) problems.push({ what: `${wrongColumns} documents are indexed under other values than they hold`, collection })
  for (const [index, sum] of expected) {
    if (!same(sum, sumOfEntries(connection, shape, index)))
      problems.push({ what: 'an index of array elements does not say the same as the documents', collection })
  }
  return problems
}

const same = (left: Sum, right: Sum): boolean => left.count === right.count && left.total === right.total

function sumOfEntries(connection: DatabaseSync, shape: Shape, index: Index): Sum {
  const sum: Sum = { count: 0, total: 0 }
  const places = index.columns.map((_, place) => `k${place}`)
  const entries = connection.prepare(`SELECT ${[...places, 'id', 'row'].join(', ')} FROM ${entriesOf(shape, index)}`)
  for (const entry of entries.iterate() as Iterable<Record<string, Value>>) add(sum, Object.values(entry))
  return sum
}

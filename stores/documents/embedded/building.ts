import type { Fields } from '../port.ts'
import { invalid } from '../rules.ts'
import { parsed } from './body.ts'
import { alter } from './catalogue.ts'
import type { Database } from './database.ts'
import { rolledBack, statement, transaction } from './database.ts'
import { createEntries, keysOf } from './entries.ts'
import { isConstraint } from './failures.ts'
import type { Index, Shape } from './shape.ts'
import { arrayRules, columnValue, entriesOf, indexOf, rowOf, tableOf } from './shape.ts'

const ROWS_AT_ONCE = 1_000

/** Builds every index that is not ready, from the documents alone: what an interrupted build left does not matter. Takes its time. */
export function buildIndexes(database: Database, shape: Shape): void {
  if (shape.columns.some(({ filled }) => !filled)) fillColumns(database, shape)
  const indexes = shape.indexes.filter(({ ready }) => !ready)
  for (const index of indexes) index.spread = index.columns.some((column) => shape.columns[column]!.holdsArrays)
  const spread = indexes.filter((index) => index.spread && !database.gathered.delete(looseOf(shape, index)))
  if (spread.length > 0) gatherEntries(database, shape, spread)
  for (const index of indexes) {
    alter(database, shape, () => {
      if (index.spread) spreadIndex(database, shape, index)
      else createIndex(database, shape, index)
      index.ready = true
    })
  }
}

/**
 * The half of it that only reads the file, for a collection nobody else writes to: it needs no turn. Where there is more to do than that, as
 * where documents are older than the columns, it is all left to `buildIndexes`.
 */
export function gatherAhead(database: Database, shape: Shape): void {
  if (shape.columns.some(({ filled }) => !filled)) return
  const indexes = shape.indexes.filter(({ ready, columns }) => !ready && columns.some((column) => shape.columns[column]!.holdsArrays))
  if (indexes.length === 0 || indexes.some(({ unique }) => unique)) return
  gatherEntries(database, shape, indexes)
  for (const index of indexes) database.gathered.add(looseOf(shape, index))
}

function fillColumns(database: Database, shape: Shape): void {
  const fill = `UPDATE ${tableOf(shape)} SET ${shape.columns.map((_, column) => `c${column} = ?`).join(', ')} WHERE row = ?`
  for (const page of livingRows(database, shape))
    transaction(database, () => {
      for (const { row, id, body } of page) {
        const values = rowOf(shape, body)
        const { news, refusal } = arrayRules(shape, values)
        if (refusal) throw invalid(refusal, { collection: shape.name, id })
        for (const column of news) shape.columns[column]!.holdsArrays = true
        statement(database, fill).run(...values.map(columnValue), row)
      }
    })
  alter(database, shape, () => {
    for (const column of shape.columns) column.filled = true
  })
}

interface LivingRow {
  readonly row: bigint
  readonly id: string
  readonly body: Fields
}

function* livingRows(database: Database, shape: Shape): Generator<readonly LivingRow[]> {
  const some = `SELECT row, id, body FROM ${tableOf(shape)} WHERE row > ? AND body IS NOT NULL ORDER BY row LIMIT ${ROWS_AT_ONCE}`
  for (let after = 0n; ; ) {
    const found = statement(database, some).all(after) as unknown as [bigint, string, string][]
    if (found.length === 0) return
    yield found.map(([row, id, text]) => ({ row, id, body: parsed(database, id, text) }))
    after = found.at(-1)![0]
  }
}

const looseOf = (shape: Shape, index: Index): string => `temp.loose_${shape.number}_${index.number}`
const keyColumns = (index: Index): string => index.columns.map((_, place) => `k${place}`).join(', ')

/** Puts the entries of all these indexes aside, so that every document is read and parsed once. */
function gatherEntries(database: Database, shape: Shape, indexes: readonly Index[]): void {
  const puts = indexes.map((index) => {
    if (index.unique) {
      const fields = index.columns.map((column) => shape.columns[column]!.field)
      throw invalid('A unique index cannot hold arrays', { collection: shape.name, fields })
    }
    const loose = looseOf(shape, index)
    database.connection.exec(
      `DROP TABLE IF EXISTS ${loose}; CREATE TABLE ${loose} (${keyColumns(index)}, id TEXT NOT NULL, row INTEGER NOT NULL)`,
    )
    return `INSERT INTO ${loose} VALUES (${index.columns.map(() => '?').join(', ')}, ?, ?)`
  })
  for (const page of livingRows(database, shape))
    aside(database, () => {
      for (const { row, id, body } of page) {
        const values = rowOf(shape, body)
        for (const [at, index] of indexes.entries())
          for (const key of keysOf(index, values)) statement(database, puts[at]!).run(...key, id, row)
      }
    })
}

/** A transaction that changes temporary tables alone, and so keeps no other connection from writing. */
function aside(database: Database, work: () => void): void {
  database.connection.exec('BEGIN')
  try {
    work()
    database.connection.exec('COMMIT')
  } catch (failure) {
    throw rolledBack(database, failure)
  }
}

/** Entries go into the table in its own order, which is many times faster than in any other. */
function spreadIndex(database: Database, shape: Shape, index: Index): void {
  const loose = looseOf(shape, index)
  database.connection.exec(`DROP TABLE IF EXISTS ${entriesOf(shape, index)}`)
  createEntries(database, shape, index)
  database.connection.exec(
    `INSERT INTO ${entriesOf(shape, index)} SELECT * FROM ${loose} ORDER BY ${keyColumns(index)}, id; DROP TABLE ${loose}`,
  )
}

function createIndex(database: Database, shape: Shape, index: Index): void {
  const columns = index.columns.map((column) => `c${column}`).join(', ')
  const on = index.unique ? `${tableOf(shape)} (${columns})` : `${tableOf(shape)} (${columns}, id)`
  try {
    database.connection.exec(`CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${indexOf(shape, index)} ON ${on}`)
  } catch (failure) {
    if (!isConstraint(failure)) throw failure
    const fields = index.columns.map((column) => shape.columns[column]!.field)
    throw invalid('The documents already there break the unique index', { collection: shape.name, fields })
  }
}

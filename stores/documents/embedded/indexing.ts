import type { CollectionDefinition, Fields } from '../port.ts'
import { invalid } from '../rules.ts'
import { alter } from './catalogue.ts'
import type { Database } from './database.ts'
import { begin, commit, rolledBack, statement } from './database.ts'
import { addEntries, createEntries, keysOf, spreadIndexes } from './entries.ts'
import { isConstraint } from './failures.ts'
import { stretch } from './pause.ts'
import type { Index, Shape } from './shape.ts'
import { arrayRules, columnOf, columnValue, entriesOf, indexOf, missing, rowOf, tableOf } from './shape.ts'

/** Gives the collection the indexes its definition has and it does not. */
export async function gainIndexes(database: Database, shape: Shape, definition: CollectionDefinition): Promise<void> {
  const { columns, indexes } = missing(shape, definition)
  if (indexes.length > 0)
    alter(database, shape, () => {
      for (const column of columns) {
        database.connection.exec(`ALTER TABLE ${tableOf(shape)} ADD COLUMN c${shape.columns.length}`)
        shape.columns.push(column)
      }
      for (const { fields, unique = false } of indexes) {
        const number = (shape.indexes.at(-1)?.number ?? -1) + 1
        shape.indexes.push({ number, columns: fields.map((field) => columnOf(shape, field)), unique, spread: false, ready: false })
      }
      spreadOverArrays(database, shape)
    })
  try {
    await buildIndexes(database, shape)
  } catch (failure) {
    alter(database, shape, () => abandonIndexes(database, shape))
    throw failure
  }
}

/** An index the documents do not allow must not stand in the way of the next definition. */
function abandonIndexes(database: Database, shape: Shape): void {
  const abandoned = shape.indexes.filter(({ ready }) => !ready)
  for (const index of abandoned) {
    if (index.spread) database.connection.exec(`DROP TABLE ${entriesOf(shape, index)}`)
    shape.indexes.splice(shape.indexes.indexOf(index), 1)
  }
}

/** The first array in a field: its indexes become one entry per element, for every document there is. */
export async function admitArrays(database: Database, shape: Shape, columns: readonly number[]): Promise<void> {
  markArrays(database, shape, columns)
  await buildIndexes(database, shape)
}

function markArrays(database: Database, shape: Shape, columns: readonly number[]): void {
  alter(database, shape, () => {
    for (const column of columns) shape.columns[column]!.holdsArrays = true
    spreadOverArrays(database, shape)
  })
}

function spreadOverArrays(database: Database, shape: Shape): void {
  for (const index of shape.indexes) {
    const arrays = index.columns.map((column) => shape.columns[column]!).filter(({ holdsArrays }) => holdsArrays)
    if (index.spread || arrays.length === 0) continue
    if (index.unique) throw invalid(`A unique index cannot hold the arrays in ${arrays[0]!.field}`, { collection: shape.name })
    database.connection.exec(`DROP INDEX IF EXISTS ${indexOf(shape, index)}`)
    createEntries(database, shape, index)
    index.spread = true
    index.ready = false
  }
}

/** Takes the documents already there into unfinished indexes, slice by slice; also what an earlier process left unfinished. */
async function buildIndexes(database: Database, shape: Shape): Promise<void> {
  if (shape.indexes.every(({ ready }) => ready)) return
  const { pause } = stretch()
  for (let after: bigint | undefined = 0n; after !== undefined; await pause()) after = takeIn(database, shape, after)
  alter(database, shape, () => {
    for (const index of shape.indexes.filter(({ ready }) => !ready)) {
      if (!index.spread) createIndex(database, shape, index)
      index.ready = true
    }
  })
}

const TAKEN_AT_ONCE = 500

function takeIn(database: Database, shape: Shape, after: bigint): bigint | undefined {
  const table = tableOf(shape)
  const some = `SELECT row, id, body FROM ${table} WHERE row > ? AND body IS NOT NULL ORDER BY row LIMIT ${TAKEN_AT_ONCE}`
  const fill = `UPDATE ${table} SET ${shape.columns.map((_, column) => `c${column} = ?`).join(', ')} WHERE row = ?`
  const found = statement(database, some).all(after) as unknown as [bigint, string, string][]
  begin(database)
  try {
    for (const [row, id, text] of found) {
      const values = rowOf(shape, JSON.parse(text) as Fields)
      const { news, refusal } = arrayRules(shape, values)
      if (refusal) throw invalid(refusal, { collection: shape.name, id })
      if (news.length > 0) {
        rolledBack(database, undefined)
        markArrays(database, shape, news)
        return 0n
      }
      statement(database, fill).run(...values.map(columnValue), row)
      for (const index of spreadIndexes(shape)) addEntries(database, shape, index, id, row, keysOf(index, values))
    }
    commit(database)
  } catch (failure) {
    throw rolledBack(database, failure)
  }
  return found.at(-1)?.[0]
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

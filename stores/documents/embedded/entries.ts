import { distinct } from './conditions.ts'
import type { Database } from './database.ts'
import { statement } from './database.ts'
import type { Index, Row, Shape } from './shape.ts'
import { entriesOf } from './shape.ts'
import type { Value } from './values.ts'
import { ARRAY } from './values.ts'

/**
 * An index with an array field is a table with one entry per element: the values of its fields, the id, and the row it leads to.
 * An empty array has one entry too, under a value that no condition finds, so that a query on the fields before it sees the document.
 */
export function createEntries(database: Database, shape: Shape, index: Index): void {
  const keys = index.columns.map((_, place) => `k${place}`).join(', ')
  database.connection.exec(
    `CREATE TABLE ${entriesOf(shape, index)} (${keys}, id TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (${keys}, id)) WITHOUT ROWID`,
  )
}

export const spreadIndexes = (shape: Shape): readonly Index[] => shape.indexes.filter(({ spread, ready }) => spread && ready)

/** Brings the entries of one document from what its old row asked for to what its new row asks for. */
export function moveEntries(database: Database, shape: Shape, id: string, row: bigint, before: Row | null, after: Row | null): void {
  for (const index of spreadIndexes(shape)) {
    const old = before ? keysOf(index, before) : []
    const young = after ? keysOf(index, after) : []
    if (same(old, young)) continue
    const places = index.columns.map((_, place) => `k${place}`)
    const remove = `DELETE FROM ${entriesOf(shape, index)} WHERE ${places.map((place) => `${place} = ?`).join(' AND ')} AND id = ?`
    for (const key of old) statement(database, remove).run(...key, id)
    const insert = `INSERT INTO ${entriesOf(shape, index)} VALUES (${places.map(() => '?').join(', ')}, ?, ?)`
    for (const key of young) statement(database, insert).run(...key, id, row)
  }
}

export type Key = readonly Value[]

export function keysOf(index: Index, row: Row): readonly Key[] {
  const values = index.columns.map((column) => row[column]!)
  const place = values.findIndex(Array.isArray)
  if (place === -1) return [values as Key]
  const elements = distinct(values[place] as readonly Value[])
  return (elements.length === 0 ? [ARRAY] : elements).map((element) => values.with(place, element) as Key)
}

function same(left: readonly Key[], right: readonly Key[]): boolean {
  return left.length === right.length && left.every((key, at) => key.every((value, place) => value === right[at]![place]))
}

import type { Database } from './database.ts'
import { read, statement, transaction } from './database.ts'
import { damaged } from './failures.ts'
import type { Shape } from './shape.ts'
import { restored, stored, tableOf } from './shape.ts'

/** A collection without a name was dropped and is being swept away. */
export const CATALOGUE = 'CREATE TABLE catalogue (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, shape TEXT NOT NULL)'

export function namesIn(database: Database): string[] {
  const rows = read(database, () => statement(database, 'SELECT name FROM catalogue WHERE name IS NOT NULL ORDER BY name').all())
  return rows.map((row) => (row as unknown as [string])[0])
}

export function shapeOf(database: Database, name: string): Shape | undefined {
  const row = read(database, () => statement(database, 'SELECT number, shape FROM catalogue WHERE name = ?').get(name))
  if (!row) return undefined
  const [number, text] = row as unknown as [bigint, string]
  try {
    return restored(Number(number), name, text)
  } catch (cause) {
    throw damaged(database.file, cause)
  }
}

export function createShape(database: Database, name: string): Shape {
  return transaction(database, () => {
    const empty = { name, columns: [], indexes: [] }
    const insert = statement(database, 'INSERT INTO catalogue (name, shape) VALUES (?, ?)')
    const number = Number(insert.run(name, stored({ ...empty, number: 0 })).lastInsertRowid)
    const shape: Shape = { ...empty, number }
    database.connection.exec(
      `CREATE TABLE ${tableOf(shape)} (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, position INTEGER NOT NULL, body TEXT);
       CREATE INDEX tombstones_${number} ON ${tableOf(shape)} (id) WHERE body IS NULL`,
    )
    return shape
  })
}

/** Changes the shape and the file together, or neither. */
export function alter(database: Database, shape: Shape, work: () => void): void {
  try {
    transaction(database, () => {
      work()
      statement(database, 'UPDATE catalogue SET shape = ? WHERE number = ?').run(stored(shape), shape.number)
    })
  } catch (failure) {
    reload(database, shape)
    throw failure
  }
}

/** Brings the shape at hand to what the file says. */
export function reload(database: Database, shape: Shape): void {
  const { columns = [], indexes = [] } = shapeOf(database, shape.name) ?? {}
  shape.columns.splice(0, Number.POSITIVE_INFINITY, ...columns)
  shape.indexes.splice(0, Number.POSITIVE_INFINITY, ...indexes)
}

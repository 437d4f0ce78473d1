import type { Database } from './database.ts'
import { change, read, statement, transaction } from './database.ts'
import type { Shape } from './shape.ts'
import { entriesOf, indexOf, restored, tableOf } from './shape.ts'

const SWEPT_AT_ONCE = 2_000

/** Frees what dropped collections leave behind, a little at a time; what one process leaves, the next one sweeps. */
export async function sweep(database: Database): Promise<void> {
  for (const shape of droppedShapes(database)) {
    for (const index of shape.indexes) {
      const gone = index.spread ? `DROP TABLE IF EXISTS ${entriesOf(shape, index)}` : `DROP INDEX IF EXISTS ${indexOf(shape, index)}`
      await change(database, () => transaction(database, () => database.connection.exec(gone)))
    }
    for (let more = true; more; ) more = await change(database, () => transaction(database, () => sweepSome(database, shape)))
  }
}

function droppedShapes(database: Database): Shape[] {
  const rows = read(database, () => statement(database, 'SELECT number, shape FROM catalogue WHERE name IS NULL').all())
  return (rows as unknown as [bigint, string][]).map(([number, text]) => restored(Number(number), '', text))
}

function sweepSome(database: Database, shape: Shape): boolean {
  const table = tableOf(shape)
  const some = `DELETE FROM ${table} WHERE row IN (SELECT row FROM ${table} LIMIT ${SWEPT_AT_ONCE})`
  if (statement(database, some).run().changes > 0) return true
  database.connection.exec(`DROP TABLE ${table}`)
  statement(database, 'DELETE FROM catalogue WHERE number = ?').run(shape.number)
  return false
}

import type { Database } from './database.ts'
import { read, statement, transaction } from './database.ts'
import { inThread, isLarge } from './maintenance.ts'
import type { Shape } from './shape.ts'
import { entriesOf, restored, tableOf } from './shape.ts'

/** Frees what dropped collections leave behind; what one process leaves, the next one sweeps. Only inside `change`. */
export async function sweep(database: Database): Promise<void> {
  const dropped = droppedShapes(database)
  if (dropped.some((shape) => isLarge(database, shape))) await inThread(database, { task: 'sweep' })
  else sweepNow(database)
}

export function sweepNow(database: Database): void {
  for (const shape of droppedShapes(database))
    transaction(database, () => {
      for (const index of shape.indexes) database.connection.exec(`DROP TABLE IF EXISTS ${entriesOf(shape, index)}`)
      database.connection.exec(`DROP TABLE ${tableOf(shape)}`)
      statement(database, 'DELETE FROM catalogue WHERE number = ?').run(shape.number)
    })
}

function droppedShapes(database: Database): Shape[] {
  const rows = read(database, () => statement(database, 'SELECT number, shape FROM catalogue WHERE name IS NULL').all())
  return (rows as unknown as [bigint, string][]).map(([number, text]) => restored(Number(number), '', text))
}

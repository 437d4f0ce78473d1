import type { CollectionDefinition } from '../port.ts'
import { buildIndexes } from './building.ts'
import { alter, reload } from './catalogue.ts'
import type { Database } from './database.ts'
import { inThread, isLarge, lastRow } from './maintenance.ts'
import type { Shape } from './shape.ts'
import { columnOf, entriesOf, indexOf, missing, tableOf } from './shape.ts'

/** Gives the collection the indexes its definition has and it does not. Only inside `change`. */
export async function gainIndexes(database: Database, shape: Shape, definition: CollectionDefinition): Promise<void> {
  const { columns, indexes } = missing(shape, definition)
  const filled = lastRow(database, shape) === 0n
  if (indexes.length > 0)
    alter(database, shape, () => {
      for (const column of columns) {
        database.connection.exec(`ALTER TABLE ${tableOf(shape)} ADD COLUMN c${shape.columns.length}`)
        shape.columns.push({ ...column, filled })
      }
      for (const { fields, unique = false } of indexes) {
        const number = (shape.indexes.at(-1)?.number ?? -1) + 1
        shape.indexes.push({ number, columns: fields.map((field) => columnOf(shape, field)), unique, spread: false, ready: false })
      }
    })
  if (!definition.loading) await makeReady(database, shape)
}

/** The first array in a field: its indexes become one entry per element, for every document there is. Only inside `change`. */
export async function admitArrays(database: Database, shape: Shape, columns: readonly number[]): Promise<void> {
  const spread = shape.indexes.filter((index) => index.ready && !index.spread && index.columns.some((column) => columns.includes(column)))
  alter(database, shape, () => {
    for (const column of columns) shape.columns[column]!.holdsArrays = true
    for (const index of spread) {
      database.connection.exec(`DROP INDEX ${indexOf(shape, index)}`)
      index.ready = false
    }
  })
  if (spread.length > 0) await makeReady(database, shape)
}

async function makeReady(database: Database, shape: Shape): Promise<void> {
  if (shape.indexes.every(({ ready }) => ready)) return
  try {
    if (isLarge(database, shape)) await inThread(database, { task: 'build', collection: shape.name })
    else buildIndexes(database, shape)
  } catch (failure) {
    reload(database, shape)
    alter(database, shape, () => abandon(database, shape))
    throw failure
  }
  reload(database, shape)
}

/** An index the documents do not allow must not stand in the way of the next definition. */
function abandon(database: Database, shape: Shape): void {
  for (const index of shape.indexes.filter(({ ready }) => !ready)) {
    database.connection.exec(`DROP TABLE IF EXISTS ${entriesOf(shape, index)}`)
    shape.indexes.splice(shape.indexes.indexOf(index), 1)
  }
}

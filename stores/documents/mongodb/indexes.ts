import type { CollectionDefinition, DocumentStoreError, IndexDefinition } from '../port.ts'
import { invalid } from '../rules.ts'
import { isDuplicateKey, isRefused } from './failures.ts'
import { fieldOf, nameOf } from './fields.ts'
import type { StoredRecord } from './record.ts'
import type { IndexKey, Records } from './subset.ts'

const PREFIX = 'fields.'

/**
 * Every index begins with `tombstone`, which every find asks for by equality, and unless it is unique ends with the id, which every sort
 * ends with: pages in one direction are then read from the index as they stand.
 */
export function keyOf({ fields, unique = false }: IndexDefinition): IndexKey {
  const names = fields.map((field) => [`${PREFIX}${nameOf(field)}`, 1] as const)
  return Object.fromEntries([['tombstone', 1] as const, ...names, ...(unique ? [] : [['_id', 1] as const])])
}

/** Those of a collection that this adapter made, by what it asked for. */
export async function indexesOf(records: Records): Promise<readonly IndexDefinition[]> {
  return (await records.indexes()).flatMap(({ key, unique }) => {
    const names = Object.keys(key).filter((name) => name.startsWith(PREFIX))
    return names.length === 0 ? [] : [{ fields: names.map((name) => fieldOf(name.slice(PREFIX.length))), unique }]
  })
}

/** Builds what the collection does not have yet. @throws DocumentStoreError `INVALID` when its documents break a unique index */
export async function gainIndexes(records: Records, { name, indexes, loading }: CollectionDefinition): Promise<readonly IndexDefinition[]> {
  const have = await indexesOf(records)
  const missing = indexes.filter((index) => {
    const same = have.find(({ fields }) => JSON.stringify(fields) === JSON.stringify(index.fields))
    if (same && same.unique !== (index.unique ?? false))
      throw invalid('An index cannot change whether it is unique', { collection: name, fields: index.fields })
    return !same
  })
  if (loading || missing.length === 0) return have
  for (const { fields, unique = false } of missing)
    await records.createIndex(keyOf({ fields, unique }), unique).catch((failure: unknown) => {
      if (isDuplicateKey(failure)) throw invalid('What is stored already breaks the unique index', { collection: name, fields })
      if (isRefused(failure))
        throw invalid('What is stored already holds arrays in several fields of the index', { collection: name, fields })
      throw failure
    })
  return [...have, ...missing]
}

/** Why a record cannot be in these indexes, when it cannot: told here, since not every server refuses it. */
export function refusalOf({ _id, fields, tombstone }: StoredRecord, indexes: readonly IndexDefinition[]): DocumentStoreError | undefined {
  if (tombstone !== '') return undefined
  for (const index of indexes) {
    const arrays = index.fields.filter((field) => Array.isArray(fields[nameOf(field)]))
    if (index.unique && arrays.length > 0) return invalid(`A unique index cannot hold the array in ${arrays.join(', ')}`, { id: _id })
    if (arrays.length > 1) return invalid(`One index cannot hold arrays in several fields: ${arrays.join(', ')}`, { id: _id })
  }
  return undefined
}

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Collection } from '../../stores/documents/port.ts'
import { openStores, type Stores } from '../testing/stores.ts'
import { compareCollections, firstDifference } from './compare.ts'

let stores: Stores
let live: Collection<unknown>
let rebuilt: Collection<unknown>
beforeEach(async () => {
  stores = await openStores()
  live = await stores.documents.collection({ name: 'live', indexes: [] })
  rebuilt = await stores.documents.collection({ name: 'rebuilt', indexes: [] })
})
afterEach(() => stores.close())

const write = async (collection: Collection<unknown>, ...documents: [string, bigint, unknown][]) => {
  await collection.write(documents.map(([id, position, body]) => ({ id, position, body })))
}
const compare = () => compareCollections('pool', live, rebuilt)

test('equal documents are equal, and a tombstone is no document', async () => {
  await write(live, ['a', 1n, { sum: 1 }], ['gone', 3n, null], ['z', 2n, { sum: 2 }])
  await write(rebuilt, ['a', 1n, { sum: 1 }], ['z', 2n, { sum: 2 }])
  expect(await compare()).toEqual({ documents: 2, differences: 0, first: null })
})

test('the first difference is named, all are counted', async () => {
  await write(live, ['a', 1n, { sum: 1 }], ['b', 1n, { lines: [{ quantity: 2 }, { quantity: 3 }] }], ['c', 5n, { sum: 1 }])
  await write(rebuilt, ['a', 1n, { sum: 1 }], ['b', 1n, { lines: [{ quantity: 2 }, { quantity: 4 }] }], ['c', 6n, { sum: 1 }])
  const first = { projection: 'pool', document: 'b', field: 'lines.1.quantity', live: 3, rebuilt: 4 }
  expect(await compare()).toEqual({ documents: 3, differences: 2, first })
})

test('a document that is missing, and one too many', async () => {
  await write(live, ['a', 1n, { sum: 1 }])
  await write(rebuilt, ['é', 1n, { sum: 1 }])
  expect(await compare()).toMatchObject({ documents: 2, differences: 2, first: { document: 'a', field: null, rebuilt: null } })
})

test('the same body at another position differs', async () => {
  await write(live, ['a', 1n, { sum: 1 }])
  await write(rebuilt, ['a', 2n, { sum: 1 }])
  expect(await compare()).toMatchObject({ first: { document: 'a', field: 'position', live: '1', rebuilt: '2' } })
})

test.each([
  [{ a: 1 }, { a: 1, b: 2 }, 'b'],
  [{ a: { b: [1] } }, { a: { b: [1, 2] } }, 'a.b.1'],
  [{ a: null }, { a: {} }, 'a'],
  [{ a: [] }, { a: {} }, 'a'],
])('%j and %j differ at %s', (one, other, field) => {
  expect(firstDifference(one, other, '')).toMatchObject({ field })
})

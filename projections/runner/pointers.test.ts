import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStores, type Stores } from '../testing/stores.ts'
import { tally } from '../testing/tally.ts'
import { Deposed } from './failures.ts'
import { beginBuilding, claimPointer, readPointer, switchToBuilt } from './pointers.ts'

let stores: Stores
beforeEach(async () => {
  stores = await openStores()
})
afterEach(() => stores.close())

test('once a later owner has the pointer, an earlier one begins no build, and what it built is not read', async () => {
  const { documents } = stores
  await claimPointer(documents, tally(), 1)
  const { building } = await beginBuilding(documents, tally(), 1)
  await claimPointer(documents, tally(), 2)
  const before = await readPointer(documents, 'tally')

  await expect(beginBuilding(documents, tally(), 1)).rejects.toThrow(Deposed)
  await expect(switchToBuilt(documents, tally(), building!, 1)).rejects.toThrow(Deposed)

  expect(await readPointer(documents, 'tally')).toEqual(before)
})

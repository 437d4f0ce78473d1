import { expect, test } from 'vitest'
import { openStores } from '../testing/stores.ts'
import { receipt, tally } from '../testing/tally.ts'
import { readParked } from './parked-lists.ts'
import { createProjectionRunner } from './runner.ts'

test('whoever reads beside the runner sees the lists it has parked', async () => {
  const stores = await openStores()
  const projections = [tally((documentId) => documentId === 'bad')]
  expect(await readParked(stores.documents, projections)).toEqual([])
  const runner = await createProjectionRunner({ ...stores, projections })
  await runner.start()
  await runner.waitFor('tally', await stores.append(receipt('A', '1'), receipt('A', 'bad'), receipt('A', '2')), 60_000)
  const [parked] = await runner.parked()
  expect(parked).toMatchObject({ projection: 'tally', key: 'A' })
  expect(await readParked(stores.documents, projections)).toEqual([parked])
  await runner.stop()
  await stores.close()
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { openAfterSalesWorld } from '../../../tests/spine/after-sales-world.ts'
import { appOrder, dayMs, minuteMs } from '../../../tests/spine/harness.ts'
import { dueInstances } from './due.ts'

let world: Awaited<ReturnType<typeof openAfterSalesWorld>>
beforeEach(async () => {
  world = await openAfterSalesWorld()
  await world.define()
  await world.receive('fridge', 'HZ', 3)
})
afterEach(() => world.close())

test('orders and cases are due each to the process that decides about them', async () => {
  await world.publish({ returnWithinMs: 10 * minuteMs })
  await world.shipped()
  await world.refund('returnAndRefund', 'approved')
  await world.sent(appOrder('2', { paid: false }))
  const { documents, events, readModels } = world.ledger
  await readModels.waitFor('deadlines', await events.head(), 10_000)
  const at = world.clock.now()
  const due = async (afterMs: number, ...processes: string[]) =>
    (await dueInstances(documents, at + afterMs, 10, processes.length === 0 ? {} : { processes })).map(
      ({ process, instanceId }) => `${process} ${instanceId}`,
    )
  expect(await due(9 * minuteMs)).toEqual([])
  expect(await due(10 * minuteMs)).toEqual(['after-sales app.s1.r1'])
  expect(await due(dayMs)).toEqual(['after-sales app.s1.r1', 'order app.s1.2'])
  expect(await due(dayMs, 'order')).toEqual(['order app.s1.2'])
  expect(await due(dayMs, 'after-sales')).toEqual(['after-sales app.s1.r1'])
  expect(await due(dayMs, 'transfer')).toEqual([])
})

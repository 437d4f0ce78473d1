import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fulfilmentAggregate } from '../../../domain/fulfilment/fulfilment.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import type { FulfilmentDocument } from '../../../projections/fulfilments/document.ts'
import { fulfilments } from '../../../projections/fulfilments/fulfilments.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import { openWarehouse, type Warehouse } from '../../wms/warehouse.ts'
import { appOrder, dayMs, minuteMs, unanswered } from '../harness.ts'

/** Work nobody sends and parcels nobody hears of: somebody is shown, nothing is undone, and what comes late counts. */

let here: Warehouse
beforeEach(async () => {
  here = await openWarehouse()
  await here.define({ skus: ['fridge', 'oven', 'pan'], locations: ['HZ', 'SH'] })
  await here.receive('fridge', 'HZ', 5)
})
afterEach(async () => {
  expect(await unanswered(here.ledger.events, here.ledger.bus)).toEqual([])
  await here.close()
})

const orderId = 'app.s1.1'
const fulfilmentId = `${orderId}.1@HZ`
const inHours = (hours: number) => ({ withinMinutes: {}, sendWithinMinutes: { warehouse: hours * 60 } })
const order = async () => (await here.ledger.bus.look(orderAggregate, orderId))!

async function shown() {
  await here.ledger.readModels.waitFor(fulfilments.name, await here.ledger.events.head(), 10_000)
  const model = await openReadModel<FulfilmentDocument>(here.ledger.documents, fulfilments)
  return (await model!.collection.get([fulfilmentId]))[0]?.body?.overdue
}
async function dispatch(waybill: string, quantity = 1) {
  const work = (await here.ledger.bus.look(fulfilmentAggregate, fulfilmentId))!
  const [line] = [...work.lines.values()]
  const { lineId, sku, reservationId } = line!.requested
  const lines = [{ lineId, sku, reservationId, quantity, serialNumbers: [] }]
  const left = { fulfilmentId, shipmentId: waybill, carrier: 'SF', waybill, dispatchedAt: here.clock.now(), lines }
  expect(await here.ask('DispatchShipment', left)).toMatchObject({ accepted: true })
  await here.drain()
}
async function deliver(waybill: string) {
  expect(await here.ask('DeliverShipment', { fulfilmentId, shipmentId: waybill, deliveredAt: here.clock.now() })).toMatchObject({
    accepted: true,
  })
  await here.drain()
}

describe('work that a location does not send', () => {
  test('is waited for as long as it takes by what is built in', async () => {
    await here.order('1')
    await here.pass(400 * dayMs)
    expect(await here.work('1')).toEqual(['FulfilmentRequested'])
  })

  test('in time is shown, stays with its location, and leaves when it does', async () => {
    await here.publish('store-accept', inHours(24))
    await here.order('1')
    expect(await here.work('1')).toEqual(['FulfilmentRequested', 'SendingDue'])
    await here.ask('AcceptFulfilment', { fulfilmentId })
    await here.pass(dayMs - 1)
    expect(await shown()).toBeNull()
    await here.pass(1)
    expect((await here.work('1')).at(-1)).toBe('SendingOverdue')
    expect(await shown()).toBe('sending')
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    await here.pass(30 * dayMs)
    expect((await here.work('1')).filter((type) => type === 'SendingOverdue')).toHaveLength(1)

    await dispatch('SF1')
    expect(await shown()).toBeNull()
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 0, damaged: 0 })
  })

  test('in whole in time is shown, and what left has left', async () => {
    await here.publish('store-accept', inHours(24))
    await here.order('1', 2)
    await dispatch('SF1')
    await here.pass(dayMs)
    expect(await shown()).toBe('sending')
    await dispatch('SF2')
    expect(await shown()).toBeNull()
  })

  test('is shown of an order of which another part waits for stock', async () => {
    await here.publish('store-accept', inHours(24))
    for (const sku of ['oven', 'pan']) await here.receive(sku, 'HZ', 1)
    await here.send(appOrder('1', { at: here.clock.now(), skus: ['fridge', 'oven', 'pan'] }))
    await here.drain()
    await dispatch('SF1')
    const work = (await here.ledger.bus.look(fulfilmentAggregate, fulfilmentId))!
    const oven = [...work.lines].flatMap(([reservationId, { requested }]) =>
      requested.sku === 'oven' ? [{ reservationId, lacking: 1 }] : [],
    )
    await here.ask('ReportLack', { fulfilmentId, lines: oven })
    await here.drain()
    expect((await order()).backorder).not.toBeNull()
    await here.pass(dayMs)
    expect(await shown()).toBe('sending')
    expect((await order()).phase).toBe('open')
  })

  test.each([
    ['is sent in time', () => dispatch('SF1')],
    ['is called off', async () => void (await here.cancel('1'))],
  ])('and that %s is not shown', async (_, happens) => {
    await here.publish('store-accept', inHours(24))
    await here.order('1')
    await happens()
    await here.pass(2 * dayMs)
    expect(await here.work('1')).not.toContain('SendingOverdue')
  })

  test('and that a system has is waited for as that says', async () => {
    await here.connect({ confirmWithinMs: 3 * dayMs })
    await here.publish('store-accept', inHours(24))
    await here.order('1')
    await here.pass(2 * dayMs)
    expect(await here.work('1')).not.toContain('SendingOverdue')
    await here.pass(dayMs)
    expect(await here.talk('1')).toContain('WmsOrderOverdue')
  })
})

describe('a parcel nobody hears of', () => {
  const within = (days: number) => here.publish('transport', { rows: [], arrivalWithinMs: days * dayMs })

  test('is on its way as long as it takes by what is built in', async () => {
    await here.order('1')
    await dispatch('SF1')
    await here.pass(400 * dayMs)
    expect((await here.work('1')).at(-1)).toBe('ShipmentDispatched')
  })

  test('in time is shown once, and what becomes of it counts whenever it is said', async () => {
    await within(5)
    await here.order('1')
    await dispatch('SF1')
    await here.pass(5 * dayMs - 1)
    expect(await shown()).toBeNull()
    await here.pass(1)
    expect((await here.work('1')).at(-1)).toBe('ArrivalOverdue')
    expect(await shown()).toBe('arrival')
    await here.pass(30 * dayMs)
    expect((await here.work('1')).filter((type) => type === 'ArrivalOverdue')).toHaveLength(1)

    await deliver('SF1')
    expect((await here.work('1')).at(-1)).toBe('ShipmentDelivered')
    expect(await shown()).toBeNull()
  })

  test('is shown with the others of its work, each by its own time; one that is with the buyer is not', async () => {
    await within(5)
    await here.order('1', 3)
    for (const waybill of ['SF1', 'SF2', 'SF3']) {
      await dispatch(waybill)
      await here.pass(60 * minuteMs)
    }
    await deliver('SF2')
    await here.pass(5 * dayMs)
    expect((await here.work('1')).filter((type) => type === 'ArrivalOverdue')).toHaveLength(2)
  })

  test('of an order that is cancelled after it left is not waited for', async () => {
    await within(5)
    await here.order('1')
    await dispatch('SF1')
    await here.send(appOrder('1', { at: here.clock.now(), modifiedAt: here.clock.now() + 1, status: 'closedAfterPay' }))
    await here.drain()
    await here.pass(31 * dayMs)
    expect((await order()).phase).toBe('cancelled')
    expect(await here.work('1')).not.toContain('ArrivalOverdue')
  })
})

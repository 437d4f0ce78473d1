import { afterEach, beforeEach, expect, test } from 'vitest'
import type { WmsSettings } from '../../domain/policy/kinds/wms.ts'
import { confirmOf, lackOf, progressOf } from '../wms/simulator.ts'
import { code, openWarehouse, type Warehouse } from '../wms/warehouse.ts'
import { appOrder, minuteMs } from './harness.ts'

/** Orders that were merged, at a location whose warehouse system does the work. */

let here: Warehouse
beforeEach(async () => {
  here = await openWarehouse()
})
afterEach(() => here.close())

const orderId = (id: string) => `app.s1.${id}`
const rule = { id: 'together', when: { test: 'all', of: [] }, outcome: { do: 'merge', forMs: 60 * minuteMs } }
const buyer = {
  ...{ memberId: 'm-wang', name: '王小明', phone: '13812345678', province: '浙江省', city: '杭州市', district: '西湖区' },
  address: '文三路 1 号',
}

async function merge(ids: readonly string[], change: Partial<WmsSettings> = {}): Promise<void> {
  await here.define({ locations: ['HZ', 'SH'] })
  await here.connect({ retryFirstMs: minuteMs, refusalsTaken: 2, lackSettlesAfterMs: 10 * minuteMs, ...change })
  await here.publish('audit', { rules: [rule] })
  await here.receive('fridge', 'HZ', 9)
  for (const id of ids) {
    await here.send(appOrder(id, { at: here.clock.now(), buyer }))
    await here.drain()
  }
  expect(here.wms.orders.size).toBe(0)
  await here.pass(61 * minuteMs)
}
const parcel = (waybill: string, quantity: number) => ({ waybill, items: [{ sku: 'fridge', quantity }] })
const cancel = async (id: string) => {
  await here.ask('CancelOrder', { orderId: orderId(id), reason: 'buyer', cancelledBy: 'operator' })
  await here.drain()
}

test('a warehouse gets merged orders as one delivery, that says of each line which order it is of', async () => {
  await merge(['1', '2'])
  expect([...here.wms.orders.keys()]).toEqual([code('1')])
  const [body] = here.wms.of('deliveryorder.create')
  expect([...body!.matchAll(/<sourceOrderCode>([^<]*)</g)].map(([, id]) => id)).toEqual(['1', '2'])
  expect(body).toContain('<totalAmount>2000.00</totalAmount>')
  expect((await here.work('1')).slice(-1)).toEqual(['FulfilmentAccepted'])
  expect((await here.work('2')).slice(-1)).toEqual(['FulfilmentAccepted'])
})

test('one parcel of it is a shipment of each order, and each of their units has left once', async () => {
  await merge(['1', '2'])
  const body = confirmOf(code('1'), { number: 'C1', parcels: [parcel('SF1', 2)] })
  expect(await here.say('deliveryorder.confirm', body)).toMatchObject({ flag: 'success' })
  expect(await here.say('deliveryorder.confirm', body)).toMatchObject({ flag: 'success' })
  expect((await here.work('1')).filter((type) => type === 'ShipmentDispatched')).toHaveLength(1)
  expect((await here.work('2')).filter((type) => type === 'ShipmentDispatched')).toHaveLength(1)
  expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 7, reserved: 0, damaged: 0 })
  expect(await here.eventsOf(here.orderStream('2'))).toContain('ShipmentReported')
})

test('it may leave in parts, and what is short at last is lacking of one order alone', async () => {
  await merge(['1', '2'])
  await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C1', type: '1', parcels: [parcel('SF1', 1)] }))
  expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 8, reserved: 1, damaged: 0 })
  await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C2', type: '0', parcels: [parcel('SF1', 1)] }))
  await here.pass(11 * minuteMs)
  expect(await here.work('1')).not.toContain('UnitsLacking')
  expect((await here.work('2')).slice(-1)).toEqual(['FulfilmentRejected'])
})

test('an order cancelled after it was merged leaves; the other goes out anew, once the warehouse let the delivery be', async () => {
  await merge(['1', '2'])
  await cancel('1')
  expect(here.wms.orders.get(code('1'))?.state).toBe('cancelled')
  expect((await here.work('1')).slice(-1)).toEqual(['FulfilmentCancelled'])
  expect((await here.work('2')).slice(-1)).toEqual(['FulfilmentCancelled'])
  expect(here.wms.orders.get(code('2', 2))).toMatchObject({ state: 'taken', lines: [{ sku: 'fridge', quantity: 1 }] })
  await here.say('deliveryorder.confirm', confirmOf(code('2', 2), { number: 'C1', parcels: [parcel('SF1', 1)] }))
  expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 8, reserved: 0, damaged: 0 })
})

test('so it is when the one that led stays and another is cancelled', async () => {
  await merge(['1', '2', '3'])
  expect(here.wms.orders.get(code('1'))?.lines).toHaveLength(3)
  await cancel('3')
  expect(here.wms.orders.get(code('1'))?.state).toBe('cancelled')
  expect([...here.wms.orders.keys()]).toEqual([code('1'), code('1', 2), code('2', 2)])
  expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 9, reserved: 2, damaged: 0 })
})

test('a delivery that has left is not let be: all of it left, the order cancelled as well', async () => {
  await merge(['1', '2'])
  here.wms.orders.get(code('1'))!.state = 'sent'
  await cancel('2')
  expect((await here.work('1')).slice(-1)).toEqual(['CallOffRefused'])
  expect((await here.work('2')).slice(-1)).toEqual(['CallOffRefused'])
  await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C1', parcels: [parcel('SF1', 2)] }))
  expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 7, reserved: 0, damaged: 0 })
})

test('a warehouse that refuses a delivery refuses it for all of it, and each is sourced elsewhere', async () => {
  here.wms.feels('deliveryorder.create', 'refuse:E1', 'refuse:E1')
  await merge(['1', '2'])
  await here.receive('fridge', 'SH', 2)
  await here.pass(2 * minuteMs)
  expect((await here.work('1')).slice(-1)).toEqual(['FulfilmentRejected'])
  expect((await here.work('2')).slice(-1)).toEqual(['FulfilmentRejected'])
  expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 9, reserved: 0, damaged: 0 })
  expect(await here.stock('fridge', 'SH')).toEqual({ onHand: 2, reserved: 2, damaged: 0 })
})

test('a delivery that was lost on its way is asked for again as it was, and is one to the warehouse', async () => {
  here.wms.feels('deliveryorder.create', 'dieAfter')
  await merge(['1', '2'])
  await here.pass(2 * minuteMs)
  expect(here.wms.orders.get(code('1'))).toMatchObject({ created: 2, state: 'taken' })
  const [first, second] = here.wms.of('deliveryorder.create').map((body) => body.replaceAll(/<(createTime|operateTime)>[^<]*</g, ''))
  expect(second).toBe(first)
})

test('what lacks is lacking of the order that came last, and the other is sent', async () => {
  await merge(['1', '2'])
  await here.say('itemlack.report', lackOf(code('1'), 'L1', 'fridge', 1))
  expect((await here.work('2')).slice(-1)).toEqual(['FulfilmentRejected'])
  await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C1', parcels: [parcel('SF1', 1)] }))
  expect((await here.work('1')).slice(-1)).toEqual(['ShipmentDispatched'])
})

test('a warehouse that gives the delivery up gives it up for all', async () => {
  await merge(['1', '2'])
  await here.say('orderprocess.report', progressOf(code('1'), 'REJECT'))
  expect((await here.work('1')).at(-1)).toBe('FulfilmentRejected')
  expect((await here.work('2')).at(-1)).toBe('FulfilmentRejected')
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { changeOf, confirmOf, countOf, lackOf, progressOf, returnOf } from '../wms/simulator.ts'
import { code, openWarehouse, type Warehouse } from '../wms/warehouse.ts'
import { minuteMs, start } from './harness.ts'

let here: Warehouse
beforeEach(async () => {
  here = await openWarehouse()
})
afterEach(() => here.close())

const parcel = (waybill: string, quantity = 1, sku = 'fridge', ...serialNumbers: string[]) => ({
  waybill,
  items: [{ sku, quantity, serialNumbers }],
})

async function given(units = 5, settings: Parameters<Warehouse['connect']>[0] = {}, quantity = 1) {
  await here.define({ locations: ['HZ', 'SH'] })
  await here.connect(settings)
  await here.receive('fridge', 'HZ', units)
  await here.order('1', quantity)
}

describe('work of a location that has a warehouse system', () => {
  test('is handed over, taken, sent and issued', async () => {
    await given()
    expect(await here.work('1')).toEqual(['FulfilmentRequested', 'FulfilmentHandedOver', 'FulfilmentAccepted'])
    expect(await here.talk('1')).toEqual(['WmsCallBegun', 'WmsCallAnswered'])
    const order = here.wms.orders.get(code('1'))!
    expect(order.lines).toEqual([{ number: '1', sku: 'fridge', quantity: 1 }])
    expect(order.body).toContain('<name>王小明</name>')
    expect(order.body).toContain('<totalAmount>1000.00</totalAmount>')
    const said = await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C1', parcels: [parcel('SF1')] }))
    expect(said).toMatchObject({ status: 200, flag: 'success', message: 'applied' })
    await here.drain()
    expect(await here.work('1')).toEqual(['FulfilmentRequested', 'FulfilmentHandedOver', 'FulfilmentAccepted', 'ShipmentDispatched'])
    expect(await here.eventsOf(here.orderStream('1'))).toContain('ShipmentReported')
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 0, damaged: 0 })
    expect(here.wms.forged).toEqual([])
    expect(await here.openExceptions()).toEqual([])
  })

  test('stays as it was where the location has none', async () => {
    await here.define({ locations: ['HZ', 'SH'] })
    await here.connect({}, ['SH'])
    await here.receive('fridge', 'HZ', 1)
    await here.order('1')
    expect(await here.work('1')).toEqual(['FulfilmentRequested'])
    expect(here.wms.received).toEqual([])
  })

  test('leaves in several parcels told of one by one, repeated and out of order, each counted once', async () => {
    await given(5, {}, 3)
    const first = confirmOf(code('1'), { number: 'C1', type: '1', parcels: [parcel('SF1')] })
    const second = confirmOf(code('1'), { number: 'C2', type: '1', parcels: [parcel('SF2')] })
    const last = confirmOf(code('1'), { number: 'C3', type: '0', parcels: [parcel('SF3')] })
    const again = confirmOf(code('1'), { number: 'C4', type: '0', parcels: [parcel('SF1'), parcel('SF2'), parcel('SF3')] })
    for (const body of [last, last, second, first, first, again, second]) {
      expect(await here.say('deliveryorder.confirm', body)).toMatchObject({ flag: 'success' })
    }
    await here.pass(60 * minuteMs)
    const events = await here.work('1')
    expect(events.filter((type) => type === 'ShipmentDispatched')).toHaveLength(3)
    expect(events).not.toContain('UnitsLacking')
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 2, reserved: 0, damaged: 0 })
    expect(await here.openExceptions()).toEqual([])
  })

  test('of which a further box is told of as an item nobody asked for leaves all the same', async () => {
    await given(5, {}, 2)
    const boxes = [parcel('SF1', 2), parcel('SF2', 1, 'multi'), parcel('SF3', 1, 'multi')]
    await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C1', parcels: boxes, lines: [{ sku: 'fridge', quantity: 2 }] }))
    expect(await here.work('1')).toContain('ShipmentDispatched')
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 3, reserved: 0, damaged: 0 })
  })

  test('that is short waits for earlier messages, and then its rest is sourced elsewhere', async () => {
    await given(5, { lackSettlesAfterMs: 10 * minuteMs }, 3)
    await here.receive('fridge', 'SH', 5)
    await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C1', type: '0', parcels: [parcel('SF1', 2)] }))
    await here.pass(9 * minuteMs)
    expect(await here.work('1')).not.toContain('UnitsLacking')
    await here.pass(2 * minuteMs)
    expect(await here.work('1')).toContain('UnitsLacking')
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 3, reserved: 0, damaged: 0 })
    expect(await here.stock('fridge', 'SH')).toEqual({ onHand: 5, reserved: 1, damaged: 0 })
    expect(await here.work('1', 1, 'SH')).toEqual(['FulfilmentRequested'])
  })

  test('of which units are reported to be lacking goes elsewhere at once, in part or as a whole', async () => {
    await given(5, {}, 3)
    await here.receive('fridge', 'SH', 5)
    await here.say('itemlack.report', lackOf(code('1'), 'L1', 'fridge', 2))
    await here.say('itemlack.report', `${lackOf(code('1'), 'L1', 'fridge', 2)} `)
    expect((await here.work('1')).filter((type) => type === 'UnitsLacking')).toHaveLength(1)
    expect(await here.openExceptions()).toEqual([])
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    expect(await here.stock('fridge', 'SH')).toMatchObject({ reserved: 2 })
    expect(here.wms.of('order.cancel')).toEqual([])
    await here.say('itemlack.report', lackOf(code('1'), 'L2', 'fridge', 3))
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 5, reserved: 0, damaged: 0 })
    expect(await here.stock('fridge', 'SH')).toEqual({ onHand: 5, reserved: 3, damaged: 0 })
  })

  test('the warehouse gives up by itself is sourced elsewhere', async () => {
    await given()
    await here.receive('fridge', 'SH', 5)
    await here.say('orderprocess.report', progressOf(code('1'), 'PICK'))
    await here.say('orderprocess.report', progressOf(code('1'), 'REJECT'))
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
    expect(await here.stock('fridge', 'SH')).toMatchObject({ reserved: 1 })
    expect(here.wms.of('order.cancel')).toEqual([])
  })
})

describe('a confirm that does not fit', () => {
  const cases: readonly (readonly [string, string, Parameters<typeof confirmOf>[1]])[] = [
    ['of more than was asked for', 'QUANTITY_EXCEEDED', { number: 'C', parcels: [parcel('SF1', 3)] }],
    ['of something else', 'WMS_CONFIRM_DIFFERS', { number: 'C', parcels: [parcel('SF1', 1, 'oven')] }],
    [
      'whose parcels and lines differ',
      'WMS_CONFIRM_DIFFERS',
      { number: 'C', parcels: [parcel('SF1')], lines: [{ sku: 'fridge', quantity: 2 }] },
    ],
  ]
  test.each(cases)('%s waits as an exception, and goes through once corrected', async (_, why, confirm) => {
    await given(5, {}, 2)
    const body = confirmOf(code('1'), confirm)
    expect(await here.say('deliveryorder.confirm', body)).toMatchObject({
      flag: 'success',
      message: expect.stringContaining('kept as exception'),
    })
    expect(await here.say('deliveryorder.confirm', body)).toMatchObject({ flag: 'success' })
    const [found, ...others] = await here.openExceptions()
    expect(others).toEqual([])
    expect(found).toMatchObject({ code: why, location: 'HZ', channel: null, orderId: 'app.s1.1', channelOrderId: code('1'), attempts: 1 })
    expect(await here.work('1')).not.toContain('ShipmentDispatched')
    const asking = { commandId: 'c', actor: 'key:test', occurredAt: here.clock.now(), correlationId: 'c', causationId: 'c' }
    const right = confirmOf(code('1'), { number: 'C', parcels: [parcel('SF1', 2)] })
    expect(await here.ledger.exceptions.correct(found!, right, 'as the warehouse says by phone', asking)).toMatchObject({
      ok: true,
      outcome: 'applied',
    })
    expect(await here.openExceptions()).toEqual([])
    await here.drain()
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 3, reserved: 0, damaged: 0 })
  })

  test('its number used before for something else is one', async () => {
    await given(5, {}, 2)
    await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C1', type: '1', parcels: [parcel('SF1')] }))
    await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C1', type: '1', parcels: [parcel('SF2')] }))
    expect(await here.openExceptions()).toMatchObject([{ code: 'DOCUMENT_DIFFERS' }])
    expect((await here.work('1')).filter((type) => type === 'ShipmentDispatched')).toHaveLength(1)
  })

  test('of no order of ours, or of none at all, is one', async () => {
    await given()
    await here.say('deliveryorder.confirm', confirmOf('nobody', { number: 'C1', parcels: [parcel('SF1')] }))
    await here.say('deliveryorder.confirm', confirmOf(code('9'), { number: 'C2', parcels: [parcel('SF2')] }))
    await here.say('deliveryorder.confirm', '<request><half')
    const found = await here.openExceptions()
    expect(found.map((each) => each.code).sort()).toEqual(['FULFILMENT_UNKNOWN', 'FULFILMENT_UNKNOWN', 'UNPARSABLE'])
  })

  test('that nobody signed is not kept', async () => {
    await given()
    const body = confirmOf(code('1'), { number: 'C1', parcels: [parcel('SF1')] })
    const said = await here.wms.send(here.door(), 'deliveryorder.confirm', body, { sign: 'F'.repeat(32) })
    expect(said).toMatchObject({ status: 200, flag: 'failure', code: 'sign-check-failure' })
    expect(await here.wms.send(here.door('BJ'), 'deliveryorder.confirm', body)).toMatchObject({ flag: 'failure' })
    await here.drain()
    expect(await here.work('1')).not.toContain('ShipmentDispatched')
    expect(await here.openExceptions()).toEqual([])
  })
})

describe('serial numbers', () => {
  async function scanned() {
    await here.define({ locations: ['HZ', 'SH'] })
    const facts = { name: 'oven', model: null, maker: 'Snow', energyGrade: 'level1', barCode: null, weightGrams: 1, sizeMillimetres: null }
    const more = {
      listPriceFen: 1,
      serialNumberRequired: true,
      components: [],
      category: 'oven',
      brand: 'Snow',
      definedAt: here.clock.now(),
    }
    await here.ask('DefineSku', { sku: 'oven', ...facts, ...more })
    await here.ask('DefineListing', { channel: 'app', shop: 's1', channelSku: 'c-oven', sku: 'oven', effectiveFrom: 0 })
    await here.connect()
    await here.receive('oven', 'HZ', 5)
    await here.order('1', 1, 'oven')
    await here.order('2', 1, 'oven')
  }

  test('that are missing, or that a buyer has already, keep a confirm back', async () => {
    await scanned()
    await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C1', parcels: [parcel('SF1', 1, 'oven')] }))
    expect(await here.openExceptions()).toMatchObject([{ code: 'SERIAL_NUMBERS_MISMATCH' }])
    await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C2', parcels: [parcel('SF1', 1, 'oven', 'SN-1')] }))
    await here.drain()
    expect(await here.eventsOf('serial-Snow.SN%2D1')).toEqual(['SerialNumberIssued'])
    await here.say('deliveryorder.confirm', confirmOf(code('2'), { number: 'C3', parcels: [parcel('SF2', 1, 'oven', 'SN-1')] }))
    expect((await here.openExceptions()).map((each) => each.code)).toContain('SERIAL_NUMBER_ELSEWHERE')
    expect(await here.work('2')).not.toContain('ShipmentDispatched')
    await here.say('deliveryorder.confirm', confirmOf(code('2'), { number: 'C4', parcels: [parcel('SF2', 1, 'oven', 'SN-2')] }))
    await here.drain()
    expect(await here.stock('oven', 'HZ')).toEqual({ onHand: 3, reserved: 0, damaged: 0 })
  })
})

test('units that come back to a warehouse are received, looked at and put away once, good or bad', async () => {
  await given(5, {}, 2)
  await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C1', parcels: [parcel('SF1', 2)] }))
  await here.drain()
  const at = new Date(start + minuteMs).toISOString()
  await here.send({
    ...{ type: 'afterSale', shop: 's1', orderId: '1', refundId: 'r1', kind: 'returnAndRefund', status: 'approved', goodsFen: 200_000 },
    ...{ modifiedAt: at, requestedAt: at, lines: [{ lineId: '1', quantity: 2 }], refundFen: 200_000, freightFen: 0 },
  })
  await here.drain()
  const good = returnOf('app.s1.r1', 'R1', 'fridge', 1)
  await here.say('returnorder.confirm', good)
  await here.say('returnorder.confirm', `${good} `)
  await here.say('returnorder.confirm', returnOf('app.s1.r1', 'R2', 'fridge', 1, 'CC'))
  await here.say('returnorder.confirm', returnOf('app.s1.none', 'R3', 'fridge', 1))
  expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 0, damaged: 1 })
  expect((await here.openExceptions()).map((each) => each.code)).toEqual(['AFTER_SALES_UNKNOWN'])
})

describe('counts and movements of a warehouse', () => {
  test('correct the stock once, promised or not, and tell damage from loss', async () => {
    await given(5, {}, 3)
    const count = countOf('N1', { sku: 'fridge', quantity: -1 })
    await here.say('inventory.report', count)
    await here.say('inventory.report', count)
    await here.say('inventory.report', `${count}<!-- again -->`)
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 3, damaged: 0 })
    await here.say('inventory.report', countOf('N2', { sku: 'fridge', quantity: -3 }))
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 3, damaged: 0 })
    await here.say('inventory.report', `${countOf('N2', { sku: 'fridge', quantity: -3 })} `)
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 3, damaged: 0 })
    await here.say('stockchange.report', changeOf({ sku: 'fridge', quantity: 4, number: 'M1', orderType: 'QTRK' }))
    await here.say(
      'stockchange.report',
      changeOf({ sku: 'fridge', quantity: -1, number: 'M2' }, { sku: 'fridge', quantity: 1, type: 'CC', number: 'M2' }),
    )
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 3, damaged: 1 })
    expect(await here.openExceptions()).toEqual([])
  })

  test('of units that confirms of their own tell of, or that make no sense, change nothing', async () => {
    await given(5)
    await here.say('stockchange.report', changeOf({ sku: 'fridge', quantity: -1, number: 'M1', orderType: 'JYCK' }))
    await here.say(
      'stockchange.report',
      changeOf({ sku: 'fridge', quantity: -1, number: 'M2' }, { sku: 'fridge', quantity: 2, type: 'CC', number: 'M2' }),
    )
    await here.say('inventory.report', countOf('N1', { sku: 'fridge', quantity: -1 }, { sku: 'unheard', quantity: 1 }))
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 5, reserved: 1, damaged: 0 })
    expect((await here.openExceptions()).map((each) => each.code).sort()).toEqual(['SKU_UNKNOWN', 'WMS_STOCK_UNCLEAR'])
  })
})

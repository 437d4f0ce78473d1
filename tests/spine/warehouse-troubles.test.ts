import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { processAggregate } from '../../domain/process/process.ts'
import { confirmOf, lackOf, progressOf } from '../wms/simulator.ts'
import { code, openWarehouse, type Warehouse } from '../wms/warehouse.ts'
import { minuteMs } from './harness.ts'

let here: Warehouse
beforeEach(async () => {
  here = await openWarehouse()
})
afterEach(() => here.close())

const sent = (orderId: string, number = 'C1', attempt = 1) =>
  confirmOf(code(orderId, attempt), { number, parcels: [{ waybill: `SF-${orderId}`, items: [{ sku: 'fridge', quantity: 1 }] }] })

async function given(settings: Parameters<Warehouse['connect']>[0] = {}) {
  await here.define({ locations: ['HZ', 'SH'] })
  await here.connect({ retryFirstMs: minuteMs, ...settings })
  await here.receive('fridge', 'HZ', 5)
}
const orderEnd = async () => (await here.ledger.bus.look(processAggregate, 'order.app.s1.1'))?.outcome

describe('a warehouse system that is out of order', () => {
  test('is asked again, later each time, until it takes the work; every try is written down', async () => {
    await given()
    here.wms.feels('deliveryorder.create', 'broken', 'garbage', 'die')
    await here.order('1')
    expect(await here.talk('1')).toEqual(['WmsCallBegun', 'WmsCallAnswered'])
    for (const minutes of [1, 2, 4]) {
      await here.pass(minutes * minuteMs - 1_000)
      const before = (await here.talk('1')).length
      await here.pass(1_000)
      expect((await here.talk('1')).length).toBe(before + 2)
    }
    expect(await here.work('1')).toContain('FulfilmentAccepted')
    // Two of them it had taken, though it did not say so.
    expect(here.wms.orders.get(code('1'))?.created).toBe(3)
    expect(here.wms.orders.size).toBe(1)
  })

  test('that took the work and died before it said so is given it once', async () => {
    await given({ timeoutMs: 1_000 })
    here.wms.feels('deliveryorder.create', 'dieAfter', 'silent')
    await here.order('1')
    while (!(await here.work('1')).includes('FulfilmentAccepted')) await here.pass(10 * minuteMs)
    expect(here.wms.orders.get(code('1'))?.created).toBeGreaterThanOrEqual(3)
    expect(here.wms.orders.size).toBe(1)
    expect(await here.work('1')).toEqual(['FulfilmentRequested', 'FulfilmentHandedOver', 'FulfilmentAccepted'])
  })

  test('that refuses the work again and again is passed over: another location sends', async () => {
    await given({ refusalsTaken: 2 })
    await here.receive('fridge', 'SH', 1)
    here.wms.feels('deliveryorder.create', 'refuse:E1', 'refuse:E1')
    await here.order('1')
    expect(await here.work('1')).not.toContain('FulfilmentRejected')
    await here.pass(minuteMs)
    expect(await here.work('1')).toContain('FulfilmentRejected')
    expect(await here.stock('fridge', 'SH')).toMatchObject({ reserved: 1 })
    expect(here.wms.of('order.cancel')).toEqual([])
  })

  test('that refuses what it may have from a try that was lost is asked to let it be before another location sends', async () => {
    await given({ refusalsTaken: 2 })
    await here.receive('fridge', 'SH', 1)
    here.wms.feels('deliveryorder.create', 'dieAfter', 'refuse:EXISTS', 'refuse:EXISTS')
    here.wms.feels('order.cancel', 'broken')
    await here.order('1')
    for (const minutes of [1, 2]) await here.pass(minutes * minuteMs)
    expect((await here.work('1')).slice(-1)).toEqual(['CallOffAsked'])
    expect(await here.stock('fridge', 'SH')).toMatchObject({ reserved: 0 })
    await here.pass(4 * minuteMs)
    expect((await here.work('1')).slice(-1)).toEqual(['FulfilmentExpired'])
    expect(here.wms.orders.get(code('1'))?.state).toBe('cancelled')
    expect(await here.stock('fridge', 'SH')).toMatchObject({ reserved: 1 })
  })

  test('what it says of people is sealed', async () => {
    await given()
    here.wms.feels('deliveryorder.create', 'refuse:E1')
    await here.order('1')
    let said = ''
    for await (const page of here.ledger.events.readAll({ filter: { types: ['WmsCallAnswered'] } }))
      for (const { data } of page.events) said += Buffer.from(data).toString('utf8')
    expect(said).toContain('E1')
    expect(said).toContain('sealed:')
    expect(said).not.toContain('王小明')
  })

  test('that knows the order already is one that took it', async () => {
    await given({ repeatedCodes: ['HAVE'] })
    here.wms.feels('deliveryorder.create', 'refuse:HAVE')
    await here.order('1')
    expect(await here.work('1')).toContain('FulfilmentAccepted')
  })

  test('takes so much at once and no more', async () => {
    await given({ mostInFlight: 1 })
    for (const id of ['1', '2', '3']) await here.order(id)
    expect(here.wms.orders.size).toBe(3)
    await here.pass(2 * minuteMs)
    for (const id of ['1', '2', '3']) expect(await here.work(id)).toContain('FulfilmentAccepted')
  })
})

describe('an order that is cancelled while a warehouse has it', () => {
  test('keeps its units until the warehouse lets it be, and gives them back then', async () => {
    await given({ cancelAnswer: 'later' })
    await here.order('1')
    await here.cancel('1')
    expect((await here.work('1')).slice(-1)).toEqual(['CallOffAsked'])
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    expect(here.wms.of('order.cancel')).toHaveLength(1)
    await here.say('orderprocess.report', progressOf(code('1'), 'CANCELED'))
    expect((await here.work('1')).slice(-1)).toEqual(['FulfilmentCancelled'])
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 5, reserved: 0, damaged: 0 })
    expect(await orderEnd()).toBe('cancelled')
  })

  test('is shown where a warehouse that was to say later says nothing in time, and let be when it says so at last', async () => {
    await given({ cancelAnswer: 'later', confirmWithinMs: 30 * minuteMs })
    await here.order('1')
    await here.cancel('1')
    await here.pass(31 * minuteMs)
    expect((await here.talk('1')).slice(-1)).toEqual(['WmsOrderOverdue'])
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    await here.say('orderprocess.report', progressOf(code('1'), 'CANCELED'))
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
    expect(await orderEnd()).toBe('cancelled')
  })

  test('is let be at once by a system whose answer is final', async () => {
    await given()
    await here.order('1')
    await here.cancel('1')
    expect((await here.work('1')).slice(-1)).toEqual(['FulfilmentCancelled'])
    expect(here.wms.orders.get(code('1'))?.state).toBe('cancelled')
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
  })

  test('has left all the same where the warehouse was faster: its units are issued, and stay with the order', async () => {
    await given()
    await here.order('1')
    here.wms.orders.get(code('1'))!.state = 'sent'
    await here.cancel('1')
    expect((await here.work('1')).slice(-1)).toEqual(['CallOffRefused'])
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    await here.say('deliveryorder.confirm', sent('1'))
    await here.drain()
    expect((await here.work('1')).slice(-1)).toEqual(['ShipmentDispatched'])
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 0, damaged: 0 })
    expect(await here.eventsOf(here.orderStream('1'))).toContain('ShipmentReported')
    expect(await orderEnd()).toBe('cancelled')
  })

  test('and confirmed before the warehouse answers has left, and the warehouse is not asked any more', async () => {
    await given()
    await here.order('1')
    here.wms.feels('order.cancel', 'die', 'die', 'die', 'die')
    await here.cancel('1')
    expect((await here.work('1')).slice(-1)).toEqual(['CallOffAsked'])
    await here.say('deliveryorder.confirm', sent('1'))
    const asked = here.wms.of('order.cancel').length
    await here.pass(60 * minuteMs)
    expect(here.wms.of('order.cancel')).toHaveLength(asked)
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 0, damaged: 0 })
  })

  test('of which a part has left keeps the rest until the warehouse says what becomes of it', async () => {
    await given()
    await here.order('1', 3)
    const part = (number: string, waybill: string, type: '0' | '1') =>
      confirmOf(code('1'), { number, type, parcels: [{ waybill, items: [{ sku: 'fridge', quantity: 1 }] }] })
    await here.say('deliveryorder.confirm', part('C1', 'SF1', '1'))
    const orderId = 'app.s1.1'
    await here.ask('CancelLine', { orderId, lineId: '1', quantity: 2, reason: 'refunded' })
    await here.drain()
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 2, damaged: 0 })
    await here.say('deliveryorder.confirm', part('C2', 'SF2', '0'))
    await here.drain()
    await here.pass(60 * minuteMs)
    expect((await here.work('1')).filter((type) => type === 'ShipmentDispatched')).toHaveLength(2)
    expect(await here.work('1')).toContain('UnitsLacking')
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 3, reserved: 0, damaged: 0 })
  })

  test('of which a part has left and a part is lacking has that part sourced elsewhere, whatever is cancelled then', async () => {
    await given()
    await here.receive('fridge', 'SH', 5)
    await here.order('1', 3)
    const parcels = [{ waybill: 'SF1', items: [{ sku: 'fridge', quantity: 1 }] }]
    await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: 'C1', type: '1', parcels }))
    await here.say('itemlack.report', lackOf(code('1'), 'L1', 'fridge', 1))
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 1, damaged: 0 })
    expect(await here.stock('fridge', 'SH')).toMatchObject({ reserved: 1 })
    await here.ask('CancelLine', { orderId: 'app.s1.1', lineId: '1', quantity: 1, reason: 'refunded' })
    await here.drain()
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    expect(await here.stock('fridge', 'SH')).toMatchObject({ reserved: 0 })
    expect(await here.work('1', 2)).toEqual([])
  })

  test('is withdrawn from the warehouse where somebody rejects its work by hand', async () => {
    await given()
    await here.receive('fridge', 'SH', 1)
    await here.order('1')
    await here.ask('RejectFulfilment', { fulfilmentId: `${code('1')}@HZ`, reason: 'the gate is broken' })
    await here.drain()
    expect(here.wms.orders.get(code('1'))?.state).toBe('cancelled')
    expect(await here.stock('fridge', 'SH')).toMatchObject({ reserved: 1 })
  })

  test('is over, whatever the warehouse says later: a confirm after that is an exception', async () => {
    await given()
    await here.order('1')
    await here.cancel('1')
    await here.say('deliveryorder.confirm', sent('1'))
    expect(await here.openExceptions()).toMatchObject([{ code: 'FULFILMENT_STATE', orderId: 'app.s1.1' }])
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 5, reserved: 0, damaged: 0 })
    await here.say('orderprocess.report', progressOf(code('1'), 'CANCELEDFAIL'))
    expect((await here.work('1')).slice(-1)).toEqual(['FulfilmentCancelled'])
  })

  test('never comes there where nothing of it got there', async () => {
    await given()
    await here.wms.stop()
    await here.order('1')
    await here.cancel('1')
    expect((await here.work('1')).slice(-1)).toEqual(['FulfilmentCancelled'])
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
    here = await openWarehouse()
  })

  test('of which nobody knows whether it got there is asked about until that is known', async () => {
    await given({ unknownCodes: ['NO_SUCH_ORDER'] })
    here.wms.feels('deliveryorder.create', 'die')
    here.wms.feels('order.cancel', 'die')
    await here.order('1')
    await here.cancel('1')
    expect((await here.work('1')).slice(-1)).toEqual(['CallOffAsked'])
    await here.pass(minuteMs)
    expect((await here.work('1')).slice(-1)).toEqual(['FulfilmentCancelled'])
    expect(here.wms.of('deliveryorder.create')).toHaveLength(1)
  })

  test('that it will not let go of though it never took it is asked of it again, where it was only late', async () => {
    await given({ retryFirstMs: 20 * minuteMs })
    await here.publish('store-accept', { withinMinutes: { store: null, warehouse: 20, supplier: null } })
    here.wms.feels('deliveryorder.create', 'die')
    await here.order('1')
    await here.pass(20 * minuteMs)
    expect(await here.work('1')).toContain('CallOffRefused')
    expect(here.wms.orders.get(code('1'))).toMatchObject({ state: 'taken' })
    await here.say('deliveryorder.confirm', sent('1'))
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
  })

  test('that it will not let go of though nobody wants it is shown when it does not leave in time', async () => {
    await given({ confirmWithinMs: 30 * minuteMs })
    here.wms.feels('deliveryorder.create', 'die')
    await here.order('1')
    await here.cancel('1')
    expect((await here.work('1')).slice(-1)).toEqual(['CallOffRefused'])
    await here.pass(31 * minuteMs)
    expect(here.wms.of('deliveryorder.create')).toHaveLength(1)
    expect((await here.talk('1')).slice(-1)).toEqual(['WmsOrderOverdue'])
  })
})

describe('time', () => {
  test('a warehouse that does not send in time is noted, and sends when it does', async () => {
    await given({ confirmWithinMs: 30 * minuteMs })
    await here.order('1')
    await here.pass(31 * minuteMs)
    expect(await here.talk('1')).toContain('WmsOrderOverdue')
    await here.say('deliveryorder.confirm', sent('1'))
    expect(await here.work('1')).toContain('ShipmentDispatched')
  })

  test('where that is wanted, its work is called off there and sourced elsewhere', async () => {
    await given({ confirmWithinMs: 30 * minuteMs, whenOverdue: 'callOff' })
    await here.receive('fridge', 'SH', 1)
    await here.order('1')
    await here.pass(31 * minuteMs)
    expect((await here.work('1')).slice(-1)).toEqual(['FulfilmentExpired'])
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
    expect(await here.work('1', 1, 'SH')).toEqual(['FulfilmentRequested'])
  })

  test('a location that does not accept in time loses the work, and what it says then is refused', async () => {
    await here.define({ locations: ['HZ', 'SH'] })
    await here.publish('store-accept', { withinMinutes: { warehouse: 15 } })
    await here.receive('fridge', 'HZ', 1)
    await here.receive('fridge', 'SH', 1)
    await here.order('1')
    expect(await here.work('1')).toEqual(['FulfilmentRequested', 'AcceptanceDue'])
    await here.pass(14 * minuteMs)
    expect(await here.work('1')).not.toContain('FulfilmentExpired')
    await here.pass(minuteMs)
    expect(await here.work('1')).toContain('FulfilmentExpired')
    expect(await here.work('1', 1, 'SH')).toEqual(['FulfilmentRequested', 'AcceptanceDue'])
    const late = await here.ask('AcceptFulfilment', { fulfilmentId: `${code('1')}@HZ` })
    expect(late).toMatchObject({ accepted: false, code: 'FULFILMENT_STATE', details: { phase: 'expired' } })
    expect(await here.ask('AcceptFulfilment', { fulfilmentId: `${code('1')}@SH` })).toMatchObject({ accepted: true })
    await here.pass(60 * minuteMs)
    expect(await here.work('1', 1, 'SH')).toEqual(['FulfilmentRequested', 'AcceptanceDue', 'FulfilmentAccepted'])
  })

  test('a warehouse that cannot be reached in time is asked to let the work be before it goes elsewhere', async () => {
    await given()
    await here.publish('store-accept', { withinMinutes: { warehouse: 5 } })
    await here.receive('fridge', 'SH', 1)
    here.wms.feels('deliveryorder.create', 'dieAfter', 'broken', 'broken', 'broken', 'broken')
    await here.order('1')
    await here.pass(6 * minuteMs)
    expect(await here.work('1')).toEqual([
      'FulfilmentRequested',
      'AcceptanceDue',
      'FulfilmentHandedOver',
      'CallOffAsked',
      'FulfilmentExpired',
    ])
    expect(here.wms.orders.get(code('1'))?.state).toBe('cancelled')
    expect(await here.stock('fridge', 'SH')).toMatchObject({ reserved: 1 })
  })
})

test('a message that was kept and not taken in before the ledger died is taken in all the same', async () => {
  await given()
  await here.order('1')
  const { sealer } = here.ledger
  const messageId = 'a-message'
  const person = await sealer.ofMessage(messageId)
  const bytes = Buffer.from(sent('1'))
  const kept = { personId: person.personId, payload: person.sealPayload(bytes), byteLength: bytes.length, receivedAt: here.clock.now() }
  const outside = { orderCode: code('1'), orderId: 'app.s1.1', messageNumber: 'C1', method: 'deliveryorder.confirm' }
  await here.ask('KeepWmsMessage', { location: 'HZ', messageId, ...outside, ...kept })
  await here.drain()
  await here.drain()
  expect(await here.work('1')).toContain('ShipmentDispatched')
  expect(await here.eventsOf('wmsmessage-HZ.a%2Dmessage')).toEqual(['WmsMessageReceived', 'WmsMessageSettled'])
  const nonsense = Buffer.from('<request>')
  const second = { ...kept, payload: person.sealPayload(nonsense), byteLength: nonsense.length }
  await here.ask('KeepWmsMessage', { location: 'HZ', messageId: 'b', ...outside, ...second })
  await here.drain()
  expect(await here.openExceptions()).toMatchObject([{ code: 'UNPARSABLE', location: 'HZ' }])
})

test('a ledger that dies between asking and hearing asks again, and the warehouse has one order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-wms-'))
  const first = await openWarehouse({ folder })
  await first.define({ locations: ['HZ'] })
  await first.connect()
  await first.receive('fridge', 'HZ', 5)
  first.wms.hold()
  const ordering = first.order('1').catch(() => 'died')
  while (first.wms.heldBack() === 0) await sleep(5)
  const from = first.clock.now()
  await first.api.close()
  const closing = first.ledger.close()
  first.wms.letGo()
  await closing
  await ordering
  const second = await openWarehouse({ folder, from, simulator: first.wms })
  await second.drain()
  await second.pass(minuteMs)
  expect(await second.work('1')).toEqual(['FulfilmentRequested', 'FulfilmentHandedOver', 'FulfilmentAccepted'])
  expect(first.wms.orders.get(code('1'))?.created).toBe(2)
  expect(await second.talk('1')).toEqual(['WmsCallBegun', 'WmsCallAnswered', 'WmsCallBegun', 'WmsCallAnswered'])
  await second.close()
  await first.wms.stop()
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { orderAggregate } from '../../../domain/order/order.ts'
import type { WmsSettings } from '../../../domain/policy/kinds/wms.ts'
import { confirmOf, progressOf } from '../../wms/simulator.ts'
import { code, openWarehouse, type Warehouse } from '../../wms/warehouse.ts'
import { appOrder, minuteMs } from '../harness.ts'

/** What warehouses say once their time is over: it counts, or it is shown to somebody, and never is a unit sent twice for it. */

let here: Warehouse
beforeEach(async () => {
  here = await openWarehouse()
})
afterEach(() => here.close())

const confirmMs = 30 * minuteMs
const workId = (orderId: string) => `${code(orderId)}@HZ`
const sent = (orderId: string, quantity = 1, number = 'C1', type?: '0' | '1') =>
  confirmOf(code(orderId), { number, ...(type && { type }), parcels: [{ waybill: `SF-${number}`, items: [{ sku: 'fridge', quantity }] }] })

async function given(settings: Partial<WmsSettings>, quantity = 1): Promise<void> {
  await here.define({ locations: ['HZ', 'SH'] })
  await here.connect({ retryFirstMs: minuteMs, ...settings })
  for (const location of ['HZ', 'SH']) await here.receive('fridge', location, 5)
  if (quantity > 0) await here.order('1', quantity)
}
const expectElsewhere = async () => {
  expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 5, reserved: 0, damaged: 0 })
  expect(await here.stock('fridge', 'SH')).toEqual({ onHand: 5, reserved: 1, damaged: 0 })
}

test('a warehouse that refused the work as often as it may, and says later that it sent it, is shown to somebody', async () => {
  here.wms.feels('deliveryorder.create', 'refuse:E1', 'refuse:E1')
  await given({ refusalsTaken: 2 })
  await here.pass(minuteMs)
  expect((await here.work('1')).at(-1)).toBe('FulfilmentRejected')
  await here.say('deliveryorder.confirm', sent('1'))
  expect(await here.openExceptions()).toMatchObject([{ code: 'FULFILMENT_STATE', location: 'HZ', orderId: 'app.s1.1' }])
  await expectElsewhere()
})

describe('work that a warehouse did not send in time, and that was called off there', () => {
  test('is sent elsewhere alone: a confirm that comes after it let it be is shown to somebody', async () => {
    await given({ confirmWithinMs: confirmMs, whenOverdue: 'callOff' })
    await here.pass(confirmMs)
    expect((await here.work('1')).slice(-2)).toEqual(['CallOffAsked', 'FulfilmentExpired'])
    await here.say('deliveryorder.confirm', sent('1'))
    expect(await here.openExceptions()).toMatchObject([{ code: 'FULFILMENT_STATE', location: 'HZ' }])
    await expectElsewhere()
  })

  test('has left where it will not let it be: its confirm counts, and nobody else sends', async () => {
    await given({ confirmWithinMs: confirmMs, whenOverdue: 'callOff' })
    here.wms.orders.get(code('1'))!.state = 'sent'
    await here.pass(confirmMs)
    expect((await here.work('1')).slice(-2)).toEqual(['CallOffAsked', 'CallOffRefused'])
    await here.say('deliveryorder.confirm', sent('1'))
    expect((await here.work('1')).at(-1)).toBe('ShipmentDispatched')
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 0, damaged: 0 })
    expect(await here.stock('fridge', 'SH')).toMatchObject({ reserved: 0 })
    expect(await here.openExceptions()).toEqual([])
  })
})

describe('an answer to a call-off that does not come', () => {
  const unanswered = async () => {
    await given({ cancelAnswer: 'later', confirmWithinMs: confirmMs })
    await here.cancel('1')
    await here.pass(confirmMs)
    expect((await here.talk('1')).at(-1)).toBe('WmsOrderOverdue')
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
  }
  const settle = async (outcome: 'calledOff' | 'refused') => {
    const answer = await here.ask('SettleCallOff', { fulfilmentId: workId('1'), outcome, reason: 'asked by phone' })
    await here.drain()
    return answer
  }

  test('is settled by people, and the same word of the warehouse later changes nothing', async () => {
    await unanswered()
    expect(await settle('calledOff')).toMatchObject({ accepted: true })
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
    const before = await here.work('1')
    await here.say('orderprocess.report', progressOf(code('1'), 'CANCELED'))
    expect(await here.work('1')).toEqual(before)
    expect(await here.openExceptions()).toEqual([])
  })

  test('is final: a confirm after people were told that it is let be is shown to somebody', async () => {
    await unanswered()
    await settle('calledOff')
    await here.say('deliveryorder.confirm', sent('1'))
    expect(await here.openExceptions()).toMatchObject([{ code: 'FULFILMENT_STATE' }])
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 5, reserved: 0, damaged: 0 })
  })

  test('and is that it will leave has it leave when it does, though people were told otherwise first', async () => {
    await unanswered()
    expect(await settle('refused')).toMatchObject({ accepted: true })
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    await here.say('deliveryorder.confirm', sent('1'))
    expect((await here.work('1')).at(-1)).toBe('ShipmentDispatched')
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 0, damaged: 0 })
  })
})

test('an earlier message of a short confirm that comes once its rest is sourced elsewhere is shown, and sends nothing twice', async () => {
  await given({ lackSettlesAfterMs: 10 * minuteMs }, 3)
  await here.say('deliveryorder.confirm', sent('1', 2, 'C2', '0'))
  await here.pass(10 * minuteMs)
  expect(await here.work('1')).toContain('UnitsLacking')
  await here.say('deliveryorder.confirm', sent('1', 1, 'C1', '1'))
  expect(await here.openExceptions()).toMatchObject([{ code: 'QUANTITY_EXCEEDED', location: 'HZ' }])
  expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 3, reserved: 0, damaged: 0 })
  expect(await here.stock('fridge', 'SH')).toEqual({ onHand: 5, reserved: 1, damaged: 0 })
})

test('a warehouse waits ten minutes for the work of all merged orders; what comes later goes by itself', async () => {
  const rule = { id: 'together', when: { test: 'all', of: [] }, outcome: { do: 'merge', forMs: 60 * minuteMs } }
  const buyer = { ...appOrder('1').buyer, memberId: 'm-wang' }
  const order = async (id: string) => {
    await here.send(appOrder(id, { at: here.clock.now(), buyer }))
    await here.drain()
  }
  await given({}, 0)
  await here.publish('audit', { rules: [rule] })
  await order('1')
  const { mergingId } = (await here.ledger.bus.look(orderAggregate, 'app.s1.1'))!.audit!.merging!
  const now = here.clock.now()
  const work = [{ fulfilmentId: workId('2'), location: 'HZ' }]
  const waiting = { mergingId, orderId: 'app.s1.2', work, dueAt: now + 60 * minuteMs, askedAt: now }
  expect(await here.ask('AwaitMerge', waiting)).toMatchObject({ accepted: true })
  await here.pass(60 * minuteMs)
  expect(await here.work('1')).toEqual(['FulfilmentRequested', 'FulfilmentHandedOver'])
  await here.pass(10 * minuteMs - 1)
  expect(here.wms.orders.size).toBe(0)
  await here.pass(1)
  expect(here.wms.orders.get(code('1'))?.lines).toHaveLength(1)

  await order('2')
  expect(await here.work('2')).toEqual(['FulfilmentRequested', 'FulfilmentHandedOver', 'FulfilmentAccepted'])
  expect(here.wms.orders.get(code('2'))?.lines).toHaveLength(1)
  expect(here.wms.orders.get(code('1'))?.created).toBe(1)
})

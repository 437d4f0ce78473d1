import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { afterSalesAggregate } from '../../domain/after-sales/after-sales.ts'
import { fulfilmentAggregate } from '../../domain/fulfilment/fulfilment.ts'
import { processAggregate } from '../../domain/process/process.ts'
import { confirmOf, returnOf } from '../wms/simulator.ts'
import { code, openWarehouse, type Warehouse } from '../wms/warehouse.ts'
import { appOrder, minuteMs, start, unanswered } from './harness.ts'

/** What a warehouse system is told of units that are to come back to it, and what it says of them. */

let here: Warehouse
let said = 0
beforeEach(async () => {
  here = await openWarehouse()
})
afterEach(async () => {
  expect(await unanswered(here.ledger.events, here.ledger.bus)).toEqual([])
  await here.close()
})

const caseId = 'app.s1.r1'

/** A sold and sent order of so many fridges. */
async function given(settings: Parameters<Warehouse['connect']>[0] = {}, quantity = 2) {
  await here.define({ locations: ['HZ', 'SH'] })
  await here.connect({ retryFirstMs: minuteMs, ...settings }, ['HZ', 'SH'])
  await here.receive('fridge', 'HZ', 5)
  await here.order('1', quantity)
  await leaves('HZ', quantity)
}

async function leaves(location: string, quantity: number, waybill = 'SF1', sku = 'fridge') {
  const parcels = [{ waybill, items: [{ sku, quantity }] }]
  await here.say('deliveryorder.confirm', confirmOf(code('1'), { number: waybill, parcels }), location)
}

async function channelSays(kind: string, status: string, more: object = {}) {
  said += 1
  const at = new Date(start + 60 * minuteMs + said * 1_000).toISOString()
  await here.send({
    ...{ type: 'afterSale', shop: 's1', orderId: '1', refundId: 'r1', kind, status, goodsFen: 200_000, refundFen: 200_000, freightFen: 0 },
    ...{ modifiedAt: at, requestedAt: new Date(start).toISOString(), lines: [{ lineId: '1', quantity: 2 }], ...more },
  })
  await here.drain()
}

const told = (returnCode = caseId, location = 'HZ') => here.eventsOf(`wmsreturn-${returnCode}@${location}`)
const telling = async () => (await here.ledger.bus.look(processAggregate, `warehouse-returns.${caseId}`))!
const onTheirWay = (returnCode = caseId) => here.wms.returns.get(returnCode)
const codes = async () => (await here.openExceptions()).map((each) => each.code)

describe('a return that is agreed', () => {
  test('is told to the warehouse it left from, once, and what comes back is put away', async () => {
    await given()
    await channelSays('returnAndRefund', 'requested')
    expect(here.wms.of('returnorder.create')).toEqual([])
    await channelSays('returnAndRefund', 'approved')
    await channelSays('returnAndRefund', 'goodsOnTheWay', { returnWaybill: 'YT7' })
    expect(await told()).toEqual(['WmsReturnCallBegun', 'WmsReturnCallAnswered'])
    expect(here.wms.of('returnorder.create')).toHaveLength(1)
    const order = onTheirWay()!
    expect(order.lines).toEqual([{ number: '1', sku: 'fridge', quantity: 2 }])
    for (const text of ['<orderType>THRK</orderType>', `<preDeliveryOrderCode>${code('1')}</preDeliveryOrderCode>`, '<name>王小明</name>'])
      expect(order.body).toContain(text)
    await here.say('returnorder.confirm', returnOf(caseId, 'R1', 'fridge', 2))
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 5, reserved: 0, damaged: 0 })
    expect(await telling()).toMatchObject({ outcome: 'told', waiting: null })
    expect(await codes()).toEqual([])
  })

  test('is not told where units are back at once, or the location has no system', async () => {
    await given()
    await here.pass(minuteMs)
    await here.connect({}, ['SH'])
    await channelSays('returnAndRefund', 'approved')
    expect(here.wms.of('returnorder.create')).toEqual([])
  })

  test('is told with its waybill where the rules say so, or not at all', async () => {
    await given({ announceReturns: 'onWaybill' })
    await channelSays('returnAndRefund', 'approved')
    expect(here.wms.of('returnorder.create')).toEqual([])
    await channelSays('returnAndRefund', 'goodsOnTheWay', { returnWaybill: 'YT7' })
    expect(onTheirWay()!.body).toContain('<expressCode>YT7</expressCode>')
    await here.pass(minuteMs)
    await here.connect({ announceReturns: 'never' }, ['HZ'])
    await channelSays('returnAndRefund', 'approved', { refundId: 'r2', goodsFen: 0, refundFen: 0, lines: [{ lineId: '1', quantity: 1 }] })
    expect((await here.ledger.bus.look(afterSalesAggregate, 'app.s1.r2'))?.returnExpected).not.toBeNull()
    expect(here.wms.of('returnorder.create')).toHaveLength(1)
  })

  test('is told to each warehouse its units left from', async () => {
    await here.define({ locations: ['HZ', 'SH'], skus: ['fridge', 'oven'] })
    await here.connect({}, ['HZ', 'SH'])
    await here.receive('fridge', 'HZ', 1)
    await here.receive('oven', 'SH', 1)
    await here.send(appOrder('1', { skus: ['fridge', 'oven'] }))
    await here.drain()
    await leaves('HZ', 1, 'SF1')
    await leaves('SH', 1, 'SF2', 'oven')
    const lines = ['1', '2'].map((lineId) => ({ lineId, quantity: 1 }))
    await channelSays('returnAndRefund', 'approved', { lines })
    for (const location of ['HZ', 'SH']) expect(await told(caseId, location)).toEqual(['WmsReturnCallBegun', 'WmsReturnCallAnswered'])
    await here.say('returnorder.confirm', returnOf(caseId, 'R1', 'oven', 1), 'SH')
    expect(await here.stock('oven', 'SH')).toMatchObject({ onHand: 1 })
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ onHand: 0 })
  })
})

describe('a warehouse system that is out of order', () => {
  test('is told again, later each time, until it answers; every try is written down, and the return is there once', async () => {
    await given()
    here.wms.feels('returnorder.create', 'broken', 'garbage', 'dieAfter')
    await channelSays('returnAndRefund', 'approved')
    for (const minutes of [1, 2, 4]) {
      await here.pass(minutes * minuteMs - 1_000)
      const before = (await told()).length
      await here.pass(1_000)
      expect((await told()).length).toBe(before + 2)
    }
    expect(onTheirWay()?.created).toBe(4)
    expect(here.wms.returns.size).toBe(1)
    expect(await telling()).toMatchObject({ outcome: 'told' })
  })

  test('that refuses it often enough is shown, and takes what comes all the same', async () => {
    await given({ refusalsTaken: 2 })
    here.wms.feels('returnorder.create', 'refuse:E1', 'refuse:E1')
    await channelSays('returnAndRefund', 'approved')
    await here.pass(10 * minuteMs)
    expect(here.wms.of('returnorder.create')).toEqual([])
    expect((await telling()).waiting).toMatchObject({ forWhat: 'returnRefused' })
    await here.say('returnorder.confirm', returnOf(caseId, 'R1', 'fridge', 2))
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ onHand: 5 })
    expect(await telling()).toMatchObject({ outcome: 'told', waiting: null })
  })

  test('that says it has the return already has it', async () => {
    await given({ repeatedCodes: ['EXISTS'] })
    here.wms.feels('returnorder.create', 'refuse:EXISTS')
    await channelSays('returnAndRefund', 'approved')
    expect(await telling()).toMatchObject({ outcome: 'told', waiting: null })
  })
})

describe('a return that falls through', () => {
  test('is called off, and units that come all the same are an exception', async () => {
    await given()
    await channelSays('returnAndRefund', 'approved')
    await channelSays('returnAndRefund', 'closed')
    expect(onTheirWay()?.state).toBe('cancelled')
    expect(await telling()).toMatchObject({ outcome: 'calledOff' })
    await here.say('returnorder.confirm', returnOf(caseId, 'R1', 'fridge', 2))
    expect(await codes()).toEqual(['AFTER_SALES_STATE'])
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ onHand: 3 })
  })

  test('is told anew under another code where it is agreed to after all', async () => {
    await given()
    await channelSays('returnAndRefund', 'approved')
    await channelSays('returnAndRefund', 'refused')
    await channelSays('returnAndRefund', 'approved')
    expect(onTheirWay()?.state).toBe('cancelled')
    expect(onTheirWay(`${caseId}.2`)?.lines).toEqual([{ number: '1', sku: 'fridge', quantity: 2 }])
    await here.say('returnorder.confirm', returnOf(`${caseId}.2`, 'R1', 'fridge', 2))
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ onHand: 5 })
    expect(await codes()).toEqual([])
  })

  test('is called off where all of it came back to another place', async () => {
    await given()
    await channelSays('returnAndRefund', 'approved')
    await here.say('returnorder.confirm', returnOf(caseId, 'R1', 'fridge', 1), 'SH')
    expect(onTheirWay()?.state).toBe('taken')
    await here.say('returnorder.confirm', returnOf(caseId, 'R2', 'fridge', 1), 'SH')
    expect(onTheirWay()?.state).toBe('cancelled')
    expect(await here.stock('fridge', 'SH')).toMatchObject({ onHand: 2 })
    expect(await codes()).toEqual([])
  })

  test('of which the warehouse has units is not called off', async () => {
    await given()
    await channelSays('returnAndRefund', 'approved')
    await here.say('returnorder.confirm', returnOf(caseId, 'R1', 'fridge', 1))
    await channelSays('returnAndRefund', 'closed')
    expect(here.wms.of('order.cancel')).toEqual([])
    await here.say('returnorder.confirm', returnOf(caseId, 'R2', 'fridge', 1))
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ onHand: 5 })
  })
})

describe('a confirm of units that came back', () => {
  test('counts each unit once, in parts, repeated, and under other numbers', async () => {
    await given()
    await channelSays('returnAndRefund', 'approved')
    const [first, second] = [returnOf(caseId, 'R1', 'fridge', 1), returnOf(caseId, 'R2', 'fridge', 1, 'CC')]
    for (const body of [first, `${first} `, second, first, `${second} `]) await here.say('returnorder.confirm', body)
    expect(await codes()).toEqual([])
    await here.say('returnorder.confirm', returnOf(caseId, 'R3', 'fridge', 1))
    expect(await codes()).toEqual(['QUANTITY_EXCEEDED'])
    expect(await here.stock('fridge', 'HZ')).toEqual({ onHand: 4, reserved: 0, damaged: 1 })
  })

  test('of a number that was used for something else, or of no case of ours, waits as an exception', async () => {
    await given()
    await channelSays('returnAndRefund', 'approved')
    await here.say('returnorder.confirm', returnOf(caseId, 'R1', 'fridge', 1))
    await here.say('returnorder.confirm', returnOf(caseId, 'R1', 'fridge', 2))
    await here.say('returnorder.confirm', returnOf('app.s1.none', 'R9', 'fridge', 1))
    await here.say('returnorder.confirm', returnOf('whatever', 'R9', 'fridge', 1))
    expect((await codes()).sort()).toEqual(['AFTER_SALES_UNKNOWN', 'AFTER_SALES_UNKNOWN', 'DOCUMENT_DIFFERS'])
    expect(await here.stock('fridge', 'HZ')).toMatchObject({ onHand: 4 })
  })
})

describe('what else comes back', () => {
  test('for an exchange is told as one, and stays told when its channel closes the case because the other unit was sent', async () => {
    await given()
    await here.publish('after-sales', { exchangeSends: 'onAgreement' })
    await channelSays('exchange', 'approved', { goodsFen: 0, refundFen: 0 })
    expect(onTheirWay()!.body).toContain('<orderType>HHRK</orderType>')
    await channelSays('exchange', 'closed', { goodsFen: 0, refundFen: 0 })
    expect(here.wms.of('order.cancel').filter((body) => body.includes('THRK'))).toEqual([])
  })

  test.each(['intercept', 'rejectedDelivery'])(
    'of a parcel that never reached its buyer (%s) is told once it is on its way back',
    async (kind) => {
      await given()
      await channelSays(kind, 'approved')
      const fulfilmentId = `${code('1')}@HZ`
      if (kind === 'intercept') {
        expect(here.wms.of('returnorder.create')).toEqual([])
        const [shipmentId] = [...(await here.ledger.bus.look(fulfilmentAggregate, fulfilmentId))!.shipments.keys()]
        await here.ask('RefuseDelivery', { fulfilmentId, shipmentId, refusedAt: here.clock.now(), reason: 'turned round' })
        await here.drain()
      }
      expect(onTheirWay()!.body).toContain('<expressCode>SF1</expressCode>')
      await here.say('returnorder.confirm', returnOf(caseId, 'R1', 'fridge', 2))
      expect(await here.stock('fridge', 'HZ')).toMatchObject({ onHand: 5 })
      expect((await here.ledger.bus.look(afterSalesAggregate, caseId))?.receipts.size).toBe(1)
      expect(await telling()).toMatchObject({ outcome: 'told', waiting: null })
    },
  )

  test('of parcels that are turned round one after another is told each time, what comes later from one place under a further code', async () => {
    await here.define({ locations: ['HZ'], skus: ['fridge', 'oven'] })
    await here.connect()
    for (const sku of ['fridge', 'oven']) await here.receive(sku, 'HZ', 1)
    await here.send(appOrder('1', { skus: ['fridge', 'oven'] }))
    await here.drain()
    for (const sku of ['fridge', 'oven'])
      await here.say(
        'deliveryorder.confirm',
        confirmOf(code('1'), { number: `C-${sku}`, type: '1', parcels: [{ waybill: `SF-${sku}`, items: [{ sku, quantity: 1 }] }] }),
      )
    const lines = ['1', '2'].map((lineId) => ({ lineId, quantity: 1 }))
    await channelSays('intercept', 'approved', { lines })
    const fulfilmentId = `${code('1')}@HZ`
    const shipments = [...(await here.ledger.bus.look(fulfilmentAggregate, fulfilmentId))!.shipments.keys()]
    for (const [place, shipmentId] of shipments.entries()) {
      expect(here.wms.returns.size).toBe(place)
      await here.ask('RefuseDelivery', { fulfilmentId, shipmentId, refusedAt: here.clock.now(), reason: 'turned round' })
      await here.drain()
    }
    expect([...here.wms.returns.values()].map(({ code: returnCode, lines: [line] }) => [returnCode, line!.sku])).toEqual([
      [caseId, 'fridge'],
      [`${caseId}.2`, 'oven'],
    ])
    expect(await telling()).toMatchObject({ outcome: 'told', waiting: null })
  })

  test('of an order of two lines with one item is of the line the warehouse names', async () => {
    await here.define({ locations: ['HZ'] })
    await here.connect()
    await here.receive('fridge', 'HZ', 5)
    await here.send(appOrder('1', { skus: ['fridge', 'fridge'] }))
    await here.drain()
    await leaves('HZ', 2)
    const lines = [
      { lineId: '1', quantity: 1 },
      { lineId: '2', quantity: 1 },
    ]
    await channelSays('returnAndRefund', 'approved', { lines })
    const body = returnOf(caseId, 'R1', 'fridge', 1).replace('<orderLine>', '<orderLine><orderLineNo>2</orderLineNo>')
    await here.say('returnorder.confirm', body)
    const receipts = (await here.ledger.bus.look(afterSalesAggregate, caseId))!.receipts
    expect([...receipts.values()].flatMap(({ received }) => received.units.map(({ lineId }) => lineId))).toEqual(['2'])
  })
})

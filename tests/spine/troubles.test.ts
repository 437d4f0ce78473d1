import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { skuAggregate } from '../../domain/catalogue/sku.ts'
import { fulfilmentAggregate, fulfilmentKey } from '../../domain/fulfilment/fulfilment.ts'
import { orderAggregate } from '../../domain/order/order.ts'
import { orderKey, stockKey, streamKey, streamName } from '../../domain/shared/stream-name.ts'
import { stockAggregate } from '../../domain/stock/stock.ts'
import { appOrder, dayMs, minuteMs, openSpine, start, unanswered } from './harness.ts'
import { openWorld } from './random/world.ts'

/** What goes wrong with an order, each from what was given over what happened to what then holds; nothing is left in the middle. */

let spine: Awaited<ReturnType<typeof openSpine>>
beforeEach(async () => {
  spine = await openSpine()
})
afterEach(async () => {
  expect(await unanswered(spine.ledger.events, spine.ledger.bus)).toEqual([])
  await spine.close()
})

const orderId = orderKey('app', 's1', '1')
const at = (ms: number) => new Date(ms).toISOString()

async function given(what: {
  skus?: string[]
  locations?: string[]
  stock?: readonly (readonly [sku: string, location: string, units: number])[]
}) {
  await spine.define({ skus: what.skus ?? ['fridge'], locations: what.locations ?? ['HZ'] })
  for (const [sku, location, units] of what.stock ?? []) await spine.receive(sku, location, units)
}

async function sent(payload: object) {
  const result = await spine.send(payload)
  await spine.drain()
  return result
}

async function asked(type: string, data: object) {
  const answer = await spine.ask(type, data)
  await spine.drain()
  return answer
}

const order = async () => (await spine.ledger.bus.look(orderAggregate, orderId))!
const eventsOfOrder = () => spine.eventsOf(spine.orderStream('1'))
const plannedAt = async () => (await order()).plan?.map(({ sku, location, quantity }) => `${quantity} ${sku}@${location}`) ?? null
const cancelled = { reason: 'merchant', cancelledBy: 'operator' }

const where = (sku: string, location: string) => ({
  ...{ sku, location, regionPath: ['330000', '330100', '330106'] },
  ...{ category: 'refrigerator', brand: 'Snow' },
})

const shipment = (lineId: string) => ({
  ...{ shipmentId: `SF-${lineId}`, carrier: 'SF', waybill: `SF-${lineId}`, shippedAt: at(start + minuteMs) },
  lines: [{ lineId, quantity: 1, serialNumbers: [] }],
})

/** What a location says left: of each SKU so many units, or those with these serial numbers. */
async function dispatched(fulfilmentId: string, shipmentId: string, units: Record<string, number | readonly string[]>) {
  const work = (await spine.ledger.bus.look(fulfilmentAggregate, fulfilmentId))!
  const lines = [...work.lines.values()].flatMap(({ requested: { lineId, sku, reservationId } }) => {
    const left = units[sku]
    if (left === undefined) return []
    const serialNumbers = typeof left === 'number' ? [] : left
    return [{ lineId, sku, reservationId, quantity: typeof left === 'number' ? left : left.length, serialNumbers }]
  })
  return spine.ask('DispatchShipment', { fulfilmentId, shipmentId, carrier: null, waybill: null, dispatchedAt: spine.clock.now(), lines })
}

/** A set of one fridge and two ovens: orders of so many. */
async function setOfFridgeAndOvens() {
  const fridge = (await spine.ledger.bus.look(skuAggregate, streamKey(['fridge'])))!
  const components = [
    { sku: 'fridge', quantity: 1 },
    { sku: 'oven', quantity: 2 },
  ].map((each) => ({ ...each, priceShare: 1, kind: 'stock' }))
  await asked('DefineSku', { ...fridge.definition, sku: 'set', name: 'set', components, definedAt: start + 1 })
  await asked('DefineListing', { channel: 'app', shop: 's1', channelSku: 'c-set', sku: 'set', effectiveFrom: 0 })
  const [line] = appOrder('1', { skus: ['set'] }).lines
  return (quantity: number, minute = 0, more: object = {}) => {
    const lines = [{ ...line!, quantity, payableFen: quantity * 100_000 }]
    return appOrder('1', { skus: Array(quantity).fill('set'), lines, modifiedAt: start + minute * minuteMs, ...more })
  }
}

describe('money that comes too late', () => {
  test('a payment after a cancellation is promised back, and the order stays cancelled', async () => {
    await given({ stock: [['fridge', 'HZ', 1]] })
    await sent(appOrder('1', { paid: false }))
    await asked('CancelOrder', { orderId, ...cancelled })

    await sent(appOrder('1', { modifiedAt: start + minuteMs }))

    expect(await eventsOfOrder()).toEqual(expect.arrayContaining(['OrderCancelled', 'PaymentCaptured', 'RefundCommitted']))
    expect(await order()).toMatchObject({ phase: 'cancelled', capturedFen: 100_000, refundedFen: 100_000 })
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
  })

  test('the deadline of an unpaid order is met after a restart as well', async () => {
    const world = await openWorld()
    await world.send(appOrder('1', { paid: false }))
    await world.rest()

    await world.restart()
    world.clock.advanceTo(start + 29 * minuteMs)
    await world.wake()
    expect(await world.ledger.bus.look(orderAggregate, orderId)).toMatchObject({ phase: 'open' })
    await world.restart()
    world.clock.advanceTo(start + 31 * minuteMs)
    await world.wake()

    expect(await world.ledger.bus.look(orderAggregate, orderId)).toMatchObject({ phase: 'cancelled' })
    await world.close()
  })
})

describe('an order of which a part has left', () => {
  test('gives back the units of a line that is cancelled, and keeps what has left', async () => {
    await given({
      skus: ['fridge', 'oven'],
      stock: [
        ['fridge', 'HZ', 1],
        ['oven', 'HZ', 1],
      ],
    })
    await sent(appOrder('1', { skus: ['fridge', 'oven'] }))
    await sent(appOrder('1', { skus: ['fridge', 'oven'], modifiedAt: start + minuteMs, status: 'shipped', shipments: [shipment('1')] }))

    const ofTheRest = await asked('CancelLine', { orderId, lineId: '2', quantity: 1, reason: 'broken' })
    const ofWhatLeft = await asked('CancelLine', { orderId, lineId: '1', quantity: 1, reason: 'broken' })

    expect(ofTheRest).toMatchObject({ accepted: true })
    expect(ofWhatLeft).toMatchObject({ accepted: false, code: 'ORDER_ALREADY_SHIPPED' })
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 0, reserved: 0, damaged: 0 })
    expect(await spine.stock('oven', 'HZ')).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
    expect((await order()).phase).toBe('open')
  })

  test('cannot be cancelled as a whole any more', async () => {
    await given({
      skus: ['fridge', 'oven'],
      stock: [
        ['fridge', 'HZ', 1],
        ['oven', 'HZ', 1],
      ],
    })
    await sent(appOrder('1', { skus: ['fridge', 'oven'], modifiedAt: start + minuteMs, status: 'shipped', shipments: [shipment('1')] }))

    expect(await asked('CancelOrder', { orderId, ...cancelled })).toMatchObject({ accepted: false, code: 'ORDER_ALREADY_SHIPPED' })
    expect(await spine.stock('oven', 'HZ')).toEqual({ onHand: 1, reserved: 1, damaged: 0 })
  })
})

describe('an order that waits for stock', () => {
  test('takes stock that came after its deadline and before anybody looked', async () => {
    await given({})
    await sent(appOrder('1'))
    expect((await order()).backorder).not.toBeNull()

    spine.clock.advanceTo(start + 8 * dayMs)
    await spine.receive('fridge', 'HZ', 1)

    expect(await plannedAt()).toEqual(['1 fridge@HZ'])
    await spine.pass(dayMs)
    expect((await order()).phase).toBe('open')
  })

  test('leaves stock alone that comes once its deadline has ended it', async () => {
    await given({})
    await sent(appOrder('1'))

    await spine.pass(8 * dayMs)
    await spine.receive('fridge', 'HZ', 1)

    expect((await order()).phase).toBe('cancelled')
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
  })

  test('comes before one that waits less long', async () => {
    await given({})
    await sent(appOrder('1'))
    spine.clock.advanceTo(start + minuteMs)
    await sent(appOrder('2', { at: start + minuteMs }))

    await spine.receive('fridge', 'HZ', 1)

    expect(await plannedAt()).toEqual(['1 fridge@HZ'])
    const second = await spine.ledger.bus.look(orderAggregate, orderKey('app', 's1', '2'))
    expect(second?.backorder).not.toBeNull()
  })
})

describe('a held order', () => {
  test('keeps its units for as long as it is held, and goes out when it is released', async () => {
    await given({ stock: [['fridge', 'HZ', 1]] })
    await spine.send(appOrder('1'))
    await asked('HoldOrder', { orderId, reason: 'operator', detail: 'look' })
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    expect(await spine.eventsOf('fulfilment-app.s1.1.1@HZ')).toEqual([])

    await spine.pass(30 * dayMs)
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    await asked('ReleaseOrder', { orderId, reason: 'operator' })

    expect(await spine.eventsOf('fulfilment-app.s1.1.1@HZ')).toEqual(['FulfilmentRequested'])
  })

  test('that was not paid in time is over, whenever its hold is released', async () => {
    await given({ stock: [['fridge', 'HZ', 1]] })
    await sent(appOrder('1', { paid: false }))
    await asked('HoldOrder', { orderId, reason: 'operator', detail: 'look' })

    await spine.pass(31 * minuteMs)
    const released = await asked('ReleaseOrder', { orderId, reason: 'operator' })

    expect(released).toMatchObject({ accepted: true })
    expect((await order()).phase).toBe('cancelled')
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
    expect(await spine.eventsOf('fulfilment-app.s1.1.1@HZ')).toEqual([])
  })

  test('whose work was given out is called back, and given out anew when it is released', async () => {
    await given({ stock: [['fridge', 'HZ', 1]] })
    await sent(appOrder('1'))

    await asked('HoldOrder', { orderId, reason: 'operator', detail: 'look' })
    expect((await spine.eventsOf('fulfilment-app.s1.1.1@HZ')).at(-1)).toBe('FulfilmentCancelled')
    await asked('ReleaseOrder', { orderId, reason: 'operator' })

    expect(await spine.eventsOf('fulfilment-app.s1.1.2@HZ')).toEqual(['FulfilmentRequested'])
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 1, damaged: 0 })
  })
})

describe('a location that refuses', () => {
  test('loses the order to the next one that has the units', async () => {
    await given({
      locations: ['HZ', 'NB'],
      stock: [
        ['fridge', 'HZ', 1],
        ['fridge', 'NB', 1],
      ],
    })
    await sent(appOrder('1'))
    const [first] = (await order()).plan!
    const other = first!.location === 'HZ' ? 'NB' : 'HZ'

    await asked('RejectFulfilment', { fulfilmentId: `app.s1.1.1@${first!.location}`, reason: 'no van' })

    expect(await plannedAt()).toEqual([`1 fridge@${other}`])
    expect(await spine.stock('fridge', first!.location)).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
    expect(await spine.ledger.bus.look(fulfilmentAggregate, `app.s1.1.1@${other}`)).toMatchObject({ answer: null })
  })

  test('is not asked again for this order, though it alone has the units: the order waits, and takes them from elsewhere', async () => {
    await given({ locations: ['HZ', 'NB'], stock: [['fridge', 'HZ', 1]] })
    await sent(appOrder('1'))

    await asked('RejectFulfilment', { fulfilmentId: 'app.s1.1.1@HZ', reason: 'no van' })
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
    expect((await order()).backorder).not.toBeNull()
    await spine.receive('fridge', 'HZ', 1)
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
    await spine.receive('fridge', 'NB', 1)

    expect(await plannedAt()).toEqual(['1 fridge@NB'])
  })

  test('does not keep another one from sending its part, less than before or after a hold, while the order waits for the rest', async () => {
    await given({
      skus: ['fridge', 'tv'],
      locations: ['HZ', 'SH'],
      stock: [
        ['fridge', 'SH', 3],
        ['tv', 'HZ', 1],
      ],
    })
    const [fridge, tv] = appOrder('1', { skus: ['fridge', 'tv'] }).lines
    const lines = [{ ...fridge!, quantity: 3, payableFen: 300_000 }, tv!]
    await sent(appOrder('1', { skus: ['fridge', 'fridge', 'fridge', 'tv'], lines }))
    await asked('RejectFulfilment', { fulfilmentId: `${orderId}.1@HZ`, reason: 'no van' })
    const unitsToSend = async (attempt: number) => {
      const work = await spine.ledger.bus.look(fulfilmentAggregate, `${orderId}.${attempt}@SH`)
      return work === null || work.answer === 'cancelled' ? 0 : work.requestedUnits
    }
    expect(await unitsToSend(1)).toBe(3)

    await asked('CancelLine', { orderId, lineId: '1', quantity: 1, reason: 'refunded' })
    expect([await unitsToSend(1), await unitsToSend(2)]).toEqual([0, 2])

    await asked('HoldOrder', { orderId, reason: 'operator', detail: 'look' })
    expect(await unitsToSend(2)).toBe(0)
    await asked('ReleaseOrder', { orderId, reason: 'operator' })
    expect(await unitsToSend(3)).toBe(2)
    expect((await order()).backorder).toMatchObject({ missing: [{ sku: 'tv', quantity: 1 }] })
  })
})

describe('a transfer of which a leg is lost', () => {
  const askedAt = start

  test('ends with what arrived and what was lost, and gives what arrived to who waits', async () => {
    await given({ locations: ['HZ', 'NB'], stock: [['fridge', 'HZ', 3]] })
    const toRegionPath = where('fridge', 'NB').regionPath
    await asked('DispatchTransfer', { ...where('fridge', 'HZ'), transferId: 't1', to: 'NB', toRegionPath, quantity: 3, askedAt })
    await sent(appOrder('1'))
    expect((await order()).backorder).not.toBeNull()

    await asked('LoseTransfer', { ...where('fridge', 'NB'), documentId: 'lost', transferId: 't1', quantity: 2, askedAt })
    expect((await order()).backorder).not.toBeNull()
    await asked('ReceiveTransfer', { ...where('fridge', 'NB'), documentId: 'came', transferId: 't1', quantity: 1, askedAt })
    const again = await asked('ReceiveTransfer', { ...where('fridge', 'NB'), documentId: 'more', transferId: 't1', quantity: 1, askedAt })

    expect(await plannedAt()).toEqual(['1 fridge@NB'])
    expect(again.accepted).toBe(false)
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 0, reserved: 0, damaged: 0 })
    expect(await spine.stock('fridge', 'NB')).toEqual({ onHand: 1, reserved: 1, damaged: 0 })
    expect((await spine.ledger.bus.look(stockAggregate, stockKey('fridge', 'NB')))?.expected.size).toBe(0)
  })
})

describe('messages out of order', () => {
  test('an older version that comes later is kept, answers stale and changes nothing', async () => {
    await given({ stock: [['fridge', 'HZ', 1]] })
    await sent(appOrder('1', { modifiedAt: start + 2 * minuteMs }))
    const before = await eventsOfOrder()

    const late = await sent(appOrder('1', { modifiedAt: start + minuteMs, paid: false, status: 'closed' }))

    expect(late).toMatchObject({ outcome: 'stale', orderId })
    expect(await eventsOfOrder()).toEqual(before)
    expect(await spine.eventsOf(`message-app.s1.${late.messageId}`)).toEqual(['ChannelMessageReceived'])
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 1, damaged: 0 })
  })

  test('a refund whose order never comes is refused when its time is over', async () => {
    await given({})
    const refund = { type: 'afterSale', shop: 's1', orderId: '1', refundId: 'r1', kind: 'refundOnly', status: 'approved' }
    const amounts = { goodsFen: 100_000, refundFen: 100_000, freightFen: 0, lines: [{ lineId: '1', quantity: 1 }], paidAt: null }
    await sent({ ...refund, ...amounts, requestedAt: at(start), modifiedAt: at(start) })
    expect(await spine.eventsOf('aftersales-app.s1.r1')).not.toContain('RefundRefused')

    await spine.pass(31 * dayMs)

    expect((await spine.eventsOf('aftersales-app.s1.r1')).at(-1)).toBe('RefundRefused')
  })
})

describe('units that leave without the serial numbers they need', () => {
  const needsSerialNumbers = async (sku: string) => {
    const known = await spine.ledger.bus.look(skuAggregate, streamKey([sku]))
    await asked('DefineSku', { ...known!.definition, components: [], serialNumberRequired: true, definedAt: start + 1 })
  }
  const tvs = (quantity: number, minute = 0, more: object = {}) => {
    const { lines } = appOrder('1', { skus: ['tv'] })
    const line = { ...lines[0]!, quantity, payableFen: quantity * 100_000 }
    return appOrder('1', { skus: Array(quantity).fill('tv'), lines: [line], modifiedAt: start + minute * minuteMs, ...more })
  }
  const parcel = (shipmentId: string, quantity: number) => {
    return { ...shipment('1'), shipmentId, waybill: shipmentId, lines: [{ lineId: '1', quantity, serialNumbers: [] }] }
  }
  /** What a location says left under a ticket or waybill, each unit with its serial number. */
  const names = (location: string, shipmentId: string, ...serialNumbers: string[]) =>
    dispatched(fulfilmentKey(orderId, location, 1), shipmentId, { tv: serialNumbers })

  test('stay with their location until it names them, and are not promised a second time when stock comes', async () => {
    await given({ skus: ['tv'], stock: [['tv', 'HZ', 1]] })
    await needsSerialNumbers('tv')
    await sent(appOrder('1', { skus: ['tv'] }))
    await asked('DamageStock', { ...where('tv', 'HZ'), documentId: 'forklift', quantity: 1, reason: 'forklift', askedAt: start })

    await sent(appOrder('1', { skus: ['tv'], modifiedAt: start + minuteMs, shipments: [shipment('1')] }))
    await spine.pass(31 * dayMs)
    await spine.receive('tv', 'HZ', 3)

    expect(await plannedAt()).toEqual(['1 tv@HZ'])
    expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 3, reserved: 1 })
    expect(await eventsOfOrder()).not.toContain('OrderBackordered')
  })

  test('leave each once, though two parcels claim some of them at the same time', async () => {
    await given({ skus: ['tv'], stock: [['tv', 'HZ', 2]] })
    await needsSerialNumbers('tv')
    await sent(tvs(2))

    await sent(tvs(2, 1, { shipments: [parcel('a', 1), parcel('b', 2)] }))

    expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
  })

  test('leave the next parcel to the location that has units still, and a parcel that says the same again to nobody', async () => {
    await given({
      skus: ['tv'],
      locations: ['HZ', 'SH'],
      stock: [
        ['tv', 'HZ', 1],
        ['tv', 'SH', 1],
      ],
    })
    await needsSerialNumbers('tv')
    const told = (...parcels: string[]) =>
      tvs(2, 31 * parcels.length, { paid: false, shipments: parcels.map((shipmentId) => parcel(shipmentId, 1)) })
    await sent(told())
    await spine.pass(31 * minuteMs)

    await sent(told('a'))
    await sent(told('a', 'b'))
    await sent(told('a', 'b', 'b-again'))

    expect(await plannedAt()).toEqual(['1 tv@HZ', '1 tv@SH'])
    expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
    expect(await spine.stock('tv', 'SH')).toMatchObject({ onHand: 0, reserved: 0 })
    expect(await spine.eventsOf(`process-shipment.${orderId}.b%2Dagain`)).toEqual([])
  })

  test('leave once, though the location that names them later gives them a ticket of its own', async () => {
    await given({ skus: ['tv'], stock: [['tv', 'HZ', 2]] })
    await needsSerialNumbers('tv')
    await sent(tvs(2))
    await sent(tvs(2, 1, { shipments: [shipment('1')] }))
    expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 1, reserved: 1 })

    expect(await names('HZ', 'T-1', 'SN-1')).toMatchObject({ accepted: true })
    await spine.drain()

    expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 1, reserved: 1 })
    expect((await eventsOfOrder()).filter((type) => type === 'ShipmentReported')).toHaveLength(1)
  })

  test('keep their work when the order goes elsewhere: their location may name them, and has the rest to send', async () => {
    await given({ skus: ['tv'], stock: [['tv', 'HZ', 2]] })
    await needsSerialNumbers('tv')
    await sent(tvs(2))
    await sent(tvs(2, 1, { shipments: [parcel('a', 1)] }))

    await sent(tvs(2, 2, { shipments: [parcel('a', 1)], buyer: { ...appOrder('1').buyer, district: '拱墅区' } }))
    expect(await names('HZ', 'a', 'SN-1')).toMatchObject({ accepted: true })
    expect(await names('HZ', 'T-2', 'SN-2')).toMatchObject({ accepted: true })
    await spine.drain()

    expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
    expect((await order()).lines.get('1')).toMatchObject({ shipped: 2 })
  })

  test('are part of the work that is given out anew when their location called the first off by mistake', async () => {
    await given({ skus: ['tv'], stock: [['tv', 'HZ', 2]] })
    await needsSerialNumbers('tv')
    await sent(tvs(2))
    await sent(tvs(2, 1, { shipments: [parcel('a', 1)] }))

    await asked('CancelFulfilment', { fulfilmentId: fulfilmentKey(orderId, 'HZ', 1), reason: 'mistake' })
    const again = fulfilmentKey(orderId, 'HZ', 2)
    expect(await dispatched(again, 'a', { tv: ['SN-1'] })).toMatchObject({ accepted: true })
    expect(await dispatched(again, 'T-2', { tv: ['SN-2'] })).toMatchObject({ accepted: true })
    await spine.drain()

    expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
    expect((await order()).lines.get('1')).toMatchObject({ shipped: 2 })
  })

  test('are named by the first of two tickets that come at once: the second says of a unit of its own', async () => {
    await given({ skus: ['tv'], stock: [['tv', 'HZ', 3]] })
    await needsSerialNumbers('tv')
    await sent(tvs(3))
    await sent(tvs(3, 1, { shipments: [parcel('a', 1)] }))

    await names('HZ', 'T-1', 'SN-1')
    await names('HZ', 'T-2', 'SN-2')
    await spine.drain()

    expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 1, reserved: 1 })
    expect((await order()).lines.get('1')).toMatchObject({ shipped: 2 })
  })

  test('are issued as serial numbers too when the channel knew some of them and the location knows all', async () => {
    await given({ skus: ['tv'], stock: [['tv', 'HZ', 2]] })
    await needsSerialNumbers('tv')
    await sent(tvs(2))
    await sent(tvs(2, 1, { shipments: [{ ...parcel('a', 2), lines: [{ lineId: '1', quantity: 2, serialNumbers: ['SN-1'] }] }] }))

    await names('HZ', 'a', 'SN-1', 'SN-2')
    await spine.drain()

    expect(await spine.eventsOf(streamName('serial', streamKey(['Snow', 'SN-1'])))).toEqual(['SerialNumberIssued'])
    expect(await spine.eventsOf(streamName('serial', streamKey(['Snow', 'SN-2'])))).toEqual(['SerialNumberIssued'])
  })

  describe('while a count did not find them', () => {
    const counted = (location: string, units: number, documentId: string) =>
      asked('CountStock', { ...where('tv', location), documentId, counted: units, askedAt: spine.clock.now() })

    test('are issued one parcel after the other as counts find them, though both were told of at once', async () => {
      await given({ skus: ['tv'], stock: [['tv', 'HZ', 2]] })
      await needsSerialNumbers('tv')
      await sent(tvs(2))
      await counted('HZ', 0, 'c1')
      await sent(tvs(2, 1, { shipments: [parcel('a', 1), parcel('b', 1)] }))

      await counted('HZ', 1, 'c2')
      expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 0, reserved: 1 })
      await counted('HZ', 1, 'c3')

      expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
    })

    test('are no more of one parcel than another one left of the promise', async () => {
      await given({ skus: ['tv'], stock: [['tv', 'HZ', 2]] })
      await needsSerialNumbers('tv')
      await sent(tvs(2))
      await counted('HZ', 0, 'c1')
      await sent(tvs(2, 1, { shipments: [parcel('a', 1), parcel('b', 2)] }))

      await counted('HZ', 1, 'c2')
      expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 0, reserved: 1 })
      await counted('HZ', 1, 'c3')

      expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
    })

    test('are waited for still when a ticket names the only one that was found', async () => {
      await given({ skus: ['tv'], stock: [['tv', 'HZ', 2]] })
      await needsSerialNumbers('tv')
      await sent(tvs(2))
      await counted('HZ', 1, 'c1')
      await sent(tvs(2, 1, { shipments: [parcel('a', 2)] }))

      await names('HZ', 'T-1', 'SN-1')
      await spine.drain()
      expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 0, reserved: 1 })
      await counted('HZ', 1, 'c2')

      expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
      expect((await order()).lines.get('1')).toMatchObject({ shipped: 2 })
    })

    test.each([31 * minuteMs, 31 * dayMs])(
      'hold no promise of an order that is over, and are issued all the same when found: after %d ms',
      async (ms) => {
        await given({ skus: ['tv'], stock: [['tv', 'HZ', 1]] })
        await needsSerialNumbers('tv')
        await sent(tvs(1, 0, { paid: false }))
        await counted('HZ', 0, 'c1')
        await sent(tvs(1, 1, { paid: false, shipments: [parcel('a', 1)] }))
        expect(await spine.stock('tv', 'HZ')).toMatchObject({ reserved: 1 })

        await spine.pass(ms)
        expect((await order()).phase).toBe('cancelled')
        expect(await spine.stock('tv', 'HZ')).toMatchObject({ reserved: 0 })
        await counted('HZ', 3, 'c2')

        expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 2, reserved: 0 })
      },
    )
  })
})

describe('a location that says what left', () => {
  const fridges = (quantity: number, minute = 0, more: object = {}) => {
    const { lines } = appOrder('1')
    const line = { ...lines[0]!, quantity, payableFen: quantity * 100_000 }
    return appOrder('1', { skus: Array(quantity).fill('fridge'), lines: [line], modifiedAt: start + minute * minuteMs, ...more })
  }
  const work = fulfilmentKey(orderId, 'HZ', 1)

  test('may know of more in a parcel than the channel said, of one line and of another', async () => {
    await given({
      skus: ['fridge', 'tv'],
      stock: [
        ['fridge', 'HZ', 1],
        ['tv', 'HZ', 2],
      ],
    })
    const tv = (await spine.ledger.bus.look(skuAggregate, streamKey(['tv'])))!
    await asked('DefineSku', { ...tv.definition, components: [], serialNumberRequired: true, definedAt: start + 1 })
    const [fridge, tvLine] = appOrder('1', { skus: ['fridge', 'tv'] }).lines
    const lines = [fridge!, { ...tvLine!, quantity: 2, payableFen: 200_000 }]
    await sent(appOrder('1', { skus: ['fridge', 'tv', 'tv'], lines }))
    await sent(appOrder('1', { skus: ['fridge', 'tv', 'tv'], lines, modifiedAt: start + minuteMs, shipments: [shipment('2')] }))

    expect(await dispatched(work, 'SF-2', { fridge: 1, tv: ['SN-1', 'SN-2'] })).toMatchObject({ accepted: true })
    await spine.drain()

    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
    expect(await spine.stock('tv', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
    expect((await order()).lines.get('1')).toMatchObject({ shipped: 1 })
    expect((await order()).lines.get('2')).toMatchObject({ shipped: 2 })
  })

  test('may say each unit by itself', async () => {
    await given({ stock: [['fridge', 'HZ', 2]] })
    await sent(fridges(2))
    const [line] = [...(await spine.ledger.bus.look(fulfilmentAggregate, work))!.lines.values()]
    const { lineId, sku, reservationId } = line!.requested
    const each = { lineId, sku, reservationId, quantity: 1, serialNumbers: [] }

    await asked('DispatchShipment', {
      ...{ fulfilmentId: work, shipmentId: 'T-1', carrier: null, waybill: null, dispatchedAt: start },
      lines: [each, each],
    })

    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
    expect((await order()).lines.get('1')).toMatchObject({ shipped: 2 })
  })

  test('at the same time as the channel says so of another parcel speaks of other units', async () => {
    await given({ stock: [['fridge', 'HZ', 2]] })
    await sent(fridges(2))

    await dispatched(work, 'T-1', { fridge: 1 })
    await sent(fridges(2, 1, { shipments: [shipment('1')] }))

    expect((await order()).lines.get('1')).toMatchObject({ shipped: 2 })
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
  })

  test('at the same time as the channel speaks of the same unit when there is no other', async () => {
    await given({ stock: [['fridge', 'HZ', 2]] })
    await sent(fridges(1))

    await dispatched(work, 'T-1', { fridge: 1 })
    await sent(fridges(1, 1, { shipments: [shipment('1')] }))

    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 1, reserved: 0 })
    expect(await spine.eventsOf(`process-shipment.${orderId}.SF%2D1`)).toEqual([])
  })

  test('and sends more than is wanted still uses up what is promised still', async () => {
    await given({ stock: [['fridge', 'HZ', 4]] })
    await sent(fridges(3))
    await dispatched(work, 'T-1', { fridge: 1 })
    await spine.drain()
    await asked('CancelLine', { orderId, lineId: '1', quantity: 1, reason: 'broken' })

    await dispatched(work, 'T-2', { fridge: 2 })
    await spine.drain()

    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 2, reserved: 0 })
    expect((await order()).lines.get('1')).toMatchObject({ shipped: 2 })
  })

  test('tells of a set once, though its parts leave one after the other', async () => {
    await given({
      skus: ['fridge', 'oven'],
      stock: [
        ['fridge', 'HZ', 2],
        ['oven', 'HZ', 4],
      ],
    })
    const sets = await setOfFridgeAndOvens()
    await sent(sets(2))

    await dispatched(work, 'T-1', { fridge: 1 })
    await spine.drain()
    await dispatched(work, 'T-2', { oven: 2 })
    await spine.drain()
    expect((await order()).lines.get('1')).toMatchObject({ shipped: 1 })
    await dispatched(work, 'T-3', { oven: 1 })
    await spine.drain()

    expect((await order()).lines.get('1')).toMatchObject({ shipped: 2 })
  })
})

describe('an order of which a part of a set has left', () => {
  const work = fulfilmentKey(orderId, 'HZ', 1)
  const threeSets = async () => {
    await given({
      skus: ['fridge', 'oven'],
      stock: [
        ['fridge', 'HZ', 3],
        ['oven', 'HZ', 6],
      ],
    })
    return setOfFridgeAndOvens()
  }

  test('keeps nothing of the other parts once its channel closes it', async () => {
    const sets = await threeSets()
    await sent(sets(2))
    await dispatched(work, 'T-1', { fridge: 1 })
    await spine.drain()

    await sent(sets(2, 1, { status: 'closed' }))

    expect((await order()).phase).toBe('cancelled')
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 2, reserved: 0 })
    expect(await spine.stock('oven', 'HZ')).toMatchObject({ onHand: 6, reserved: 0 })
  })

  test('keeps nothing of the other parts once its time to pay is over, but what its channel says left', async () => {
    const sets = await threeSets()
    await sent(sets(3, 0, { paid: false }))
    const parcel = { ...shipment('1'), lines: [{ lineId: '1', quantity: 1, serialNumbers: [] }] }
    await sent(sets(3, 1, { paid: false, shipments: [parcel] }))
    await dispatched(work, 'T-1', { fridge: 1 })
    await spine.drain()
    expect(await spine.stock('oven', 'HZ')).toMatchObject({ onHand: 4, reserved: 4 })

    await spine.pass(31 * minuteMs)

    expect((await order()).phase).toBe('cancelled')
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 1, reserved: 0 })
    expect(await spine.stock('oven', 'HZ')).toMatchObject({ onHand: 4, reserved: 0 })
  })
})

describe('a count while a shipment is on its way into the books', () => {
  test('that finds some of its units leaves all of them unissued until another one finds them all', async () => {
    await given({ stock: [['fridge', 'HZ', 2]] })
    const [line] = appOrder('1').lines
    const two = { skus: ['fridge', 'fridge'], lines: [{ ...line!, quantity: 2, payableFen: 200_000 }] }
    const there = where('fridge', 'HZ')
    await sent(appOrder('1', two))
    await asked('CountStock', { ...there, documentId: 'c1', counted: 1, askedAt: start })

    const parcel = { ...shipment('1'), lines: [{ lineId: '1', quantity: 2, serialNumbers: [] }] }
    await sent(appOrder('1', { ...two, modifiedAt: start + minuteMs, shipments: [parcel] }))
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 1, reserved: 2 })

    await asked('CountStock', { ...there, documentId: 'c2', counted: 3, askedAt: start + 2 * minuteMs })
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 1, reserved: 0 })
  })

  test('that no other one puts right ends the promise of what is to leave still, and that is promised anew', async () => {
    await given({ locations: ['HZ', 'NB'], stock: [['fridge', 'HZ', 3]] })
    const [line] = appOrder('1').lines
    await sent(appOrder('1', { skus: ['fridge', 'fridge', 'fridge'], lines: [{ ...line!, quantity: 3, payableFen: 300_000 }] }))
    const work = fulfilmentKey(orderId, 'HZ', 1)
    await dispatched(work, 'T-1', { fridge: 1 })
    await spine.drain()
    await asked('CountStock', { ...where('fridge', 'HZ'), documentId: 'c1', counted: 0, askedAt: start })
    await dispatched(work, 'T-2', { fridge: 1 })
    await spine.drain()

    await spine.pass(31 * dayMs)
    expect((await order()).backorder).toMatchObject({ missing: [{ sku: 'fridge', quantity: 1 }] })
    await spine.receive('fridge', 'NB', 1)

    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 0, reserved: 0 })
    expect(await spine.stock('fridge', 'NB')).toMatchObject({ onHand: 1, reserved: 1 })
  })
})

describe('an order that is over and was shipped all the same', () => {
  const unpaid = (minute: number, more: object = {}) =>
    appOrder('1', { skus: ['fridge', 'fridge'], paid: false, modifiedAt: start + minute * minuteMs, ...more })
  const paidLate = (minute: number, more: object = {}) =>
    appOrder('1', { skus: ['fridge', 'fridge'], modifiedAt: start + minute * minuteMs, ...more })

  test('keeps what left when it is paid after all, and is promised nothing a second time', async () => {
    await given({ stock: [['fridge', 'HZ', 5]] })
    await sent(unpaid(0))
    await spine.pass(31 * minuteMs)
    await sent(unpaid(32, { shipments: [shipment('1')] }))
    await sent(unpaid(33, { shipments: [shipment('1'), shipment('2')] }))
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 3, reserved: 0 })

    await sent(paidLate(34, { shipments: [shipment('1'), shipment('2')] }))

    expect(await eventsOfOrder()).toContain('OrderReinstated')
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ onHand: 3, reserved: 0 })
  })

  test('waits for stock anew when it is paid after all, though nobody waited for what had left any more', async () => {
    await given({})
    await sent(unpaid(0))
    await spine.pass(31 * minuteMs)
    await sent(unpaid(32, { shipments: [shipment('1')] }))
    await spine.pass(40 * dayMs)

    await sent(paidLate(33, { shipments: [shipment('1')] }))
    await spine.receive('fridge', 'HZ', 2)

    expect((await plannedAt())?.join()).toContain('HZ')
  })
})

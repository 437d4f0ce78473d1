import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { orderKey, streamName } from '../../domain/shared/stream-name.ts'
import { type Deadline, deadlines } from '../../projections/deadlines/deadlines.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import { caseId, iso, openAfterSalesWorld, orderId } from './after-sales-world.ts'
import { appOrder, dayMs, minuteMs, start, unanswered } from './harness.ts'

/** The whole life of every kind of case, from what its channel says to where units and money then are. */

let world: Awaited<ReturnType<typeof openAfterSalesWorld>>
beforeEach(async () => {
  world = await openAfterSalesWorld()
  await world.define({ skus: ['fridge', 'oven'] })
  await world.receive('fridge', 'HZ', 3)
})
afterEach(async () => {
  expect(await unanswered(world.ledger.events, world.ledger.bus)).toEqual([])
  await world.close()
})

const sold = { onHand: 2, reserved: 0, damaged: 0, refurbish: 0, scrap: 0 }
const back = { ...sold, onHand: 3 }
const parcel = { fulfilmentId: `${orderId}.1@HZ`, shipmentId: 'W1' }
const replacementId = orderKey('app', 's1', 'exchange/r1')

describe('before anything leaves', () => {
  test('a refund before shipping cancels the units and promises the money back', async () => {
    await world.sent(appOrder('1'))
    await world.refund('cancelBeforeShip', 'approved')
    expect(await world.order()).toMatchObject({ phase: 'cancelled', refundedFen: 100_000 })
    await world.refund('cancelBeforeShip', 'paid')
    expect(await world.afterSales()).toMatchObject({ phase: 'paid', approved: { buyerFen: 100_000 } })
    expect(await world.counts()).toEqual(back)
    expect((await world.process('after-sales', caseId)).at(-1)).toBe('ProcessEnded')
  })

  test('an intercept that comes in time keeps the units from leaving', async () => {
    await world.sent(appOrder('1'))
    await world.refund('intercept', 'approved')
    expect(await world.order()).toMatchObject({ phase: 'cancelled', refundedFen: 100_000 })
    expect(await world.counts()).toEqual(back)
  })
})

describe('money alone', () => {
  test('a refund of goods that stay with the buyer moves no unit', async () => {
    await world.shipped()
    await world.refund('refundOnly', 'paid')
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
    expect(await world.told()).toEqual(['RefundRequested', 'RefundAgreed', 'RefundPaid', 'RefundApproved'])
    expect(await world.counts()).toEqual(sold)
  })

  test('parts of a price go back one after another, and the last takes what is left and no more', async () => {
    await world.shipped()
    await world.refund('refundOnly', 'paid', { refundId: 'r1', refundFen: 30_001 })
    await world.refund('priceProtection', 'paid', { refundId: 'r2', refundFen: 9_999 })
    await world.refund('refundOnly', 'approved', { refundId: 'r3', refundFen: 60_001 })
    expect(await world.order()).toMatchObject({ refundedFen: 40_000 })
    await world.refund('refundOnly', 'approved', { refundId: 'r3', refundFen: 60_000 })
    expect(await world.order()).toMatchObject({ refundedFen: 100_000, capturedFen: 100_000 })
    await world.refund('priceProtection', 'approved', { refundId: 'r4', refundFen: 1 })
    await world.pass(31 * dayMs)
    expect((await world.afterSales(orderKey('app', 's1', 'r4'))).phase).toBe('refused')
  })

  test('price protection and then a return give back the price once', async () => {
    await world.shipped()
    await world.refund('priceProtection', 'paid', { refundId: 'r2', refundFen: 20_000 })
    await world.refund('returnAndRefund', 'approved', { refundFen: 80_000 })
    await world.back('sellable')
    await world.refund('returnAndRefund', 'paid', { refundFen: 80_000 })
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
    expect(await world.counts()).toEqual(back)
  })
})

describe('units that come back', () => {
  test.each([
    ['sellable', { ...back }],
    ['refurbish', { ...sold, refurbish: 1 }],
    ['scrap', { ...sold, scrap: 1 }],
    ['damaged', { ...sold, damaged: 1 }],
  ])('as %s go to the stock of that grade, and count as sellable only if they are', async (condition, counts) => {
    await world.shipped()
    await world.refund('returnAndRefund', 'approved')
    expect(await world.afterSales()).toMatchObject({ returnExpected: { lines: [{ lineId: '1', quantity: 1 }] } })
    await world.back(condition)
    await world.refund('returnAndRefund', 'paid')
    expect(await world.counts()).toEqual(counts)
    expect((await world.process('after-sales', caseId)).at(-1)).toBe('ProcessEnded')
  })

  test('take their serial number with them: a unit to be refurbished is sold again once it is repaired', async () => {
    const { sku } = { sku: 'fridge' }
    await world.asked('DefineSku', {
      ...{ sku, name: sku, model: null, maker: 'Snow', energyGrade: 'level1', barCode: null, weightGrams: 60_000, sizeMillimetres: null },
      ...{
        listPriceFen: 100_000,
        serialNumberRequired: true,
        components: [],
        category: 'refrigerator',
        brand: 'Snow',
        definedAt: start + 1,
      },
    })
    await world.shipped(appOrder('1'), undefined, ['sn1'])
    await world.refund('returnAndRefund', 'approved')
    await world.back('refurbish', { serialNumbers: ['sn1'] })
    const unit = { maker: 'Snow', serialNumber: 'sn1', sku: 'fridge', location: 'HZ' }
    const issue = { ...unit, fulfilmentId: 'f', shipmentId: 's', orderId: 'o', askedAt: start + dayMs }
    expect(await world.asked('IssueSerialNumber', issue)).toMatchObject({ code: 'SERIAL_NUMBER_UNFIT' })
    const where = { sku: 'fridge', location: 'HZ', regionPath: [], category: 'refrigerator', brand: 'Snow' }
    const repaired = { documentId: 'fix1', askedAt: start + dayMs, condition: 'sellable' }
    expect(await world.asked('GradeStock', { ...where, ...repaired, quantity: 1, was: 'refurbish' })).toMatchObject({ accepted: true })
    expect(await world.asked('GradeSerialNumber', { ...unit, ...repaired })).toMatchObject({ accepted: true })
    expect(await world.counts()).toEqual(back)
    expect(await world.asked('IssueSerialNumber', issue)).toMatchObject({ accepted: true })
  })
})

describe('a parcel its buyer will not have', () => {
  test('is refused at the door as the channel says: its work is told, and the units are awaited under its number', async () => {
    await world.shipped()
    await world.refund('rejectedDelivery', 'approved')
    expect(await world.eventsOf(streamName('fulfilment', parcel.fulfilmentId))).toContain('DeliveryRefused')
    expect(await world.afterSales()).toMatchObject({ returnExpected: { waybill: 'W1' } })
    await world.back('sellable')
    // A channel that has no word for it calls it a refund when it is paid.
    await world.refund('refundOnly', 'paid')
    expect(await world.afterSales()).toMatchObject({ kind: 'rejectedDelivery', phase: 'paid' })
    expect(await world.counts()).toEqual(back)
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
  })

  test('is turned round by its carrier: asked once, awaited once it is on its way back', async () => {
    await world.shipped()
    await world.refund('intercept', 'approved')
    const [asking] = await world.dataOf(streamName('fulfilment', parcel.fulfilmentId), 'InterceptRequested')
    expect(asking).toMatchObject({ shipmentId: 'W1', carrier: 'SF', waybill: 'W1', afterSalesId: caseId })
    expect((await world.afterSales()).returnExpected).toBeNull()
    await world.asked('RefuseDelivery', { ...parcel, refusedAt: start + dayMs, reason: 'intercepted' })
    expect(await world.afterSales()).toMatchObject({ phase: 'agreed', returnExpected: { waybill: 'W1' } })
    await world.back('sellable')
    await world.refund('refundOnly', 'paid')
    expect(await world.afterSales()).toMatchObject({ kind: 'intercept', phase: 'paid' })
    expect(await world.counts()).toEqual(back)
    expect(await world.dataOf(streamName('fulfilment', parcel.fulfilmentId), 'InterceptRequested')).toHaveLength(1)
  })

  test('is turned round as far as it left, and not sent as far as it did not', async () => {
    const [line] = appOrder('1').lines
    const two = { ...line!, quantity: 2, payableFen: 200_000 }
    await world.sent(appOrder('1', { skus: ['fridge', 'fridge'], lines: [two] }))
    const work = (await world.work(parcel.fulfilmentId))!
    const { lineId, sku, reservationId } = [...work.lines.values()][0]!.requested
    const left = {
      ...parcel,
      carrier: 'SF',
      waybill: 'W1',
      dispatchedAt: start,
      lines: [{ lineId, sku, reservationId, quantity: 1, serialNumbers: [] }],
    }
    await world.asked('DispatchShipment', left)
    await world.refund('intercept', 'approved', { refundFen: 200_000, lines: [{ lineId: '1', quantity: 2 }] })
    expect((await world.order()).lines.get('1')).toMatchObject({ shipped: 1, cancelled: 1 })
    expect(await world.dataOf(streamName('fulfilment', parcel.fulfilmentId), 'InterceptRequested')).toHaveLength(1)
    await world.asked('RefuseDelivery', { ...parcel, refusedAt: start + dayMs, reason: 'intercepted' })
    await world.back('sellable')
    await world.refund('refundOnly', 'paid', { refundFen: 200_000, lines: [{ lineId: '1', quantity: 2 }] })
    expect(await world.counts()).toEqual(back)
    expect(await world.order()).toMatchObject({ refundedFen: 200_000 })
  })

  test.each([
    ['which its carrier could not turn round', 'FailIntercept', { failedAt: start + dayMs, reason: 'on the van' }],
    ['which was delivered all the same', 'DeliverShipment', { deliveredAt: start + dayMs }],
  ])('and %s is the buyer’s: no refund, unless the channel agrees anew', async (_, type, more) => {
    await world.shipped()
    await world.refund('intercept', 'approved')
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
    await world.asked(type, { ...parcel, ...more })
    expect(await world.afterSales()).toMatchObject({ phase: 'refused' })
    expect(await world.order()).toMatchObject({ refundedFen: 0 })
    await world.refund('returnAndRefund', 'approved')
    expect(await world.afterSales()).toMatchObject({ kind: 'returnAndRefund', phase: 'agreed', returnExpected: {} })
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
  })

  test('and of which its carrier says nothing in time is the buyer’s; what comes back all the same is put away', async () => {
    await world.publish({ interceptWithinMs: 3 * dayMs })
    await world.shipped()
    await world.refund('intercept', 'approved')
    await world.pass(2 * dayMs)
    expect(await world.afterSales()).toMatchObject({ phase: 'agreed' })
    await world.pass(dayMs)
    expect(await world.afterSales()).toMatchObject({ phase: 'refused' })
    expect(await world.order()).toMatchObject({ refundedFen: 0 })
    await world.asked('RefuseDelivery', { ...parcel, refusedAt: start + 5 * dayMs, reason: 'intercepted' })
    await world.back('sellable')
    expect(await world.counts()).toEqual(back)
    expect(await world.order()).toMatchObject({ refundedFen: 0 })
  })

  test('opens a case by itself where its channel sends none, for what is left of the units in it', async () => {
    await world.publish({ opensRefusedFor: ['app'] })
    await world.shipped()
    await world.refund('priceProtection', 'paid', { refundId: 'r2', refundFen: 20_000, lines: [] })
    const own = orderKey('app', 's1', 'refused/W1')
    await world.asked('RefuseDelivery', { ...parcel, refusedAt: start + dayMs, reason: 'too large' })
    // Somebody has to say whether the money that went back was for these units.
    expect(await world.told(own)).toEqual([])
    await world.shipped(appOrder('2'), `${orderKey('app', 's1', '2')}.1@HZ`)
    await world.asked('RefuseDelivery', {
      fulfilmentId: `${orderKey('app', 's1', '2')}.1@HZ`,
      shipmentId: 'W1',
      refusedAt: start + dayMs,
      reason: 'no',
    })
    expect(await world.afterSales(own)).toMatchObject({ kind: 'rejectedDelivery', phase: 'agreed', returnExpected: { waybill: 'W1' } })
    expect(await world.order(orderKey('app', 's1', '2'))).toMatchObject({ refundedFen: 100_000 })
  })
})

describe('an exchange', () => {
  const delivered = { deliveredAt: iso(start + 2 * dayMs), finishedAt: iso(start + 2 * dayMs) }

  test('sends nothing by what is built in', async () => {
    await world.shipped()
    await world.refund('exchange', 'approved', { refundFen: 0 })
    await world.back('scrap')
    expect(await world.order(replacementId)).toBeNull()
    expect(await world.counts()).toEqual({ ...sold, scrap: 1 })
  })

  test('sends the new unit before the old one is back, where the rules trust the buyer', async () => {
    await world.publish({ exchangeSends: 'onAgreement' })
    await world.shipped()
    await world.refund('exchange', 'approved', { refundFen: 0 })
    expect(await world.order(replacementId)).toMatchObject({ phase: 'open', payableFen: 0, capturedFen: 0 })
    expect(await world.eventsOf(streamName('fulfilment', `${replacementId}.1@HZ`))).toEqual(['FulfilmentRequested'])
    expect(await world.counts()).toEqual({ ...sold, reserved: 1 })
    expect(await world.afterSales()).toMatchObject({ replacement: { replacementOrderId: replacementId } })
    expect(await world.order()).toMatchObject({ refundedFen: 0 })
  })

  test('sends it once the old one is there, as work of its own that is issued, delivered and over', async () => {
    await world.publish({ exchangeSends: 'onInspection' })
    await world.shipped()
    await world.refund('exchange', 'approved', { refundFen: 0 })
    expect(await world.order(replacementId)).toBeNull()
    await world.back('refurbish')
    const work = (await world.work(`${replacementId}.1@HZ`))!
    const [line] = [...work.lines.values()]
    const { lineId, sku, reservationId } = line!.requested
    const gone = { fulfilmentId: `${replacementId}.1@HZ`, shipmentId: 'W2', carrier: null, waybill: 'W2', dispatchedAt: start + dayMs }
    await world.asked('DispatchShipment', { ...gone, lines: [{ lineId, sku, reservationId, quantity: 1, serialNumbers: [] }] })
    expect(await world.counts()).toEqual({ ...sold, onHand: 1, refurbish: 1 })
    expect((await world.process('after-sales', caseId)).at(-1)).not.toBe('ProcessEnded')
    await world.asked('RecordDelivery', { orderId: replacementId, deliveredAt: start + 2 * dayMs })
    const [ended] = (await world.dataOf(streamName('process', `after-sales.${caseId}`), 'ProcessEnded')).slice(-1)
    expect(ended).toMatchObject({ outcome: 'replaced' })
  })

  test('is over once the parcel of the new unit is with the buyer, whoever says so', async () => {
    await world.publish({ exchangeSends: 'onAgreement' })
    await world.shipped()
    await world.refund('exchange', 'approved', { refundFen: 0 })
    const fulfilmentId = `${replacementId}.1@HZ`
    const [line] = [...(await world.work(fulfilmentId))!.lines.values()]
    const { lineId, sku, reservationId } = line!.requested
    const gone = { fulfilmentId, shipmentId: 'W2', carrier: null, waybill: 'W2', dispatchedAt: start + dayMs }
    await world.asked('DispatchShipment', { ...gone, lines: [{ lineId, sku, reservationId, quantity: 1, serialNumbers: [] }] })
    await world.asked('DeliverShipment', { fulfilmentId, shipmentId: 'W2', deliveredAt: start + 2 * dayMs })
    expect(await world.order(replacementId)).toMatchObject({ deliveredAt: start + 2 * dayMs })
    const [ended] = (await world.dataOf(streamName('process', `after-sales.${caseId}`), 'ProcessEnded')).slice(-1)
    expect(ended).toMatchObject({ outcome: 'replaced' })
  })

  test('that is called off before the new unit left gives its promise back', async () => {
    await world.publish({ exchangeSends: 'onAgreement' })
    await world.shipped()
    await world.refund('exchange', 'approved', { refundFen: 0 })
    await world.refund('exchange', 'closed', { refundFen: 0 })
    expect(await world.order(replacementId)).toMatchObject({ phase: 'cancelled' })
    expect(await world.counts()).toEqual(sold)
  })

  test('that its channel closes once the old unit is back is still owed the new one', async () => {
    await world.publish({ exchangeSends: 'onInspection' })
    await world.shipped()
    await world.refund('exchange', 'approved', { refundFen: 0 })
    await world.back('scrap')
    await world.refund('exchange', 'closed', { refundFen: 0 })
    expect(await world.afterSales()).toMatchObject({ phase: 'closed' })
    expect(await world.order(replacementId)).toMatchObject({ phase: 'open' })
    expect(await world.counts()).toEqual({ ...sold, reserved: 1, scrap: 1 })
  })

  test('for which there is no unit is not made: somebody may ask for the money instead, by the same case', async () => {
    await world.publish({ exchangeSends: 'onAgreement' })
    await world.shipped()
    await world.asked('CountStock', {
      ...{
        sku: 'fridge',
        location: 'HZ',
        regionPath: [],
        category: 'refrigerator',
        brand: 'Snow',
        documentId: 'c1',
        counted: 0,
        askedAt: start,
      },
    })
    await world.refund('exchange', 'approved', { refundFen: 0 })
    await world.pass(8 * dayMs)
    expect(await world.order(replacementId)).toMatchObject({ phase: 'cancelled' })
    const [ended] = (await world.dataOf(streamName('process', `after-sales.${caseId}`), 'ProcessEnded')).slice(-1)
    expect(ended).toMatchObject({ outcome: 'notReplaced' })
    const asked = {
      afterSalesId: caseId,
      lines: [{ lineId: '1', quantity: 1 }],
      refundFen: 100_000,
      freightFen: 0,
      kind: 'returnAndRefund',
    }
    expect(await world.asked('AmendRefund', asked)).toMatchObject({ accepted: true })
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
  })

  test('that becomes a return gives the money back and sends nothing', async () => {
    await world.publish({ exchangeSends: 'onAgreement' })
    await world.shipped()
    await world.refund('exchange', 'approved', { refundFen: 0 })
    await world.refund('returnAndRefund', 'approved')
    expect(await world.order(replacementId)).toMatchObject({ phase: 'cancelled' })
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
  })

  test('is done once the buyer has it: no channel will say so of an order it does not know', async () => {
    await world.publish({ resendSends: 'onAgreement' })
    await world.shipped()
    await world.refund('resend', 'approved', { refundFen: 0 })
    const resent = orderKey('app', 's1', 'resend/r1')
    for (const each of [orderId, resent]) await world.asked('RecordDelivery', { orderId: each, deliveredAt: start + 2 * dayMs })
    expect(await world.order(resent)).toMatchObject({ phase: 'completed' })
    expect(await world.order()).toMatchObject({ phase: 'open' })
  })

  test('of which the order is delivered by the channel’s word is over as well', async () => {
    await world.publish({ exchangeSends: 'onAgreement', resendSends: 'onAgreement' })
    await world.shipped({ ...appOrder('1'), ...delivered })
    await world.refund('resend', 'approved', { refundFen: 0 })
    const resent = orderKey('app', 's1', 'resend/r1')
    expect(await world.order(resent)).toMatchObject({ phase: 'open' })
    await world.asked('CompleteOrder', { orderId: resent, completedAt: start + 3 * dayMs })
    expect((await world.process('after-sales', caseId)).at(-1)).toBe('ProcessEnded')
  })
})

describe('a return that has a deadline', () => {
  const shown = async () => {
    await world.ledger.readModels.waitFor(deadlines.name, await world.ledger.events.head(), 10_000)
    const model = await openReadModel<Deadline>(world.ledger.documents, deadlines)
    return (await model!.collection.get([`return:${caseId}`]))[0]?.body
  }

  test('has none by what is built in', async () => {
    await world.shipped()
    await world.refund('returnAndRefund', 'approved')
    await world.pass(400 * dayMs)
    expect(await world.afterSales()).toMatchObject({ phase: 'agreed', returnDeadline: null })
  })

  test('is closed when nothing is back by then, and its money stays', async () => {
    await world.publish({ returnWithinMs: 10 * dayMs })
    await world.shipped()
    await world.refund('returnAndRefund', 'approved')
    expect(await shown()).toMatchObject({ kind: 'return', afterSalesId: caseId, orderId, dueAt: start + 10 * dayMs })
    await world.pass(10 * dayMs - minuteMs)
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
    await world.pass(minuteMs)
    expect(await world.afterSales()).toMatchObject({ phase: 'closed', closedAsOverdue: true })
    expect(await world.order()).toMatchObject({ refundedFen: 0 })
    expect(await shown()).toBeFalsy()
  })

  test('is agreed to anew when the units come late, where the rules say so', async () => {
    await world.publish({ returnWithinMs: 10 * dayMs, whenLate: 'reopen' })
    await world.shipped()
    await world.refund('returnAndRefund', 'approved')
    await world.pass(11 * dayMs)
    await world.back('sellable')
    expect(await world.afterSales()).toMatchObject({ phase: 'agreed' })
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
    expect(await world.counts()).toEqual(back)
  })

  test('stays closed when they come late otherwise, and they are put away', async () => {
    await world.publish({ returnWithinMs: 10 * dayMs })
    await world.shipped()
    await world.refund('returnAndRefund', 'approved')
    await world.pass(11 * dayMs)
    await world.back('sellable')
    expect(await world.afterSales()).toMatchObject({ phase: 'closed' })
    expect(await world.order()).toMatchObject({ refundedFen: 0 })
    expect(await world.counts()).toEqual(back)
  })

  test('is met by what comes in time, and by nothing else', async () => {
    await world.publish({ returnWithinMs: 10 * dayMs })
    await world.shipped()
    await world.refund('returnAndRefund', 'approved')
    await world.back('sellable')
    expect(await shown()).toBeFalsy()
    await world.pass(30 * dayMs)
    expect(await world.told()).not.toContain('ReturnOverdue')
  })

  test('is none of the buyer’s where a carrier brings the units back', async () => {
    await world.publish({ returnWithinMs: 10 * dayMs })
    await world.shipped()
    await world.refund('rejectedDelivery', 'approved')
    await world.pass(30 * dayMs)
    expect(await world.afterSales()).toMatchObject({ phase: 'agreed', returnDeadline: null })
  })

  test('whose money went back already is told to be overdue, and stands', async () => {
    await world.publish({ returnWithinMs: 10 * dayMs })
    await world.shipped()
    await world.refund('returnAndRefund', 'approved')
    await world.refund('returnAndRefund', 'paid')
    await world.pass(11 * dayMs)
    expect(await world.afterSales()).toMatchObject({ phase: 'paid', returnDeadline: { isOver: true } })
    expect(await world.dataOf(streamName('aftersales', caseId), 'ReturnOverdue')).toMatchObject([{ paid: true }])
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
  })
})

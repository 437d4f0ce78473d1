import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { processAggregate } from '../../../domain/process/process.ts'
import { caseId, openAfterSalesWorld } from '../after-sales-world.ts'
import { appOrder, dayMs, start, unanswered } from '../harness.ts'

/** Cases whose time is over, and what comes all the same. */

let world: Awaited<ReturnType<typeof openAfterSalesWorld>>
beforeEach(async () => {
  world = await openAfterSalesWorld()
  await world.define()
  await world.receive('fridge', 'HZ', 2)
})
afterEach(async () => {
  expect(await unanswered(world.ledger.events, world.ledger.bus)).toEqual([])
  await world.close()
})

const process = async () => (await world.ledger.bus.look(processAggregate, `after-sales.${caseId}`))!

describe('a case whose order does not come', () => {
  test('is refused when its time is over; its channel may agree anew, and then the order pays it', async () => {
    await world.refund('refundOnly', 'approved')
    expect((await process()).waiting).toMatchObject({ forWhat: 'order', dueAt: start + 30 * dayMs })
    await world.pass(30 * dayMs - 1)
    expect(await world.afterSales()).toMatchObject({ phase: 'agreed' })
    await world.pass(1)
    expect(await world.afterSales()).toMatchObject({ phase: 'refused' })
    await world.sent(appOrder('1'))
    expect(await world.order()).toMatchObject({ refundedFen: 0 })

    await world.refund('refundOnly', 'approved')
    expect(await world.afterSales()).toMatchObject({ phase: 'agreed' })
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
  })

  test('and was paid already is shown as paid beyond the order, until the order comes all the same and knows of it', async () => {
    await world.refund('refundOnly', 'paid')
    await world.pass(30 * dayMs)
    expect((await process()).waiting).toMatchObject({ forWhat: 'paidBeyondTheOrder', dueAt: null })
    expect(await world.afterSales()).toMatchObject({ phase: 'paid', approved: null })
    await world.pass(400 * dayMs)

    await world.sent(appOrder('1'))
    expect(await world.order()).toMatchObject({ capturedFen: 100_000, refundedFen: 100_000 })
    expect(await process()).toMatchObject({ outcome: 'paid', waiting: null })
  })

  test('of which a part of the money comes late gives back what is there then', async () => {
    await world.sent(appOrder('1', { paid: false }))
    await world.refund('refundOnly', 'paid')
    await world.pass(31 * dayMs)
    expect((await process()).waiting).toMatchObject({ forWhat: 'paidBeyondTheOrder' })
    await world.sent(appOrder('1', { modifiedAt: world.clock.now() }))
    expect(await world.order()).toMatchObject({ capturedFen: 100_000, refundedFen: 100_000 })
  })
})

describe('units of a return', () => {
  test('that nobody looks at for long are no stock until somebody does, and are put away then', async () => {
    await world.shipped()
    await world.refund('returnAndRefund', 'approved')
    const unit = { lineId: '1', sku: 'fridge', quantity: 1, serialNumbers: [] }
    const receipt = { afterSalesId: caseId, receiptId: 'b1', location: 'HZ' }
    await world.asked('ReceiveReturn', { ...receipt, units: [unit], receivedAt: world.clock.now() })
    await world.pass(400 * dayMs)
    expect(await world.counts()).toMatchObject({ onHand: 1, scrap: 0 })
    const looked = { ...receipt, units: [{ ...unit, condition: 'sellable' }], inspectedAt: world.clock.now() }
    expect(await world.asked('InspectReturn', looked)).toMatchObject({ accepted: true })
    expect(await world.counts()).toMatchObject({ onHand: 2 })
  })

  test('that are overdue leave the case as it is where the rules only tell of it, and count when they come', async () => {
    await world.publish({ returnWithinMs: 10 * dayMs, whenOverdue: 'keep' })
    await world.shipped()
    await world.refund('returnAndRefund', 'approved')
    await world.pass(10 * dayMs)
    expect(await world.told()).toContain('ReturnOverdue')
    expect(await world.afterSales()).toMatchObject({ phase: 'agreed', returnDeadline: { isOver: true } })
    expect(await world.order()).toMatchObject({ refundedFen: 100_000 })
    await world.back('sellable')
    expect(await world.counts()).toMatchObject({ onHand: 2 })
    expect(await world.afterSales()).toMatchObject({ phase: 'agreed' })
  })
})

test('stock that comes once an exchange had none is for others: the case goes on as it was', async () => {
  await world.publish({ exchangeSends: 'onAgreement' })
  await world.shipped()
  const none = { sku: 'fridge', location: 'HZ', regionPath: [], category: 'refrigerator', brand: 'Snow', documentId: 'c1', counted: 0 }
  await world.asked('CountStock', { ...none, askedAt: start })
  await world.refund('exchange', 'approved', { refundFen: 0 })
  await world.pass(7 * dayMs)
  expect(await process()).toMatchObject({ outcome: 'notReplaced' })
  await world.receive('fridge', 'HZ', 3)
  expect(await world.counts()).toMatchObject({ onHand: 3, reserved: 0 })
  expect(await world.order('app.s1.exchange%2Fr1')).toMatchObject({ phase: 'cancelled' })
})

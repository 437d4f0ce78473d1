import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fulfilmentAggregate, fulfilmentKey } from '../../domain/fulfilment/fulfilment.ts'
import { processAggregate } from '../../domain/process/process.ts'
import { appOrder, dayMs, minuteMs, openSpine, start } from './harness.ts'

type Spine = Awaited<ReturnType<typeof openSpine>>
let spine: Spine
beforeEach(async () => {
  spine = await openSpine()
})
afterEach(async () => {
  await spine.close()
})

const shipped = (orderId: string, at: number) => ({
  ...appOrder(orderId, { modifiedAt: at }),
  status: 'shipped',
  shipments: [
    {
      shipmentId: `SF-${orderId}`,
      carrier: 'SF',
      waybill: `SF-${orderId}`,
      shippedAt: new Date(at).toISOString(),
      lines: [{ lineId: '1', quantity: 1, serialNumbers: [] }],
    },
  ],
})

describe('an order from its payload on', () => {
  test('is placed, promised at a location and given to it once paid', async () => {
    await spine.define()
    await spine.receive('fridge', 'HZ', 2)
    expect(await spine.send(appOrder('1'))).toMatchObject({ outcome: 'placed', orderId: 'app.s1.1', exceptionId: null })
    await spine.drain()
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 2, reserved: 1, damaged: 0 })
    expect(await spine.eventsOf(spine.orderStream('1'))).toEqual(['OrderPlaced', 'PaymentCaptured', 'OrderSourced'])
    expect(await spine.eventsOf('fulfilment-app.s1.1.1@HZ')).toEqual(['FulfilmentRequested'])
  })

  test('leaves when the channel says so, and the units are issued once', async () => {
    await spine.define()
    await spine.receive('fridge', 'HZ', 2)
    await spine.send(appOrder('1'))
    await spine.drain()
    expect(await spine.send(shipped('1', start + minuteMs))).toMatchObject({ outcome: 'updated' })
    await spine.drain()
    await spine.drain()
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
    expect(await spine.eventsOf('fulfilment-app.s1.1.1@HZ')).toEqual(['FulfilmentRequested', 'ShipmentDispatched'])
  })

  test('of which the buyer fetches one line and is sent the other is two works of the place that has both', async () => {
    await spine.define({ skus: ['fridge', 'oven'] })
    for (const sku of ['fridge', 'oven']) await spine.receive(sku, 'HZ', 1)
    const both = appOrder('1', { skus: ['fridge', 'oven'] })
    const lines = both.lines.map((line, place) => ({ ...line, delivery: place === 0 ? 'ship' : 'storePickup' }))
    await spine.send({ ...both, lines })
    await spine.drain()
    const kinds = await Promise.all(
      [1, 2].map((attempt) => spine.ledger.bus.look(fulfilmentAggregate, fulfilmentKey('app.s1.1', 'HZ', attempt))),
    )
    expect(kinds.map((work) => [work?.request?.kind, work?.request?.lines.map(({ sku }) => sku)])).toEqual([
      ['delivery', ['fridge']],
      ['storePickup', ['oven']],
    ])
  })

  test('whose shipping is the first thing heard is promised, given out and issued all the same', async () => {
    await spine.define()
    await spine.receive('fridge', 'HZ', 1)
    expect(await spine.send(shipped('1', start + minuteMs))).toMatchObject({ outcome: 'placed' })
    await spine.drain()
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 0, reserved: 0, damaged: 0 })
    expect(await spine.send(appOrder('1'))).toMatchObject({ outcome: 'stale' })
  })

  test('gives back what it took when a line cannot be promised, and waits as a backorder until stock comes', async () => {
    await spine.define({ skus: ['fridge', 'oven'] })
    await spine.receive('fridge', 'HZ', 1)
    await spine.send(appOrder('1', { skus: ['fridge', 'oven'] }))
    await spine.drain()
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
    expect((await spine.eventsOf(spine.orderStream('1'))).at(-1)).toBe('OrderBackordered')
    await spine.receive('oven', 'HZ', 1)
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 1, damaged: 0 })
    expect((await spine.eventsOf(spine.orderStream('1'))).at(-1)).toBe('OrderSourced')
  })

  test('is cancelled when its backorder is due', async () => {
    await spine.define()
    await spine.send(appOrder('1'))
    await spine.drain()
    await spine.pass(8 * dayMs)
    expect((await spine.eventsOf(spine.orderStream('1'))).at(-1)).toBe('OrderCancelled')
  })

  test('that is not paid in time gives its units back, and a late payment brings it to life again', async () => {
    await spine.define()
    await spine.receive('fridge', 'HZ', 1)
    await spine.send(appOrder('1', { paid: false }))
    await spine.drain()
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
    await spine.pass(31 * minuteMs)
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 0 })
    expect((await spine.eventsOf(spine.orderStream('1'))).at(-1)).toBe('OrderCancelled')
    await spine.send(appOrder('1', { modifiedAt: start + 40 * minuteMs }))
    await spine.drain()
    expect(await spine.eventsOf(spine.orderStream('1'))).toEqual(expect.arrayContaining(['OrderReinstated']))
    expect(await spine.stock('fridge', 'HZ')).toMatchObject({ reserved: 1 })
  })

  test('sent a hundred times at once is one order and one stored message', async () => {
    await spine.define()
    await spine.receive('fridge', 'HZ', 5)
    const results = await Promise.all(Array.from({ length: 100 }, () => spine.send(appOrder('1'))))
    expect(results.filter(({ outcome }) => outcome === 'placed')).toHaveLength(1)
    expect(results.filter(({ outcome }) => outcome === 'duplicate')).toHaveLength(99)
    await spine.drain()
    expect(await spine.send(appOrder('1'))).toMatchObject({ outcome: 'duplicate' })
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 5, reserved: 1, damaged: 0 })
    expect(await spine.eventsOf(`message-app.s1.${results[0]!.messageId}`)).toEqual(['ChannelMessageReceived'])
  })

  test('whose listing is unknown is kept as an exception and goes through when it is retried', async () => {
    await spine.define()
    const result = await spine.send(appOrder('1', { skus: ['oven'] }))
    expect(result).toMatchObject({ outcome: 'exception', exceptionId: result.messageId })
    expect(await spine.send(appOrder('1', { skus: ['oven'] }))).toMatchObject({
      outcome: 'duplicate',
      exceptionId: result.messageId,
      reason: result.reason,
    })
    await spine.define({ skus: ['oven'] })
    const name = { channel: 'app', shop: 's1', messageId: result.messageId } as const
    const asking = { commandId: 'retry-1', actor: 'key:test', occurredAt: start, correlationId: 'r', causationId: 'r' }
    expect(await spine.ledger.exceptions.retry(name, asking)).toMatchObject({ ok: true, outcome: 'placed' })
    expect(await spine.ledger.exceptions.retry(name, { ...asking, commandId: 'retry-2' })).toMatchObject({ code: 'EXCEPTION_CLOSED' })
  })

  test('is refunded before it left: its money is committed, its units go back to sale', async () => {
    await spine.define()
    await spine.receive('fridge', 'HZ', 1)
    const refund = {
      ...{ type: 'afterSale', shop: 's1', orderId: '1', refundId: 'r1', kind: 'cancelBeforeShip', status: 'paid', goodsFen: 100_000 },
      ...{ modifiedAt: new Date(start + minuteMs).toISOString(), requestedAt: new Date(start).toISOString() },
      ...{ paidAt: new Date(start + minuteMs).toISOString(), lines: [{ lineId: '1', quantity: 1 }], refundFen: 100_000, freightFen: 0 },
    }
    expect(await spine.send(refund)).toMatchObject({ outcome: 'placed', orderId: 'app.s1.r1' })
    await spine.drain()
    await spine.send(appOrder('1'))
    await spine.drain()
    expect(await spine.eventsOf(spine.orderStream('1'))).toEqual(
      expect.arrayContaining(['RefundCommitted', 'LineCancelled', 'OrderCancelled']),
    )
    expect(await spine.eventsOf('aftersales-app.s1.r1')).toEqual(expect.arrayContaining(['RefundApproved', 'RefundPaid']))
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
  })
})

describe('units that left, whatever became of their order', () => {
  const shippedAndClosed = { ...shipped('1', start + minuteMs), status: 'closedAfterPay' }

  test('are issued though the first thing heard is that it was shipped and cancelled', async () => {
    await spine.define()
    await spine.receive('fridge', 'HZ', 2)
    expect(await spine.send(shippedAndClosed)).toMatchObject({ outcome: 'placed' })
    await spine.drain()
    await spine.drain()
    expect(await spine.eventsOf(spine.orderStream('1'))).toContain('OrderCancelled')
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
    expect(await spine.eventsOf('fulfilment-app.s1.1.1@HZ')).toEqual(['FulfilmentRequested', 'ShipmentDispatched'])
  })

  test('wait to be seen where there is no stock they could have left from, and are issued once there is', async () => {
    await spine.define()
    await spine.send(shippedAndClosed)
    await spine.drain()
    const state = await spine.ledger.bus.look(processAggregate, 'order.app.s1.1')
    expect(state?.waiting).toMatchObject({ forWhat: 'stock', keys: ['sku:fridge'], dueAt: start + 7 * dayMs })
    await spine.receive('fridge', 'HZ', 2)
    await spine.drain()
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
  })

  test('do not wait for ever', async () => {
    await spine.define()
    await spine.send(shippedAndClosed)
    await spine.drain()
    await spine.pass(8 * dayMs)
    expect((await spine.ledger.bus.look(processAggregate, 'order.app.s1.1'))?.outcome).toBe('shippedWithoutStock')
  })

  test('are issued though their channel tells of them long after they left', async () => {
    await spine.define()
    await spine.receive('fridge', 'HZ', 1)
    const longAgo = start - 400 * dayMs
    await spine.send({ ...shipped('1', longAgo), placedAt: new Date(longAgo).toISOString() })
    await spine.drain()
    await spine.drain()
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 0, reserved: 0, damaged: 0 })
  })
})

test('a refund that its channel tells of long after it was paid still waits for its order', async () => {
  await spine.define()
  const longAgo = new Date(start - 400 * dayMs).toISOString()
  await spine.send({
    ...{ type: 'afterSale', shop: 's1', orderId: '1', refundId: 'r1', kind: 'refundOnly', status: 'paid', goodsFen: 100_000 },
    ...{ modifiedAt: longAgo, requestedAt: longAgo, paidAt: longAgo, lines: [], refundFen: 100_000, freightFen: 0 },
  })
  await spine.drain()
  await spine.send(appOrder('1'))
  await spine.drain()
  expect(await spine.eventsOf(spine.orderStream('1'))).toContain('RefundCommitted')
})

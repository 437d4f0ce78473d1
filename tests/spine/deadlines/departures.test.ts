import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { skuAggregate } from '../../../domain/catalogue/sku.ts'
import { fulfilmentAggregate } from '../../../domain/fulfilment/fulfilment.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { processAggregate } from '../../../domain/process/process.ts'
import { streamKey } from '../../../domain/shared/stream-name.ts'
import { appOrder, dayMs, minuteMs, openSpine, start, unanswered } from '../harness.ts'

/** What is said to have left, and what of it comes once nobody waits for it any more. */

let spine: Awaited<ReturnType<typeof openSpine>>
beforeEach(async () => {
  spine = await openSpine()
  await spine.define({ skus: ['fridge', 'oven'] })
})
afterEach(async () => {
  expect(await unanswered(spine.ledger.events, spine.ledger.bus)).toEqual([])
  await spine.close()
})

const orderId = 'app.s1.1'
const iso = (instant: number) => new Date(instant).toISOString()
const order = async () => (await spine.ledger.bus.look(orderAggregate, orderId))!
const instance = async (name: string) => (await spine.ledger.bus.look(processAggregate, name))!
const sent = async (more: Parameters<typeof appOrder>[1] = {}) => {
  await spine.send(appOrder('1', { modifiedAt: spine.clock.now(), ...more }))
  await spine.drain()
}
const parcel = (lineId: string, quantity = 1) => ({
  ...{ shipmentId: `SF-${lineId}`, carrier: 'SF', waybill: `SF-${lineId}`, shippedAt: iso(start) },
  lines: [{ lineId, quantity, serialNumbers: [] }],
})

describe('what a channel says left', () => {
  const shipment = `shipment.${orderId}.SF%2D1`

  test('waits for work thirty days and is unmatched then; work that comes later brings it into the books', async () => {
    const skus = ['fridge', 'oven']
    await sent({ skus, status: 'shipped', shipments: [parcel('1')] })
    expect((await instance(shipment)).waiting).toMatchObject({ forWhat: 'work', dueAt: start + 30 * dayMs })
    await spine.pass(30 * dayMs - 1)
    expect((await instance(shipment)).outcome).toBeNull()
    await spine.pass(1)
    expect((await instance(shipment)).outcome).toBe('unmatched')
    expect((await order()).phase).toBe('open')

    for (const sku of skus) await spine.receive(sku, 'HZ', 2)
    expect((await instance(shipment)).outcome).toBe('issued')
    expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 1, reserved: 0, damaged: 0 })
    expect(await spine.stock('oven', 'HZ')).toEqual({ onHand: 2, reserved: 1, damaged: 0 })
  })

  test.each([
    ['closed', { status: 'closedAfterPay' }, 7 * dayMs],
    ['completed', { status: 'finished', finishedAt: iso(start) }, 0],
  ])(
    'of an order that is %s waits no longer for stock than that allows, and stock that comes then stays for others',
    async (_, end, ms) => {
      await sent({ ...end, shipments: [parcel('1')] })
      const outcome = async () => (await instance(`order.${orderId}`)).outcome
      if (ms > 0) {
        await spine.pass(ms - 1)
        expect(await outcome()).toBeNull()
        await spine.pass(1)
      }
      expect(await outcome()).toBe('shippedWithoutStock')
      await spine.receive('fridge', 'HZ', 2)
      expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 2, reserved: 0, damaged: 0 })
      await spine.pass(31 * dayMs)
      expect((await instance(shipment)).outcome).toBe('unmatched')
      expect(await outcome()).toBe('shippedWithoutStock')
    },
  )
})

test('serial numbers that a location names long after the units left are issued then', async () => {
  const known = (await spine.ledger.bus.look(skuAggregate, streamKey(['fridge'])))!
  await spine.ask('DefineSku', { ...known.definition, components: [], serialNumberRequired: true, definedAt: start + 1 })
  await spine.receive('fridge', 'HZ', 1)
  await sent()
  await sent({ modifiedAt: start + minuteMs, shipments: [parcel('1')] })
  await spine.pass(400 * dayMs)
  const fulfilmentId = `${orderId}.1@HZ`
  const work = (await spine.ledger.bus.look(fulfilmentAggregate, fulfilmentId))!
  const [reservationId] = [...work.lines.keys()]
  const lines = [{ lineId: '1', sku: 'fridge', reservationId, quantity: 1, serialNumbers: ['SN-1'] }]
  const named = { fulfilmentId, shipmentId: 'SF-1', carrier: 'SF', waybill: 'SF-1', dispatchedAt: start + minuteMs, lines }
  expect(await spine.ask('DispatchShipment', named)).toMatchObject({ accepted: true })
  await spine.drain()
  expect(await spine.eventsOf(`serial-${streamKey(['Snow', 'SN-1'])}`)).toEqual(['SerialNumberIssued'])
  expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 0, reserved: 0, damaged: 0 })
})

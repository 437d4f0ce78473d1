import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dueInstances } from '../../commands/processes/deadlines/due.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { timelineStreams } from '../../projections/order-pool/timeline.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import { appOrder, minuteMs } from '../spine/harness.ts'
import { openPublishing, type Publishing } from './world.ts'

let world: Publishing
beforeEach(async () => {
  world = await openPublishing()
  await world.define({ locations: ['HZ'] })
  await world.receive('fridge', 'HZ', 10)
})
afterEach(() => world.close())

const heard = () => world.channels.received.map((each) => each.heard)

describe('a parcel that left', () => {
  test('is told to its channel once, with its carrier as the channel calls it', async () => {
    await world.connect(['app'], { carriers: { SF: 'SHUNFENG' } })
    await world.order('1')
    await world.dispatch('1', 'SF1')
    await world.settle()
    expect(heard()).toEqual([{ kind: 'shipped', order: '1', waybill: 'SF1', carrier: 'SHUNFENG', lines: ['1'] }])
  })

  test('is told apart from others of its order, and each delivery after it', async () => {
    await world.connect()
    await world.order('1', 3)
    const fulfilmentId = await world.dispatch('1', 'SF1', 1)
    await world.dispatch('1', 'SF2', 2)
    await world.ask('DeliverShipment', { fulfilmentId, shipmentId: 'SF2', deliveredAt: world.clock.now() })
    await world.drain()
    expect(Object.fromEntries(world.channels.told)).toEqual({ 'app/1/SF1': 1, 'app/1/SF2': 1, 'app/1/SF2/delivered': 1 })
    expect((await world.pushes()).map(({ pushId, state, orderId }) => ({ pushId, state, orderId }))).toEqual(
      expect.arrayContaining([
        { pushId: 'shipped/SF1', state: 'taken', orderId: 'app.s1.1' },
        { pushId: 'shipped/SF2', state: 'taken', orderId: 'app.s1.1' },
        { pushId: 'delivered/SF2', state: 'taken', orderId: 'app.s1.1' },
      ]),
    )
  })

  test('that the channel told of itself is not told to it', async () => {
    await world.connect()
    await world.order('1')
    await world.dispatch('1', 'SF1')
    expect(heard()).toHaveLength(1)
    const at = world.clock.now() + 1_000
    const shipments = [
      {
        shipmentId: 'YT9',
        carrier: 'YT',
        waybill: 'YT9',
        shippedAt: new Date(at).toISOString(),
        lines: [{ lineId: '1', quantity: 1, serialNumbers: [] }],
      },
    ]
    await world.order('2')
    await world.send(appOrder('2', { at: world.clock.now(), modifiedAt: at, status: 'shipped', shipments }))
    await world.drain()
    expect(await world.eventsOf('fulfilment-app.s1.2.1@HZ')).toContain('ShipmentDispatched')
    expect(heard()).toHaveLength(1)
  })

  test('is told of as far as is wanted', async () => {
    await world.connect(['app'], { statuses: ['delivered'] })
    await world.order('1')
    const fulfilmentId = await world.dispatch('1', 'SF1')
    expect(heard()).toEqual([])
    await world.ask('DeliverShipment', { fulfilmentId, shipmentId: 'SF1', deliveredAt: world.clock.now() })
    await world.drain()
    expect(heard()).toEqual([{ kind: 'delivered', order: '1', shipment: 'SF1' }])
  })
})

describe('an order that is cancelled', () => {
  test('here is told to its channel as closed', async () => {
    await world.connect()
    await world.order('1')
    await world.ask('CancelOrder', { orderId: 'app.s1.1', reason: 'merchant', cancelledBy: 'operator' })
    await world.drain()
    expect(heard()).toEqual([{ kind: 'closed', order: '1', by: 'operator' }])
    expect((await world.pushes()).map(({ subject, orderId, state }) => [subject, orderId, state])).toEqual([
      ['order.app.s1.1', 'app.s1.1', 'taken'],
    ])
  })

  test('by its channel is not told to it', async () => {
    await world.connect()
    await world.order('1')
    await world.ask('CancelOrder', { orderId: 'app.s1.1', reason: 'channel', cancelledBy: 'channel' })
    await world.drain()
    expect(heard()).toEqual([])
  })
})

describe('a channel that does not answer well', () => {
  test('is told of a parcel until it takes it, and what it knows already is taken', async () => {
    await world.connect()
    await world.order('1')
    world.channels.feels('die', 'broken', 'silent')
    await world.dispatch('1', 'SF1')
    for (let count = 0; count < 5; count++) await world.pass(minuteMs)
    expect(heard()).toHaveLength(4)
    const [push] = await world.pushes()
    expect(push).toMatchObject({ state: 'taken', tries: 4 })
    expect(push!.attempts.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual([
      'unanswered UND_ERR_SOCKET',
      'unanswered HTTP_502',
      'unanswered TIMEOUT',
      'taken REPEATED',
    ])
    expect(new Set(push!.attempts.map(({ requestId }) => requestId)).size).toBe(1)
  })

  test('is told of a delivery whose parcel was set aside', async () => {
    await world.connect(['app'], { finalCodes: ['NO'] })
    await world.order('1')
    world.channels.feels('refuse:NO')
    const fulfilmentId = await world.dispatch('1', 'SF1')
    await world.ask('DeliverShipment', { fulfilmentId, shipmentId: 'SF1', deliveredAt: world.clock.now() })
    await world.drain()
    expect(heard()).toHaveLength(1)
    const asking = { commandId: 'drop', actor: 'key:test', occurredAt: world.clock.now(), correlationId: 'r', causationId: 'r' }
    await world.ledger.exceptions.drop((await world.openExceptions())[0]!, asking)
    await world.drain()
    expect(heard().slice(1)).toEqual([{ kind: 'delivered', order: '1', shipment: 'SF1' }])
  })

  test('waits longer each time, and does not keep another parcel from being told', async () => {
    await world.connect(['app'], { retryFirstMs: minuteMs })
    await world.order('1', 2)
    world.channels.feels('broken')
    await world.dispatch('1', 'SF1')
    await world.dispatch('1', 'SF2')
    expect(heard().map((each) => (each.kind === 'shipped' ? each.waybill : ''))).toEqual(['SF1', 'SF2'])
    await world.pass(minuteMs - 1_000)
    expect(heard()).toHaveLength(2)
    await world.pass(2_000)
    expect(heard().map((each) => (each.kind === 'shipped' ? each.waybill : ''))).toEqual(['SF1', 'SF2', 'SF1'])
    await world.pass(10 * minuteMs)
    expect(heard()).toHaveLength(3)
  })

  test('for too long makes it an exception of the order, which is told when somebody tries it anew', async () => {
    await world.connect(['app'], { triesTaken: 2, retryFirstMs: 1_000 })
    await world.order('1')
    world.channels.feels('die', 'die')
    await world.dispatch('1', 'SF1')
    await world.pass(2_000)
    const [found] = await world.openExceptions()
    expect(found).toMatchObject({ code: 'CHANNEL_UNREACHED', orderId: 'app.s1.1', channelOrderId: '1', messageId: 'shipped/SF1' })
    await world.pass(10 * minuteMs)
    expect(heard()).toHaveLength(2)
    const asking = { commandId: 'retry', actor: 'key:test', occurredAt: world.clock.now(), correlationId: 'r', causationId: 'r' }
    expect(await world.ledger.exceptions.retry(found!, asking)).toMatchObject({ ok: true })
    await world.drain()
    expect(world.channels.told.get('app/1/SF1')).toBe(1)
    expect(await world.openExceptions()).toEqual([])
    expect(await world.ledger.exceptions.retry(found!, { ...asking, commandId: 'again' })).toMatchObject({ code: 'EXCEPTION_UNKNOWN' })
  })
})

test('what a channel was told of a parcel stands in the story of its order', async () => {
  await world.connect()
  await world.order('1')
  await world.dispatch('1', 'SF1')
  await world.ledger.readModels.waitFor(orderPool.name, await world.ledger.events.head(), 10_000)
  const model = await openReadModel<PooledOrder>(world.ledger.documents, orderPool)
  const [found] = await model!.collection.get(['app.s1.1'])
  expect(timelineStreams(found!.body!, [])).toContain('push-app.s1.1.1@HZ')
  expect(await world.pushEvents('app.s1.1.1@HZ')).toEqual(['ChannelPushBegun', 'ChannelPushAnswered'])
})

test('what waits for a process that does not run any more keeps nobody from being due', async () => {
  await world.connect(['app'], { retryFirstMs: minuteMs })
  await world.share()
  await world.order('1')
  world.channels.feels('broken')
  await world.dispatch('1', 'SF1')
  const { documents, events, readModels } = world.ledger
  await readModels.waitFor('waiting', await events.head(), 10_000)
  const due = async (...running: string[]) =>
    (await dueInstances(documents, world.clock.now() + minuteMs, 1, { running })).map(({ process }) => process)
  expect(await due('stock-push', 'status-push')).toEqual(['stock-push'])
  expect(await due('status-push')).toEqual(['status-push'])
  expect(await due('order')).toEqual([])
})

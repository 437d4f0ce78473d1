import { afterEach, beforeEach, expect, test } from 'vitest'
import { decode } from '../../domain/codec.ts'
import { mergingAggregate } from '../../domain/merging/merging.ts'
import { appOrder, dayMs, minuteMs, openSpine } from './harness.ts'

let spine: Awaited<ReturnType<typeof openSpine>>
beforeEach(async () => {
  spine = await openSpine()
  await spine.define({ locations: ['HZ', 'SH'] })
  await spine.receive('fridge', 'HZ', 9)
})
afterEach(() => spine.close())

const orderId = (id: string) => `app.s1.${id}`
const work = (id: string) => `fulfilment-${orderId(id)}.1@HZ`
const always = { test: 'all', of: [] }
const wait = { id: 'together', when: always, outcome: { do: 'merge', forMs: 60 * minuteMs } }
/** Only who has another open order waits for it. */
const second = {
  id: 'second',
  when: { test: 'atLeast', fact: 'otherOpenOrders', value: 1 },
  outcome: { do: 'merge', forMs: 60 * minuteMs },
}

async function publish(rules: readonly object[] = [wait], more: object = {}): Promise<void> {
  const now = spine.clock.now()
  const data = { name: 'audit', kind: 'audit', document: { rules, ...more }, note: 'n', effectiveFrom: now, publishedAt: now }
  expect(await spine.ask('PublishPolicy', data)).toMatchObject({ accepted: true })
}
const buyer = (more: object = {}) => ({
  ...{ memberId: 'm-wang', name: '王小明', phone: '13812345678', province: '浙江省', city: '杭州市', district: '西湖区' },
  ...{ address: '文三路 1 号', ...more },
})
async function send(id: string, more: Parameters<typeof appOrder>[1] = {}): Promise<void> {
  await spine.send(appOrder(id, { at: spine.clock.now(), buyer: buyer(), ...more }))
  await spine.drain()
}
async function all<Data>(...types: readonly string[]): Promise<readonly { readonly type: string; readonly data: Data }[]> {
  const found: { type: string; data: Data }[] = []
  for await (const page of spine.ledger.events.readAll({}))
    for (const event of page.events) if (types.includes(event.type)) found.push(decode(event) as unknown as { type: string; data: Data })
  return found
}
const ofMerging = async () => (await all('MergeAwaited', 'OrdersMerged', 'MergeWaitEnded', 'MergeLeft')).map(({ type }) => type)
const groupOf = async (id: string) =>
  (await all<{ orderId: string; merged?: { group: number } }>('FulfilmentRequested')).find(({ data }) => data.orderId === orderId(id))?.data
    .merged?.group

test('two orders of one buyer to one address wait, and go out together when the first has waited long enough', async () => {
  await publish()
  await send('1')
  await spine.pass(20 * minuteMs)
  await send('2')
  expect(await spine.eventsOf(work('1'))).toEqual([])
  await spine.pass(39 * minuteMs)
  expect(await ofMerging()).toEqual(['MergeAwaited', 'MergeAwaited'])
  await spine.pass(minuteMs)
  expect(await ofMerging()).toEqual(['MergeAwaited', 'MergeAwaited', 'OrdersMerged'])
  expect([await groupOf('1'), await groupOf('2')]).toEqual([1, 1])
  expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 9, reserved: 2, damaged: 0 })
})

test('an order nobody joins goes out by itself at its deadline; one that comes later does not find it', async () => {
  await publish()
  await send('1')
  await spine.pass(61 * minuteMs)
  expect(await ofMerging()).toEqual(['MergeAwaited', 'MergeWaitEnded'])
  expect(await spine.eventsOf(work('1'))).toEqual(['FulfilmentRequested'])
  await send('2')
  await spine.pass(61 * minuteMs)
  expect([await groupOf('1'), await groupOf('2')]).toEqual([undefined, undefined])
  expect(await spine.eventsOf(work('2'))).toEqual(['FulfilmentRequested'])
})

test.each([
  ['to another address', buyer({ address: '文三路 2 号' })],
  ['of another buyer', buyer({ memberId: 'm-li', phone: '13900000000', name: '李四' })],
])('an order %s goes by itself', async (_, other) => {
  await publish()
  await send('1')
  await send('2', { buyer: other })
  await spine.pass(61 * minuteMs)
  expect(await ofMerging()).toEqual(['MergeAwaited', 'MergeAwaited', 'MergeWaitEnded', 'MergeWaitEnded'])
  expect([await groupOf('1'), await groupOf('2')]).toEqual([undefined, undefined])
})

test('an order no rule has wait goes at once, with whoever waits for it', async () => {
  await publish([second])
  await spine.ledger.readModels.waitFor('order-pool', await spine.ledger.events.head(), 10_000)
  await send('1', {
    skus: ['fridge'],
    lines: [{ lineId: '1', skuId: 'c-fridge', title: 'f', quantity: 10, unitPriceFen: 10_000, payableFen: 100_000 }],
  })
  await spine.ledger.readModels.waitFor('order-pool', await spine.ledger.events.head(), 10_000)
  await send('2')
  expect(await spine.eventsOf(work('2'))).toEqual([])
  await spine.receive('fridge', 'HZ', 10)
  await spine.pass(1_000)
  expect([await groupOf('1'), await groupOf('2')]).toEqual([1, 1])
})

test('an order that finds as many waiting as may wait goes by itself', async () => {
  await publish()
  await send('1')
  const [{ data }] = (await all<{ mergingId: string }>('MergeAwaited')) as unknown as [{ data: { mergingId: string } }]
  const dueAt = spine.clock.now() + 60 * minuteMs
  for (let other = 0; other < 99; other++) {
    const work = [{ fulfilmentId: `app.s1.o${other}.1@HZ`, location: 'HZ' }]
    const waiting = { mergingId: data.mergingId, orderId: orderId(`o${other}`), work, dueAt, askedAt: spine.clock.now() }
    expect(await spine.ask('AwaitMerge', waiting)).toMatchObject({ accepted: true })
  }
  await send('2')
  expect(await spine.eventsOf(work('2'))).toEqual(['FulfilmentRequested'])
  expect(await spine.eventsOf(work('1'))).toEqual([])
})

test('an order cancelled while it waits leaves the other waiting', async () => {
  await publish()
  await send('1')
  await send('2')
  await spine.ask('CancelOrder', { orderId: orderId('1'), reason: 'buyer', cancelledBy: 'operator' })
  await spine.drain()
  await spine.pass(61 * minuteMs)
  expect(await ofMerging()).toEqual(['MergeAwaited', 'MergeAwaited', 'MergeLeft', 'MergeWaitEnded'])
  expect(await spine.eventsOf(work('2'))).toEqual(['FulfilmentRequested'])
  expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 9, reserved: 1, damaged: 0 })
})

test('an order cancelled after it was merged gives its own units back and the other goes on', async () => {
  await publish()
  await send('1')
  await send('2')
  await spine.pass(61 * minuteMs)
  await spine.ask('CancelOrder', { orderId: orderId('1'), reason: 'buyer', cancelledBy: 'operator' })
  await spine.drain()
  expect(await spine.eventsOf(work('1'))).toEqual(['FulfilmentRequested', 'FulfilmentCancelled'])
  expect(await spine.eventsOf(work('2'))).toEqual(['FulfilmentRequested'])
  expect(await spine.stock('fridge', 'HZ')).toEqual({ onHand: 9, reserved: 1, damaged: 0 })
})

test('an order held while it waits leaves, and goes by itself once it is released', async () => {
  await publish()
  await send('1')
  await send('2')
  await spine.ask('HoldOrder', { orderId: orderId('1'), reason: 'operator', detail: 'look' })
  await spine.drain()
  await spine.pass(dayMs)
  expect(await spine.eventsOf(work('2'))).toEqual(['FulfilmentRequested'])
  await spine.ask('ReleaseOrder', { orderId: orderId('1'), reason: 'operator' })
  await spine.drain()
  expect(await spine.eventsOf(work('1'))).toEqual(['FulfilmentRequested'])
  expect([await groupOf('1'), await groupOf('2')]).toEqual([undefined, undefined])
})

test('a buyer who moves while an order waits has it wait for others to the new address', async () => {
  await publish()
  await send('1')
  await send('2', { buyer: buyer({ address: '文三路 2 号' }) })
  await send('1', { modifiedAt: spine.clock.now() + 1, buyer: buyer({ address: '文三路 2 号' }) })
  await spine.pass(61 * minuteMs)
  expect([await groupOf('1'), await groupOf('2')]).toEqual([1, 1])
})

test('orders of two shops of one company go together only where the policy says so', async () => {
  await spine.ask('DefineShop', {
    ...{
      channel: 'app',
      shop: 's2',
      name: 'App 2',
      invoicingEntity: 'Snow Ltd',
      unpaidTimeoutMs: 30 * minuteMs,
      definedAt: spine.clock.now(),
    },
  })
  await spine.ask('DefineListing', { channel: 'app', shop: 's2', channelSku: 'c-fridge', sku: 'fridge', effectiveFrom: 0 })
  await publish()
  await send('1')
  await send('2', { shop: 's2' })
  await spine.pass(61 * minuteMs)
  expect(await ofMerging()).toEqual(['MergeAwaited', 'MergeAwaited', 'MergeWaitEnded', 'MergeWaitEnded'])
  await publish([wait], { mergeWithin: 'owner' })
  await send('3')
  await send('4', { shop: 's2' })
  await spine.pass(61 * minuteMs)
  const [merged] = await all<{ orders: readonly { orderId: string }[] }>('OrdersMerged')
  expect(merged!.data.orders.map(({ orderId }) => orderId)).toEqual(['app.s1.3', 'app.s2.4'])
})

test('what a rule of before says of merging is written down and changes nothing', async () => {
  await publish([{ ...wait, outcome: { do: 'merge' } }])
  await send('1')
  expect(await spine.eventsOf(work('1'))).toEqual(['FulfilmentRequested'])
  expect(await ofMerging()).toEqual([])
})

test('the name of a wait tells nobody who or where the buyer is', async () => {
  await publish()
  await send('1')
  const [awaited] = await all<{ mergingId: string }>('MergeAwaited')
  const { data } = awaited!
  expect(data.mergingId).toMatch(/^app\.s1\.[A-Za-z0-9_%]{22,}$/)
  expect((await spine.ledger.bus.look(mergingAggregate, data.mergingId))?.orders.get(orderId('1'))).toMatchObject({ is: 'waiting' })
})

test('how long a location waits for the work of all is what the policy says by then, and the event names it', async () => {
  const merged = async () =>
    (await all<{ askedAt: number; gatherBy: number; policy: object }>('OrdersMerged')).map(({ data }) => [
      data.gatherBy - data.askedAt,
      data.policy,
    ])
  await publish()
  await send('1')
  await send('2')
  await spine.pass(60 * minuteMs)
  expect(await merged()).toEqual([[10 * minuteMs, { name: 'audit', version: 1 }]])
  await send('3')
  await send('4')
  await publish([wait], { mergeGatherMs: 3 * minuteMs })
  await spine.pass(60 * minuteMs)
  expect((await merged()).at(-1)).toEqual([3 * minuteMs, { name: 'audit', version: 2 }])
})

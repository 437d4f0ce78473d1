import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { kuaidi100 } from '../../../connectors/tms/kuaidi100.ts'
import { decode } from '../../../domain/codec.ts'
import type { FulfilmentDocument } from '../../../projections/fulfilments/document.ts'
import { fulfilments } from '../../../projections/fulfilments/fulfilments.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import { type TraceDocument, traces } from '../../../projections/traces/traces.ts'
import { dayMs, unanswered } from '../harness.ts'
import { cardOf, type Installing, openInstalling, orderOf } from './world.ts'

const hourMs = 3_600_000
let world: Installing
beforeEach(async () => {
  world = await openInstalling()
})
afterEach(async () => {
  expect(await unanswered(world.ledger.events, world.ledger.bus)).toEqual([])
  await world.close()
})

const at = (hour: number) => `2026-11-12 ${String(hour).padStart(2, '0')}:00:00`
const instant = (hour: number) => Date.parse(`2026-11-12T${String(hour).padStart(2, '0')}:00:00+08:00`)
const line = (hour: number, statusCode: string, context = `step ${hour} 张三 13800000000`) => ({ ftime: at(hour), statusCode, context })

/** A push as it comes through the door, the latest line first. */
async function push(waybill: string, ...lines: readonly ReturnType<typeof line>[]) {
  const data = [...lines].sort((a, b) => (a.ftime < b.ftime ? 1 : -1))
  const param = JSON.stringify({ status: 'polling', lastResult: { com: 'shunfeng', nu: waybill, state: data[0]?.statusCode, data } })
  const taken = await world.ledger.traces.intake.receive(Buffer.from(new URLSearchParams({ sign: '-', param }).toString()), kuaidi100)
  await world.drain()
  return taken.outcome
}

const fulfilment = (id: string) => `fulfilment-${orderOf(id)}.1@HZ`
async function reportsOf(id: string) {
  const found: string[] = []
  for await (const page of world.ledger.events.readStream(fulfilment(id)))
    for (const event of page)
      if (event.type === 'TrackingReported') found.push(String((decode(event).data as { milestone: string }).milestone))
  return found
}
async function shown<Document>(projection: typeof traces | typeof fulfilments, id: string) {
  await world.ledger.readModels.waitFor(projection.name, await world.ledger.events.head(), 10_000)
  const model = await openReadModel<Document>(world.ledger.documents, projection as typeof traces)
  return (await model!.collection.get([id]))[0]?.body ?? null
}
const trace = (waybill: string) => shown<TraceDocument>(traces, `kuaidi100.${waybill}`)

async function sent(id: string, waybill: string): Promise<void> {
  await world.sell(id)
  await world.dispatch(id, waybill)
}

describe('a message nobody could read', () => {
  const asking = (commandId: string) => ({ commandId, actor: 'key:test', occurredAt: 1, correlationId: 'c', causationId: 'c' })
  /** As its reader was before it knew this form. */
  const older = { ...kuaidi100, read: () => ({ ok: false as const, problems: [{ path: 'nu', expected: 'an id' }] }) }
  async function unreadable(waybill: string): Promise<string> {
    const param = JSON.stringify({ lastResult: { com: 'shunfeng', nu: waybill, data: [line(12, '3')] } })
    const body = Buffer.from(new URLSearchParams({ sign: '-', param }).toString())
    const { messageId, outcome } = await world.ledger.traces.intake.receive(body, older)
    expect(outcome).toBe('unreadable')
    return messageId
  }

  test('is read again once somebody can, told to what left under its waybill, and waits for nobody any more', async () => {
    await sent('1', 'SF1')
    const messageId = await unreadable('SF1')
    await world.pass(100 * dayMs)
    expect(await shown<TraceDocument>(traces, `kuaidi100@${messageId}`)).toMatchObject({ open: true, state: 'unreadable' })
    expect(await world.ledger.traces.unreadable.retry('kuaidi100', messageId, asking('a'))).toEqual({ ok: true, waybill: 'SF1' })
    await world.drain()
    expect(await reportsOf('1')).toEqual(['delivered'])
    expect(await world.eventsOf(fulfilment('1'))).toContain('ShipmentDelivered')
    expect(await shown<TraceDocument>(traces, `kuaidi100@${messageId}`)).toMatchObject({ open: false, state: 'read', waybill: 'SF1' })
    expect(await world.ledger.traces.unreadable.retry('kuaidi100', messageId, asking('b'))).toMatchObject({ code: 'EXCEPTION_CLOSED' })
    expect(await reportsOf('1')).toEqual(['delivered'])
  })

  test('is set aside where nobody ever will', async () => {
    const messageId = await unreadable('SF1')
    expect(await world.ledger.traces.unreadable.drop('kuaidi100', messageId, asking('a'))).toMatchObject({ accepted: true })
    expect(await shown<TraceDocument>(traces, `kuaidi100@${messageId}`)).toMatchObject({ open: false, state: 'dropped' })
    expect(await world.ledger.traces.unreadable.retry('kuaidi100', messageId, asking('b'))).toMatchObject({ code: 'EXCEPTION_CLOSED' })
    expect(await world.ledger.traces.unreadable.retry('kuaidi100', 'nothing', asking('c'))).toMatchObject({ code: 'EXCEPTION_UNKNOWN' })
  })
})

describe('what a carrier reports', () => {
  test('is told to what left under the waybill, each report once', async () => {
    await sent('1', 'SF1')
    expect(await push('SF1', line(8, '1'), line(9, '0'))).toBe('taken')
    expect(await push('SF1', line(8, '1'), line(9, '0'))).toBe('duplicate')
    expect(await push('SF1', line(8, '1'), line(9, '0'), line(12, '5'))).toBe('taken')
    expect(await reportsOf('1')).toEqual(['inTransit', 'collected', 'outForDelivery'])
    expect(await shown<FulfilmentDocument>(fulfilments, `${orderOf('1')}.1@HZ`)).toMatchObject({
      shipments: [{ waybill: 'SF1', tracking: { milestone: 'outForDelivery', reportedAt: instant(12) } }],
    })
  })

  test('folds right though it comes out of order: signed stays signed', async () => {
    await sent('1', 'SF1')
    await push('SF1', line(15, '3'))
    await push('SF1', line(9, '0'))
    await push('SF1', line(12, '5'), line(16, '0'))
    expect(await trace('SF1')).toMatchObject({ milestone: 'delivered', state: 'matched', messages: 3 })
    expect((await world.order('1'))?.deliveredAt).toBe(instant(15))
  })

  test('signed delivers the shipment when the buyer signed, and the order with its last parcel', async () => {
    await world.sell('1', { quantity: 2 })
    await world.dispatch('1', 'SF1')
    await world.dispatch('1', 'SF2')
    await push('SF1', line(15, '3'))
    expect((await world.order('1'))?.deliveredAt).toBeNull()
    await push('SF2', line(18, '301'))
    expect((await world.order('1'))?.deliveredAt).toBe(instant(18))
    expect((await world.eventsOf(fulfilment('1'))).filter((type) => type === 'ShipmentDelivered')).toHaveLength(2)
  })

  test('is told to every part of a parcel, though one is told of later', async () => {
    for (const id of ['1', '2']) await world.sell(id)
    await world.dispatch('1', 'SF1')
    await push('SF1', line(9, '0'))
    await world.dispatch('2', 'SF1')
    await push('SF1', line(9, '0'), line(15, '3'))
    expect([await reportsOf('1'), await reportsOf('2')].map((told) => told.sort())).toEqual([
      ['delivered', 'inTransit'],
      ['delivered', 'inTransit'],
    ])
    expect((await world.order('2'))?.deliveredAt).toBe(instant(15))
  })

  test('is told to a part that is told of after the carrier’s last word', async () => {
    for (const id of ['1', '2']) await world.sell(id)
    await world.dispatch('1', 'SF1')
    await push('SF1', line(9, '0'), line(15, '3'))
    await world.dispatch('2', 'SF1')
    expect((await reportsOf('2')).sort()).toEqual(['delivered', 'inTransit'])
    expect((await world.order('2'))?.deliveredAt).toBe(instant(15))
    expect((await world.eventsOf('trace-kuaidi100.SF1')).filter((type) => type === 'TraceMatched')).toHaveLength(2)
  })

  test('refused says so of the shipment, and what comes back after that changes nothing', async () => {
    await sent('1', 'SF1')
    await push('SF1', line(15, '14'))
    await push('SF1', line(15, '14'), line(16, '6'), line(20, '4'))
    const told = await world.eventsOf(fulfilment('1'))
    expect(told.filter((type) => type === 'DeliveryRefused')).toHaveLength(1)
    expect((await world.order('1'))?.deliveredAt).toBeNull()
    expect(await trace('SF1')).toMatchObject({ milestone: 'returned' })
  })

  test('returned without a word of a refusal is one', async () => {
    await sent('1', 'SF1')
    await push('SF1', line(15, '6'))
    expect(await world.eventsOf(fulfilment('1'))).not.toContain('DeliveryRefused')
    await push('SF1', line(15, '6'), line(20, '4'))
    expect((await world.eventsOf(fulfilment('1'))).at(-1)).toBe('DeliveryRefused')
  })

  test('is kept whole and sealed: no word of it stands in the log', async () => {
    await sent('1', 'SF1')
    await push('SF1', line(8, '1'))
    const stored: string[] = []
    for await (const page of world.ledger.events.readAll({}))
      for (const { data } of page.events) stored.push(Buffer.from(data).toString('utf8'))
    expect(stored.join('\n')).not.toMatch(/张三|13800000000/)
    expect(await world.eventsOf('trace-kuaidi100.SF1')).toEqual(['TraceReceived', 'TraceMatched'])
  })
})

test('a parcel that somebody says is with the buyer, by hand, delivers an order whose last parcel it is', async () => {
  await world.sell('1', { quantity: 2 })
  for (const waybill of ['SF1', 'SF2']) await world.dispatch('1', waybill)
  await world.deliver('1', 'SF1')
  expect((await world.order('1'))?.deliveredAt).toBeNull()
  await world.pass(hourMs)
  await world.deliver('1', 'SF2')
  expect((await world.order('1'))?.deliveredAt).toBe(world.clock.now())
  expect((await world.eventsOf(world.orderStream('1'))).filter((type) => type === 'DeliveryReported')).toHaveLength(1)
})

describe('an unknown waybill', () => {
  test('is shown to somebody after a while, with its reason, and found when its shipment comes later', async () => {
    await world.sell('1')
    await push('SF1', line(8, '1'))
    expect(await trace('SF1')).toMatchObject({ state: 'waiting', open: false })
    await world.pass(hourMs)
    expect(await trace('SF1')).toMatchObject({ state: 'unmatched', open: true, code: 'WAYBILL_UNKNOWN' })
    await push('SF1', line(8, '1'), line(15, '3'))
    await world.dispatch('1', 'SF1')
    expect(await trace('SF1')).toMatchObject({ state: 'matched', open: false, code: null })
    expect(await reportsOf('1')).toEqual(['collected', 'delivered'])
    expect((await world.order('1'))?.deliveredAt).toBe(instant(15))
  })

  test('is waited for no longer than a month', async () => {
    await push('SF9', line(8, '1'))
    await world.pass(hourMs)
    const story = () => world.eventsOf('process-tracking.kuaidi100.SF9')
    expect((await story()).at(-1)).toBe('Waiting')
    await world.pass(31 * 24 * hourMs)
    expect((await story()).at(-1)).toBe('ProcessEnded')
    expect(await trace('SF9')).toMatchObject({ state: 'unmatched', open: true })
  })

  test('whose shipment comes soon is nobody to be shown', async () => {
    await world.sell('1')
    await push('SF1', line(8, '1'))
    await world.dispatch('1', 'SF1')
    await world.pass(dayMs)
    expect(await world.eventsOf('trace-kuaidi100.SF1')).toEqual(['TraceReceived', 'TraceMatched'])
  })
})

test('a message nobody can read is kept and shown', async () => {
  const taken = await world.ledger.traces.intake.receive(Buffer.from('sign=x&param=%7B%22com%22%3A1%7D'), kuaidi100)
  expect(taken.outcome).toBe('unreadable')
  expect(await shown<TraceDocument>(traces, `kuaidi100@${taken.messageId}`)).toMatchObject({
    state: 'unreadable',
    open: true,
    waybill: null,
  })
})

test('what the carrier says is signed for opens the installation', async () => {
  await world.publish('installation', {})
  await world.provide('P1')
  await world.cover('P1', { serviceKind: 'install' })
  await sent('1', 'SF1')
  await world.pass(dayMs + 16 * hourMs)
  await push('SF1', line(15, '3'))
  expect(await world.card('1')).toMatchObject({ phase: 'toBook' })
  expect(await world.eventsOf(`installation-${cardOf('1')}`)).toContain('InstallationOpened')
})

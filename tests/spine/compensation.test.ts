import { afterEach, expect, test } from 'vitest'
import { decode } from '../../domain/codec.ts'
import { code, openWarehouse } from '../wms/warehouse.ts'
import { type Installing, openInstalling, orderOf } from './installing/world.ts'

/** What was done for an order is undone from the last to the first, wherever it was when it was called off. */

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

type Readable = Pick<Installing, 'ledger'>
async function undone({ ledger }: Readable, ...types: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for await (const page of ledger.events.readAll({}))
    for (const event of page.events) if (types.includes(event.type)) found.push(decode(event).type)
  return found
}
const ofWork = ['CallOffAsked', 'FulfilmentCancelled', 'ReservationReleased'] as const
const ofCrew = ['InstallationCancelled', 'SlotReleased'] as const

async function selling(): Promise<Installing> {
  const world = await openInstalling()
  closing.push(() => world.close())
  await world.publish('installation', {})
  await world.publish('transport', { rows: [{ from: '330100', to: '330100', days: 1 }] })
  await world.provide('P1')
  await world.cover('P1')
  return world
}
const cancel = (world: Installing) => world.must('CancelOrder', { orderId: orderOf('1'), reason: 'buyer', cancelledBy: 'operator' })

test('of an order that only has its units, they are given back', async () => {
  const world = await selling()
  await world.sell('1', { paid: false })
  await cancel(world)
  expect(await undone(world, ...ofWork, ...ofCrew)).toEqual(['ReservationReleased'])
})

test('of an order that is worked on, the work is called off before its units are given back', async () => {
  const world = await selling()
  await world.sell('1')
  await cancel(world)
  expect(await undone(world, ...ofWork)).toEqual(['FulfilmentCancelled', 'ReservationReleased'])
})

test('an installation nobody has a slot for is called off, and there is no slot to give back', async () => {
  const world = await selling()
  await world.sell('1')
  await cancel(world)
  expect(await undone(world, ...ofCrew)).toEqual(['InstallationCancelled'])
})

test('of one that is booked the card ends before its slot is given back', async () => {
  const world = await selling()
  await world.offer('P1', world.dayFrom(2), 1)
  await world.sell('1')
  expect(await world.slot('1', world.dayFrom(2))).toBe('confirmed')
  await cancel(world)
  expect(await undone(world, ...ofCrew)).toEqual(['InstallationCancelled', 'SlotReleased'])
  expect(await undone(world, ...ofWork)).toEqual(['FulfilmentCancelled', 'ReservationReleased'])
  expect(await world.free(world.dayFrom(2))).toEqual([1])
})

test('of one a provider has still to confirm too', async () => {
  const world = await selling()
  await world.pass(1_000)
  await world.publish('installation', { confirmedBy: 'provider' })
  await world.offer('P1', world.dayFrom(2), 1)
  await world.sell('1')
  expect(await world.slot('1', world.dayFrom(2))).toBe('held')
  await cancel(world)
  expect(await undone(world, ...ofCrew)).toEqual(['InstallationCancelled', 'SlotReleased'])
})

test('of work that another system has, it is asked before the work is called off, and only then are units given back', async () => {
  const here = await openWarehouse()
  closing.push(() => here.close())
  await here.define()
  await here.connect()
  await here.receive('fridge', 'HZ', 2)
  await here.order('1')
  await here.cancel('1')
  expect(here.wms.orders.get(code('1'))?.state).toBe('cancelled')
  expect(await undone(here, ...ofWork)).toEqual(['CallOffAsked', 'FulfilmentCancelled', 'ReservationReleased'])
})

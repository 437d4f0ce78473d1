import fc from 'fast-check'
import { test } from 'vitest'
import { agrees } from '../shared/testing/agreement.ts'
import { capacityAggregate, capacityAggregateRemembering } from './capacity.ts'
import type { CapacityCommand } from './commands.ts'
import { confirm, consume, handOn, hold, offer, release } from './testing/ask.ts'
import { capacityModel } from './testing/model.ts'

const appointment = fc.integer({ min: 1, max: 8 }).map((number) => `A${number}`)
const booking = fc.constantFrom(1, 1, 1, 2, 3)
const where = { provider: fc.constantFrom('P1', 'P1', 'P2'), slot: fc.constantFrom('morning', 'morning', '09:00-11:00') }
const category = fc.constantFrom('fridge', 'airConditioner')
const at = fc.integer({ min: 1, max: 40 })

const offered = fc.record({
  ...where,
  offeredFor: fc.constantFrom(null, null, 'airConditioner'),
  quantity: fc.nat({ max: 4 }),
  overbookPercent: fc.constantFrom(0, 0, 25, 34, 100),
  setAt: fc.integer({ min: 1, max: 60 }),
})
const held = fc.record({ ...where, category, booking, askedAt: at, dueAt: fc.integer({ min: 40, max: 60 }) })
const handed = fc.record({ category, booking, askedAt: at, dueAt: fc.integer({ min: 40, max: 60 }) })
const reason = fc.constantFrom('expired' as const, 'expired' as const, 'cancelled' as const, 'rescheduled' as const)

const weighted: readonly (readonly [number, fc.Arbitrary<CapacityCommand>])[] = [
  [4, offered.map(({ quantity, ...rest }) => offer(quantity, rest))],
  [10, fc.tuple(appointment, held).map((of) => hold(...of))],
  [5, fc.tuple(appointment, fc.tuple(appointment, booking), handed).map((of) => handOn(...of))],
  [5, fc.tuple(appointment, booking).map((of) => confirm(...of))],
  [5, fc.tuple(appointment, reason, fc.integer({ min: 30, max: 70 }), booking).map((of) => release(...of))],
  [3, fc.tuple(appointment, booking).map((of) => consume(...of))],
]
const command = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })))

function alter(asked: CapacityCommand, by: number): CapacityCommand {
  switch (asked.type) {
    case 'OfferCapacity':
      return by === 1
        ? { ...asked, data: { ...asked.data, overbookPercent: (asked.data.overbookPercent + 50) % 101 } }
        : { ...asked, data: { ...asked.data, quantity: asked.data.quantity + by } }
    case 'HoldSlot':
      return by === 1
        ? { ...asked, data: { ...asked.data, dueAt: asked.data.dueAt + 1 } }
        : { ...asked, data: { ...asked.data, orderId: `jd.s.${by}` } }
    case 'HandOnSlot':
      return { ...asked, data: { ...asked.data, dueAt: asked.data.dueAt + by } }
    case 'ReleaseSlot':
      return { ...asked, data: { ...asked.data, releasedAt: asked.data.releasedAt + 10 * by } }
    default:
      return { ...asked, data: { ...asked.data, booking: asked.data.booking + by } } as CapacityCommand
  }
}

test('capacity does what a diary says it does', () => {
  agrees({ aggregate: capacityAggregate, model: () => capacityModel(10_000), command, alter })
})

test('capacity that remembers little refuses what it may have forgotten, and never books anything twice', () => {
  agrees({ aggregate: capacityAggregateRemembering(1), model: () => capacityModel(1), command, alter, runs: 500 })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { capacityAggregate } from '../../domain/capacity/capacity.ts'
import type { CapacityCommand } from '../../domain/capacity/commands.ts'
import { confirm, consume, day, hold, offer, release } from '../../domain/capacity/testing/ask.ts'
import { decided } from '../testing/decided.ts'
import { given } from '../testing/given.ts'
import { type SlotDocument, slotCalendar } from './slot-calendar.ts'

const written = (commands: readonly CapacityCommand[]) => decided(capacityAggregate, commands)
const morning = '310115.P1.morning@2026%2D11%2D28'

test('a slot shows what is offered, what is taken, and what is free', () => {
  const commands = [offer(4, { overbookPercent: 25 }), hold('A'), hold('B'), confirm('B'), hold('C'), confirm('C'), consume('C')]
  const whole = {
    ...{ area: '310115', areas: ['CN', '310000', '310100', '310115'], date: day.date, provider: 'P1', slot: 'morning', category: null },
    ...{ quantity: 4, overbookPercent: 25, bookable: 5 },
  }
  const taken = { held: 1, confirmed: 1, consumed: 1, free: 2 }
  given(slotCalendar, ...written(commands).life).shows(morning, { ...whole, ...taken })
  const released = [...commands, release('A'), release('B')]
  given(slotCalendar, ...written(released).life).shows(morning, { ...whole, held: 0, confirmed: 0, consumed: 1, free: 4 })
  const less = [...released, offer(1, { setAt: 2 })]
  given(slotCalendar, ...written(less).life).shows(morning, { quantity: 1, overbookPercent: 0, bookable: 1, consumed: 1, free: 0 })
})

test('what is offered for one category alone is a row of its own', () => {
  const { life } = written([offer(4), offer(2, { offeredFor: 'airConditioner' }), hold('A'), hold('B', { category: 'fridge' })])
  given(slotCalendar, ...life)
    .shows(morning, { category: null, held: 1, free: 3 })
    .shows('310115.P1.morning.airConditioner@2026%2D11%2D28', { category: 'airConditioner', held: 1, free: 1 })
})

test('the calendar is what the capacity knows, whatever was asked', () => {
  const appointment = fc.constantFrom('A', 'B', 'C', 'D')
  const command: fc.Arbitrary<CapacityCommand> = fc.oneof(
    fc
      .record({
        slot: fc.constantFrom('morning', 'evening'),
        offeredFor: fc.constantFrom(null, 'airConditioner'),
        setAt: fc.nat({ max: 20 }),
      })
      .chain((where) => fc.nat({ max: 3 }).map((quantity) => offer(quantity, where))),
    fc.tuple(appointment, fc.record({ slot: fc.constantFrom('morning', 'evening') })).map((of) => hold(...of)),
    appointment.map((of) => confirm(of)),
    appointment.map((of) => release(of)),
    appointment.map((of) => consume(of)),
  )
  fc.assert(
    fc.property(fc.array(command, { minLength: 20, maxLength: 60 }), (commands) => {
      const { state, life } = written(commands)
      const shown = [...given(slotCalendar, ...life).documents.values()] as SlotDocument[]
      const told = (one: Omit<SlotDocument, 'category' | 'areas' | 'area' | 'date' | 'free'>, category: string | null) =>
        [one.provider, one.slot, category, one.bookable, one.held, one.confirmed, one.consumed].join()
      expect(shown.map((one) => told(one, one.category)).sort()).toEqual(
        [...state.offers.values()].map((one) => told(one, one.offeredFor)).sort(),
      )
      for (const { free, bookable, held, confirmed, consumed } of shown)
        expect([free, free >= 0]).toEqual([bookable - held - confirmed - consumed, true])
    }),
  )
})

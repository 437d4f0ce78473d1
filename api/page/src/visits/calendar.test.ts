import { describe, expect, test } from 'vitest'
import type { Slot } from '../api/visits.ts'
import { calendarOf, daysFrom, fullness, isDay, moved } from './calendar.ts'

const slot = (change: Partial<Slot>): Slot => ({
  ...{ area: '330106', areas: [], date: '2026-11-11', provider: 'P1', slot: 'morning', category: null, quantity: 4, overbookPercent: 0 },
  ...{ bookable: 4, held: 1, confirmed: 1, consumed: 0, free: 2 },
  ...change,
})
const days = daysFrom('2026-11-10')
const rows = (...slots: Slot[]) => calendarOf(slots, days)

describe('the calendar of visits', () => {
  test('is a week from any day, over the end of a year too', () => {
    expect(days).toHaveLength(7)
    expect(daysFrom('2026-12-30').slice(0, 3)).toEqual(['2026-12-30', '2026-12-31', '2027-01-01'])
    expect(moved('2027-01-01', -7)).toBe('2026-12-25')
    expect([isDay('2026-11-11'), isDay('2026-13-40'), isDay('soon'), isDay(undefined)]).toEqual([true, false, false, false])
  })

  test('shows each part of the day of each provider, in the order of the day', () => {
    const shown = rows(slot({ slot: 'evening' }), slot({ slot: '09:00-11:00' }), slot({}), slot({ provider: 'P0', slot: 'evening' }))
    expect(shown.map(({ provider, slot: part }) => `${provider} ${part}`)).toEqual([
      'P0 evening',
      'P1 morning',
      'P1 evening',
      'P1 09:00-11:00',
    ])
  })

  test('sums areas, and leaves days without an offer empty', () => {
    const [row] = rows(slot({}), slot({ area: '330110', free: 1, held: 2 }))
    expect(row?.cells.map((cell) => cell?.free ?? null)).toEqual([null, 3, null, null, null, null, null])
    expect(row?.cells[1]).toEqual({ bookable: 8, held: 3, confirmed: 2, consumed: 0, free: 3 })
  })

  test('keeps what is for one category apart', () => {
    expect(rows(slot({}), slot({ category: 'tv' })).map(({ category }) => category)).toEqual([null, 'tv'])
  })

  test('says how full a part of a day is', () => {
    const cell = (bookable: number, free: number) => ({ bookable, free, held: 0, confirmed: 0, consumed: 0 })
    expect([cell(0, 0), cell(4, 0), cell(4, 1), cell(4, 2)].map(fullness)).toEqual(['none', 'full', 'tight', 'open'])
  })
})

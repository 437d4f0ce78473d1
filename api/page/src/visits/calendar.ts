import type { Slot } from '../api/visits.ts'

export interface Cell {
  readonly bookable: number
  readonly held: number
  readonly confirmed: number
  readonly consumed: number
  readonly free: number
}

/** One part of the day of one provider, day by day; null on days without an offer. */
export interface Row {
  readonly provider: string
  readonly slot: string
  /** The only category it is for; null for whatever the provider services. */
  readonly category: string | null
  readonly cells: readonly (Cell | null)[]
}

export const shownDays = 7

export function daysFrom(first: string): readonly string[] {
  const start = Date.parse(`${first}T00:00:00Z`)
  return Array.from({ length: shownDays }, (_, day) => new Date(start + day * 86_400_000).toISOString().slice(0, 10))
}

/** A day so many days before or after. */
export const moved = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** Whether the text is a day of the calendar: an address may hold anything. */
export const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

const parts = ['morning', 'afternoon', 'evening']
/** Named parts of the day before ranges, each in the order of the day. */
const placeOf = (slot: string): string => (parts.includes(slot) ? `0${parts.indexOf(slot)}` : `1${slot}`)

const none: Cell = { bookable: 0, held: 0, confirmed: 0, consumed: 0, free: 0 }
const sum = (one: Cell, { bookable, held, confirmed, consumed, free }: Cell): Cell => ({
  bookable: one.bookable + bookable,
  held: one.held + held,
  confirmed: one.confirmed + confirmed,
  consumed: one.consumed + consumed,
  free: one.free + free,
})

/** Slots of all areas shown, summed: by provider, then by part of the day, what is for one category after what is for all. */
export function calendarOf(slots: readonly Slot[], days: readonly string[]): readonly Row[] {
  const rows = Map.groupBy(slots, ({ provider, slot, category }) => JSON.stringify([provider, placeOf(slot), category ?? '']))
  return [...rows]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, group]) => {
      const { provider, slot, category } = group[0]!
      const byDay = Map.groupBy(group, ({ date }) => date)
      return { provider, slot, category, cells: days.map((day) => byDay.get(day)?.reduce<Cell>(sum, none) ?? null) }
    })
}

/** How full it is, in words the style knows. */
export function fullness({ bookable, free }: Cell): 'none' | 'open' | 'tight' | 'full' {
  if (bookable === 0) return 'none'
  if (free === 0) return 'full'
  return free * 4 <= bookable ? 'tight' : 'open'
}

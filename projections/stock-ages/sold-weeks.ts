import { chinaDay, dayMs, daysAfter } from '../../domain/shared/china-day.ts'

/** Units sold in one week, which begins on a Monday in China. */
export type SoldWeek = { week: string; units: number }

/** A year and a quarter; what is older is let go. */
const mostWeeks = 65

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: string): number => (Math.floor(Date.parse(day) / dayMs) + 3) % 7

export const weekOf = (instant: number): string => {
  const day = chinaDay(instant)
  return daysAfter(day, -weekdayOf(day))
}

/** The oldest first. */
export function sold(weeks: SoldWeek[], at: number, units: number): void {
  const week = weekOf(at)
  const place = weeks.findLastIndex((each) => each.week <= week)
  if (place >= 0 && weeks[place]!.week === week) weeks[place]!.units += units
  else weeks.splice(place + 1, 0, { week, units })
  if (weeks.length > mostWeeks) weeks.shift()
}

/** Units sold in so many weeks up to an instant, the week of the instant among them. */
export function soldWithin(weeks: readonly SoldWeek[], at: number, count: number): number {
  const last = weekOf(at)
  const first = daysAfter(last, -7 * (count - 1))
  return weeks.reduce((sum, { week, units }) => sum + (week >= first && week <= last ? units : 0), 0)
}

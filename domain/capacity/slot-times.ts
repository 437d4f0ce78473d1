import { instantOn } from '../shared/china-day.ts'

/** Minutes since midnight in China. */
interface Span {
  readonly from: number
  readonly to: number
}

const named: Readonly<Record<string, Span>> = {
  morning: { from: 9 * 60, to: 12 * 60 },
  afternoon: { from: 13 * 60, to: 18 * 60 },
  evening: { from: 18 * 60, to: 21 * 60 },
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

const spanOf = (slot: string): Span => named[slot] ?? { from: minuteOf(slot.slice(0, 5)), to: minuteOf(slot.slice(6)) }

/** When the crew may come at the earliest. */
export const slotStart = (date: string, slot: string): number => instantOn(date, spanOf(slot).from)

/** When the crew has come, or will not come any more. */
export const slotEnd = (date: string, slot: string): number => instantOn(date, spanOf(slot).to)

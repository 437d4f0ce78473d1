import type { TransportDocument } from '../policy/kinds/transport.ts'
import { chinaDay, chinaMinute, daysAfter } from '../shared/china-day.ts'
import { areasOf } from '../shared/region.ts'

/** Days from one place to another: the row that names the end most closely, then the beginning, then the quickest. */
export function transportDays({ rows, otherwiseDays }: TransportDocument, from: readonly string[], to: readonly string[]): number {
  const [starts, ends] = [areasOf(from), areasOf(to)]
  let best: { readonly near: number; readonly days: number } | null = null
  for (const row of rows) {
    const [start, end] = [starts.indexOf(row.from), ends.indexOf(row.to)]
    if (start < 0 || end < 0) continue
    const near = end * 10 + start
    if (best === null || near > best.near || (near === best.near && row.days < best.days)) best = { near, days: row.days }
  }
  return best?.days ?? otherwiseDays
}

/** The day on which what is ordered at an instant leaves. */
export function departureDay({ leavesAfterDays, lastOrderAt }: TransportDocument, orderedAt: number): string {
  const isLate = lastOrderAt !== null && chinaMinute(orderedAt) >= Number(lastOrderAt.slice(0, 2)) * 60 + Number(lastOrderAt.slice(3))
  return daysAfter(chinaDay(orderedAt), leavesAfterDays + (isLate ? 1 : 0))
}

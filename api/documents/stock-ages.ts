import { z } from 'zod'
import { chinaDay, dayMs } from '../../domain/shared/china-day.ts'
import { agesOf, bucketsOf } from '../../projections/stock-ages/layers.ts'
import { soldWithin } from '../../projections/stock-ages/sold-weeks.ts'
import type { StockAge } from '../../projections/stock-ages/stock-ages.ts'

const units = z.int().describe('Units')
const days = (description: string) => z.int().nullable().describe(description)

/** How long sellable units have lain, seen from one instant. */
export const ageDocument = z.object({
  level: z.enum(['location', 'all']),
  sku: z.string(),
  location: z.string().nullable().describe('Null for all together'),
  category: z.string(),
  brand: z.string(),
  onHand: units.describe('Sellable units, reserved ones included; of all together those on their way, too'),
  buckets: z.array(z.object({ fromDays: z.int(), toDays: z.int().nullable(), units })).describe('Units by age; null: all that is older'),
  oldestDays: days('Age of the oldest unit; null where there is none'),
  averageDays: days('Of all units on average, cut down'),
  idleDays: days('Days since the last sale, or since the first receipt where there was none'),
  lastSoldAt: z.int().nullable(),
  lastReceivedAt: z.int().nullable(),
  soldUnits: units.describe('Units sold in the weeks asked for, the current one among them'),
})
export type AgeDocument = z.infer<typeof ageDocument>

export const daysSince = (then: number | null, at: number): number | null =>
  then === null ? null : Math.max(0, Math.floor((at - then) / dayMs))

export function shownAge(age: StockAge, at: number, bounds: readonly number[], weeks: number): AgeDocument {
  const { level, sku, location, category, brand, onHand, layers, idleSince, lastSoldAt, lastReceivedAt, soldByWeek } = age
  return {
    ...{ level, sku, location, category, brand, onHand, lastSoldAt, lastReceivedAt },
    buckets: [...bucketsOf(layers, chinaDay(at), bounds)],
    ...agesOf(layers, chinaDay(at)),
    idleDays: daysSince(idleSince, at),
    soldUnits: soldWithin(soldByWeek, at, weeks),
  }
}

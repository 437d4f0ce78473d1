import { dayMs } from '../../domain/shared/china-day.ts'

/** Units that came in on one day and are still there. */
export type Layer = { day: string; units: number }

/** Days that are told apart; of what is older still, the two oldest are counted as one. */
const mostLayers = 400

/** The oldest first. */
export function put(layers: Layer[], day: string, units: number): void {
  const at = layers.findLastIndex((layer) => layer.day <= day)
  if (at >= 0 && layers[at]!.day === day) layers[at]!.units += units
  else layers.splice(at + 1, 0, { day, units })
  if (layers.length <= mostLayers) return
  const [oldest] = layers.splice(0, 1)
  layers[0] = { day: oldest!.day, units: oldest!.units + layers[0]!.units }
}

/** First in, first out: what leaves is what came first. */
export function take(layers: Layer[], units: number): void {
  let left = units
  while (left > 0 && layers.length > 0) {
    const taken = Math.min(left, layers[0]!.units)
    left -= taken
    layers[0]!.units -= taken
    if (layers[0]!.units === 0) layers.shift()
  }
}

export interface Bucket {
  /** Age in days, from this on. */
  readonly fromDays: number
  /** Up to and without; null for all that is older. */
  readonly toDays: number | null
  readonly units: number
}

const daysBetween = (day: string, until: string): number => Math.round((Date.parse(until) - Date.parse(day)) / dayMs)

/**
 * How many units are how old on a day.
 * @param bounds Days at which a bucket ends and the next begins, ascending.
 */
export function bucketsOf(layers: readonly Layer[], day: string, bounds: readonly number[]): readonly Bucket[] {
  return [0, ...bounds].map((fromDays, at) => {
    const toDays = bounds[at] ?? null
    const isIn = (age: number) => age >= fromDays && (toDays === null || age < toDays)
    // What is documented for a later day has no age yet.
    const units = layers.reduce((sum, layer) => sum + (isIn(Math.max(0, daysBetween(layer.day, day))) ? layer.units : 0), 0)
    return { fromDays, toDays, units }
  })
}

/** Days since the oldest unit came, and of all units on average, cut down; null where there are none. */
export function agesOf(layers: readonly Layer[], day: string): { readonly oldestDays: number | null; readonly averageDays: number | null } {
  const ages = layers.map((layer) => ({ days: Math.max(0, daysBetween(layer.day, day)), units: layer.units }))
  const units = ages.reduce((sum, each) => sum + each.units, 0)
  if (units === 0) return { oldestDays: null, averageDays: null }
  return { oldestDays: ages[0]!.days, averageDays: Math.floor(ages.reduce((sum, each) => sum + each.days * each.units, 0) / units) }
}

import type { Random } from './random.ts'
import { dayMs, minuteMs, saleStart, secondMs } from './times.ts'

/** How busy each hour of a sale day is; an ordinary minute counts about one. */
const busy = [1.6, 1, 0.5, 0.3, 0.2, 0.2, 0.3, 0.6, 1, 1.2, 1.3, 1.2, 1.1, 1, 1.1, 1.2, 1.2, 1.1, 1.2, 1.4, 1.7, 1.6, 1.4, 1.2]

/** Minutes of the day at which a flash sale begins: midnight, ten in the morning, eight in the evening. */
export const flashMinutes: readonly number[] = [0, 1, 600, 1_200, 1_201, 1_202]
export const flashFactor = 20

const isFlash = new Set(flashMinutes)
const rates = Array.from({ length: 1_440 }, (_, minute) => (isFlash.has(minute) ? flashFactor : busy[Math.floor(minute / 60)]!))
const storeRates = rates.map((_, minute) => (minute >= 600 && minute < 1_320 ? 1 : 0))

const cumulated = (each: readonly number[]): readonly number[] => {
  let sum = 0
  return each.map((rate) => {
    sum += rate
    return sum
  })
}
const online = cumulated(rates)
const inStores = cumulated(storeRates)

export interface Moment {
  readonly at: number
  readonly isFlash: boolean
}

/** When somebody buys: by how busy the minutes are, stores only while they are open. */
export function momentOf(random: Random, days: number, where: 'online' | 'store'): Moment {
  const sums = where === 'online' ? online : inStores
  const wanted = random.next() * sums.at(-1)!
  const minute = sums.findIndex((sum) => sum > wanted)
  const day = random.whole(0, days - 1)
  const at = saleStart + day * dayMs + minute * minuteMs + random.whole(0, 59) * secondMs
  return { at, isFlash: where === 'online' && isFlash.has(minute) }
}

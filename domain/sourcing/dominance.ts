import type { ParcelRow } from '../tariff/document.ts'
import { surchargeFenOfParcel } from '../tariff/price.ts'
import type { Rates } from '../tariff/rates.ts'
import type { Candidate, PartCost } from './candidates.ts'

/**
 * Numbers of the candidates without which every plan among the `wanted` best can still be found. One candidate dominates another when it can
 * take its place in any plan that does not use it already, and the plan then comes earlier. A plan uses at most `maxSplit - 1`
 * others, so one with `maxSplit - 1 + wanted` dominators has as many earlier plans as are wanted, and is in none of those.
 */
export function undominated(candidates: readonly Candidate[], maxSplit: number, wanted: number): readonly number[] {
  const needed = maxSplit - 1 + wanted
  const numbers = candidates.map((_, number) => number)
  if (candidates.length <= needed) return numbers
  return numbers.filter((number) => {
    let dominators = 0
    for (let other = 0; other < candidates.length && dominators < needed; other++) {
      if (other !== number && dominates(candidates[other]!, candidates[number]!, other < number)) dominators++
    }
    return dominators < needed
  })
}

function dominates(better: Candidate, worse: Candidate, comesFirst: boolean): boolean {
  if (better.fixedFen > worse.fixedFen) return false
  if (!comesFirst && better.fixedFen === worse.fixedFen) return false
  if (worse.stock.some((units, sku) => better.stock[sku]! < units)) return false
  if (!worse.parts.every((part, item) => part === null || isNoDearer(better.parts[item]!, part))) return false
  return worse.parts.every((part) => part?.inParcel !== true) || parcelsAreNoDearer(better.rates, worse.rates)
}

/** As long as the same of it goes into the parcel: which categories are bulky, each card decides. */
const isNoDearer = (better: PartCost | null, worse: PartCost): boolean =>
  better !== null &&
  better.unitFen <= worse.unitFen &&
  better.inParcel === worse.inParcel &&
  better.grams === worse.grams &&
  better.cubicMillimetres === worse.cubicMillimetres

/** Whatever is in the parcel. */
function parcelsAreNoDearer(better: Rates, worse: Rates): boolean {
  const divisor = ({ volumetricDivisor }: Rates) => volumetricDivisor ?? Number.POSITIVE_INFINITY
  return (
    divisor(better) >= divisor(worse) &&
    rowIsNoDearer(better.parcel!, worse.parcel!) &&
    better.parcel!.firstFen + surchargeFenOfParcel(better) <= worse.parcel!.firstFen + surchargeFenOfParcel(worse)
  )
}

const rowIsNoDearer = (better: ParcelRow, worse: ParcelRow): boolean =>
  better.firstGrams >= worse.firstGrams && better.stepGrams >= worse.stepGrams && better.stepFen <= worse.stepFen

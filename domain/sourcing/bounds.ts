import { type Candidate, parcelFenOf } from './candidates.ts'
import type { Item } from './items.ts'

/** What anything still to be assigned must cost at least. All of it holds whatever else is in the plan. */
export interface Bounds {
  /** Items in the order in which they are assigned: those that fewest candidates can take first. */
  readonly sequence: readonly number[]
  /** By item, the candidates that can take it, by what one part of it alone would cost from there. */
  readonly choices: readonly (readonly number[])[]
  /** By item and candidate, its place among the choices. */
  readonly placeOf: readonly (readonly number[])[]
  /** By item and candidate, one part of it alone: handling, lateness, parcel and all. */
  readonly aloneFen: readonly (readonly number[])[]
  /** By item, the least one more part adds anywhere. */
  readonly leastFen: readonly number[]
  /** By place in the sequence, the least of all items after it. */
  readonly afterFen: readonly number[]
  /** The least that one more location costs, beside the least of what it sends. */
  readonly openingFen: number
}

export const leastAt = (candidate: Candidate, item: number): number => {
  const part = candidate.parts[item]
  return part === null || part === undefined ? Number.POSITIVE_INFINITY : part.unitFen + part.leastParcelFen
}

export function boundsOf(items: readonly Item[], candidates: readonly Candidate[], among: readonly number[]): Bounds {
  const aloneFen = items.map((_, item) => candidates.map((candidate) => alone(candidate, item)))
  const choices = items.map((_, item) =>
    among.filter((number) => candidates[number]!.parts[item] !== null).sort((a, b) => aloneFen[item]![a]! - aloneFen[item]![b]! || a - b),
  )
  const placeOf = choices.map((numbers) => {
    const places = candidates.map(() => -1)
    for (const [place, number] of numbers.entries()) places[number] = place
    return places
  })
  const leastFen = items.map((_, item) => minimum(choices[item]!.map((number) => leastAt(candidates[number]!, item))))
  const sequence = items.map((_, item) => item).sort((a, b) => choices[a]!.length - choices[b]!.length || a - b)
  const afterFen = sequence.map((_, place) =>
    sequence.slice(place + 1).reduce((sum, item) => sum + items[item]!.parts * leastFen[item]!, 0),
  )
  const openingFen = minimum(among.map((number) => opening(candidates[number]!)))
  return { sequence, choices, placeOf, aloneFen, leastFen, afterFen, openingFen }
}

const minimum = (values: readonly number[]): number => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)

function alone(candidate: Candidate, item: number): number {
  const part = candidate.parts[item]
  if (part === null || part === undefined) return Number.POSITIVE_INFINITY
  return candidate.fixedFen + part.unitFen + (part.inParcel ? parcelFenOf(candidate, part.grams, part.cubicMillimetres) : 0)
}

/** The first weight is counted where whatever it sends goes as a parcel: `leastParcelFen` leaves that out. */
function opening(candidate: Candidate): number {
  const parcelOnly = candidate.parts.every((part) => part === null || part.inParcel)
  return candidate.fixedFen + (parcelOnly ? parcelFenOf(candidate, 0, 0) : 0)
}

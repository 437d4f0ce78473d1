/** Units of one stock SKU that one order line takes; a line is never split over locations. */
export interface Demand {
  readonly lineId: string
  readonly sku: string
  readonly quantity: number
  /** Location the channel or the till appointed: no other will do. */
  readonly appointedLocation: string | null
}

export interface Candidate {
  readonly location: string
  readonly regionPath: readonly string[]
  /** Division codes it may send to; empty for everywhere. */
  readonly covers: readonly string[]
  /** Units it can promise, by SKU. */
  readonly available: ReadonlyMap<string, number>
}

export interface Placed extends Demand {
  readonly location: string
}

export type Plan =
  | { readonly complete: true; readonly placed: readonly Placed[] }
  | { readonly complete: false; readonly missing: readonly { readonly sku: string; readonly quantity: number }[] }

/** How far apart two places are: divisions up to the first they share. Zero within one district, most between provinces. */
export function distance(from: readonly string[], to: readonly string[]): number {
  const depth = Math.max(from.length, to.length)
  let shared = 0
  while (shared < depth && from[shared] !== undefined && from[shared] === to[shared]) shared++
  return depth - shared
}

const maySend = (candidate: Candidate, shipTo: readonly string[]): boolean =>
  candidate.covers.length === 0 || candidate.covers.some((code) => shipTo.includes(code))

/** Nearest first along the administrative path, then by name, so that the same question always has the same answer. */
export const byDistance = (candidates: readonly Candidate[], shipTo: readonly string[]): readonly Candidate[] =>
  candidates
    .filter((candidate) => maySend(candidate, shipTo))
    .map((candidate) => ({ candidate, far: distance(candidate.regionPath, shipTo) }))
    .sort((a, b) => a.far - b.far || (a.candidate.location < b.candidate.location ? -1 : 1))
    .map(({ candidate }) => candidate)

/** What is left at each candidate while lines are placed one after another: the same SKU twice in one order is summed. */
function createRemaining(candidates: readonly Candidate[]) {
  const taken = new Map<string, number>()
  const keyOf = (candidate: Candidate, sku: string) => `${candidate.location}\n${sku}`
  const left = (candidate: Candidate, sku: string) => (candidate.available.get(sku) ?? 0) - (taken.get(keyOf(candidate, sku)) ?? 0)
  const fits = (candidate: Candidate, { sku, quantity, appointedLocation }: Demand) =>
    (appointedLocation === null || appointedLocation === candidate.location) && left(candidate, sku) >= quantity
  const take = (candidate: Candidate, { sku, quantity }: Demand) =>
    taken.set(keyOf(candidate, sku), (taken.get(keyOf(candidate, sku)) ?? 0) + quantity)
  return {
    place(demand: Demand): Placed | null {
      const candidate = candidates.find((each) => fits(each, demand))
      if (candidate === undefined) return null
      take(candidate, demand)
      return { ...demand, location: candidate.location }
    },
  }
}

function placeAll(demands: readonly Demand[], candidates: readonly Candidate[]) {
  const remaining = createRemaining(candidates)
  const placed: Placed[] = []
  const missing = new Map<string, number>()
  for (const demand of demands) {
    const place = remaining.place(demand)
    if (place === null) missing.set(demand.sku, (missing.get(demand.sku) ?? 0) + demand.quantity)
    else placed.push(place)
  }
  return { placed, missing }
}

/**
 * The nearest location that has every line, else the nearest with stock for each line; nothing at all when any line is
 * left over, so that no order is half promised.
 */
export function sourceNearest(demands: readonly Demand[], shipTo: readonly string[], candidates: readonly Candidate[]): Plan {
  const near = byDistance(candidates, shipTo)
  for (const candidate of near) {
    const { placed, missing } = placeAll(demands, [candidate])
    if (missing.size === 0) return { complete: true, placed }
  }
  const { placed, missing } = placeAll(demands, near)
  if (missing.size === 0) return { complete: true, placed }
  return { complete: false, missing: [...missing].map(([sku, quantity]) => ({ sku, quantity })) }
}

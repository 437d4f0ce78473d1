/** Units of one stock SKU that one order line takes; a line is never split over locations. */
export interface Demand {
  readonly lineId: string
  readonly sku: string
  readonly quantity: number
  /** Location the channel or the till appointed: no other will do. */
  readonly appointedLocation: string | null
  /** The buyer comes for it, or carried it out: where it is handed over it need not be sent from. */
  readonly handedOver?: boolean
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

export const maySend = ({ covers }: Pick<Candidate, 'covers'>, shipTo: readonly string[]): boolean =>
  covers.length === 0 || covers.some((code) => shipTo.includes(code))

/** Nearest first along the administrative path, then by name, so that the same question always has the same answer. */
export const byDistance = (candidates: readonly Candidate[], shipTo: readonly string[]): readonly Candidate[] =>
  candidates
    .map((candidate) => ({ candidate, far: distance(candidate.regionPath, shipTo) }))
    .sort((a, b) => a.far - b.far || (a.candidate.location < b.candidate.location ? -1 : 1))
    .map(({ candidate }) => candidate)

/** What is left at each candidate while lines are placed one after another: the same SKU twice in one order is summed. */
function createRemaining(candidates: readonly Candidate[], shipTo: readonly string[]) {
  const taken = new Map<string, number>()
  const keyOf = (candidate: Candidate, sku: string) => `${candidate.location}\n${sku}`
  const left = (candidate: Candidate, sku: string) => (candidate.available.get(sku) ?? 0) - (taken.get(keyOf(candidate, sku)) ?? 0)
  const isReached = (candidate: Candidate, { handedOver, appointedLocation }: Demand) =>
    (handedOver === true && appointedLocation !== null) || maySend(candidate, shipTo)
  const isAppointed = (candidate: Candidate, { appointedLocation }: Demand) =>
    appointedLocation === null || appointedLocation === candidate.location
  const fits = (candidate: Candidate, demand: Demand) => {
    const { sku, quantity } = demand
    return isAppointed(candidate, demand) && isReached(candidate, demand) && left(candidate, sku) >= quantity
  }
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

function placeAll(demands: readonly Demand[], candidates: readonly Candidate[], shipTo: readonly string[]) {
  const remaining = createRemaining(candidates, shipTo)
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
    const { placed, missing } = placeAll(demands, [candidate], shipTo)
    if (missing.size === 0) return { complete: true, placed }
  }
  const { placed, missing } = placeAll(demands, near, shipTo)
  if (missing.size === 0) return { complete: true, placed }
  return { complete: false, missing: [...missing].map(([sku, quantity]) => ({ sku, quantity })) }
}

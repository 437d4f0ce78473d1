import { byDistance, type Candidate, type Demand, maySend } from '../../../domain/sourcing/nearest.ts'
import type { LocationFacts } from '../../catalogue/port.ts'

/** What follows from the locations alone, worked out once for as long as they stay as they are. */
interface Known {
  readonly regionOf: ReadonlyMap<string, readonly string[]>
  readonly nearTo: Map<string, readonly Candidate[]>
}

const MAX_PLACES = 1_000
const known = new WeakMap<readonly LocationFacts[], Known>()

function knownOf(locations: readonly LocationFacts[]): Known {
  const before = known.get(locations)
  if (before !== undefined) return before
  const regionOf = new Map(locations.map(({ location, region }) => [location, region.path]))
  const fresh: Known = { regionOf, nearTo: new Map() }
  known.set(locations, fresh)
  return fresh
}

export const regionOf = (locations: readonly LocationFacts[], location: string): readonly string[] =>
  knownOf(locations).regionOf.get(location) ?? []

/** The locations that may send there, nearest first, with nothing known of their stock. */
export function nearTo(locations: readonly LocationFacts[], shipTo: readonly string[]): readonly Candidate[] {
  const { nearTo } = knownOf(locations)
  const place = shipTo.join()
  const before = nearTo.get(place)
  if (before !== undefined) return before
  const near = byDistance(locations.filter((each) => maySend(each, shipTo)).map(unseen), shipTo)
  if (nearTo.size >= MAX_PLACES) nearTo.clear()
  nearTo.set(place, near)
  return near
}

/** A place whose stock nobody has looked at yet. */
const unseen = ({ location, region, covers }: LocationFacts): Candidate => ({
  location,
  regionPath: region.path,
  covers,
  available: new Map(),
})

/** Places beyond their reach where something of it is handed over. */
export function handingOver(
  locations: readonly LocationFacts[],
  shipTo: readonly string[],
  demands: readonly Demand[],
): readonly Candidate[] {
  const named = new Set(demands.flatMap(({ handedOver, appointedLocation }) => (handedOver ? (appointedLocation ?? []) : [])))
  return locations.filter((each) => named.has(each.location) && !maySend(each, shipTo)).map(unseen)
}

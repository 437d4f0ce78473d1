import { type LeaseRecord, memberIn, type NamedRecord } from './records.ts'

/** A lease as last seen, and since when it has looked like that, on the clock of whoever sees it: nobody else's is trusted. */
export interface Sighting {
  readonly record: LeaseRecord
  readonly sinceMs: number
}

export type Sightings = ReadonlyMap<string, Sighting>

export function sight(before: Sightings, seen: readonly NamedRecord[], nowMs: number): Sightings {
  return new Map(
    seen.map(({ resource, record }) => {
      const known = before.get(resource)
      return [resource, known !== undefined && isSame(known.record, record) ? known : { record, sinceMs: nowMs }]
    }),
  )
}

const isSame = (one: LeaseRecord, other: LeaseRecord): boolean =>
  one.owner === other.owner && one.epoch === other.epoch && one.beat === other.beat

export interface View {
  readonly me: string
  readonly sightings: Sightings
  readonly nowMs: number
  /** A lease, or a worker, that has not moved for so long is dead. */
  readonly takenAfterMs: number
}

/** Workers that live, this one among them, in one order for all. */
export function livingWorkers({ me, sightings, nowMs, takenAfterMs }: View): readonly string[] {
  const living = new Set([me])
  for (const [resource, { sinceMs }] of sightings) {
    const member = memberIn(resource)
    if (member !== null && nowMs - sinceMs < takenAfterMs) living.add(member)
  }
  return [...living].sort()
}

export interface Holding {
  readonly resources: readonly string[]
  readonly held: ReadonlySet<string>
  /** Resigned a little while ago. */
  readonly resting: ReadonlySet<string>
}

export interface Plan {
  readonly take: readonly string[]
  readonly giveUp: readonly string[]
}

/**
 * Each worker holds at most an even share, rounded up. What is above it is given up; what is free is taken up to it, and one beyond it when
 * nobody else took it in all the time after which a worker counts as dead.
 */
export function plan(view: View, { resources, held, resting }: Holding): Plan {
  const workers = livingWorkers(view)
  const share = Math.ceil(resources.length / workers.length)
  const mine = inOrderOf(workers.indexOf(view.me), workers.length, resources)
  if (held.size > share) {
    const surplus = mine.filter((resource) => held.has(resource)).slice(share)
    return { take: [], giveUp: surplus }
  }
  const free = mine.filter((resource) => !held.has(resource) && !resting.has(resource) && isFree(view, resource))
  const within = free.slice(0, share - held.size)
  if (within.length > 0) return { take: within, giveUp: [] }
  return { take: free.filter((resource) => isNeglected(view, resource)).slice(0, 1), giveUp: [] }
}

/** Every worker begins elsewhere, so that few reach for the same. */
const inOrderOf = (rank: number, workers: number, resources: readonly string[]): readonly string[] => {
  const distance = (at: number): number => (((at - rank) % workers) + workers) % workers
  return resources
    .map((resource, at) => ({ resource, away: distance(at) }))
    .sort((one, other) => one.away - other.away)
    .map(({ resource }) => resource)
}

/** Never owned, released, this worker's own from before it lost it, or of an owner without a beat. */
function isFree({ me, sightings, nowMs, takenAfterMs }: View, resource: string): boolean {
  const sighting = sightings.get(resource)
  if (sighting === undefined) return true
  const { owner } = sighting.record
  return owner === null || owner === me || nowMs - sighting.sinceMs >= takenAfterMs
}

function isNeglected({ sightings, nowMs, takenAfterMs }: View, resource: string): boolean {
  const sighting = sightings.get(resource)
  return sighting !== undefined && nowMs - sighting.sinceMs >= takenAfterMs
}

import { z } from 'zod'

/** Where a parcel can be, in our words, the further along the later. Carriers name the same things in hundreds of ways. */
export const milestones = [
  'unknown',
  'ordered',
  'collected',
  'inTransit',
  'forwarded',
  'arrived',
  'appointed',
  'outForDelivery',
  'awaitingPickup',
  'problem',
  'delivered',
  'installed',
  'refused',
  'returning',
  'returned',
  'cancelled',
] as const
export type Milestone = (typeof milestones)[number]

export const milestone = z.enum(milestones).describe('Where it is, in our words; unknown when the words of the carrier say nothing we know')

const ranks = new Map<string, number>(milestones.map((name, rank) => [name, rank]))

/** Of two reports of one instant the one further along is believed. */
export const rankOf = (name: Milestone): number => ranks.get(name)!

/** Words that settle what became of a parcel: a scan on the way does not undo them, whenever it is dated. */
const settling: ReadonlySet<Milestone> = new Set(['delivered', 'installed', 'refused', 'returning', 'returned', 'cancelled'])
export const settles = (name: Milestone): boolean => settling.has(name)

import { type Milestone, rankOf, settles } from './milestones.ts'

/** What a carrier reported of one parcel at one instant. */
export interface TrackingFact {
  readonly milestone: Milestone
  /** As the carrier calls it. */
  readonly status: string
  readonly reportedAt: number
}

/** Everything there is to know of one milestone: when it was reported first and last, and the carrier's word then. */
export interface Mark {
  readonly milestone: Milestone
  readonly firstAt: number
  readonly lastAt: number
  readonly status: string
}

/** One mark for each milestone that was reported, in the order of milestones: as large as there are milestones, however many reports. */
export type Tracking = readonly Mark[]

export const notTracked: Tracking = []

/** Facts may come in any order and any number of times: the same facts always give the same tracking. */
export function takeFact(tracking: Tracking, { milestone, status, reportedAt }: TrackingFact): Tracking {
  const known = tracking.find((mark) => mark.milestone === milestone)
  const mark: Mark =
    known === undefined ? { milestone, firstAt: reportedAt, lastAt: reportedAt, status } : widened(known, status, reportedAt)
  return [...tracking.filter((other) => other !== known), mark].sort((a, b) => rankOf(a.milestone) - rankOf(b.milestone))
}

function widened({ milestone, firstAt, lastAt, status }: Mark, said: string, reportedAt: number): Mark {
  const isLater = reportedAt > lastAt || (reportedAt === lastAt && said > status)
  return {
    milestone,
    firstAt: Math.min(firstAt, reportedAt),
    lastAt: Math.max(lastAt, reportedAt),
    status: isLater ? said : status,
  }
}

/**
 * Where the parcel is: what was reported last among the words that settle it, else last among those on the way, else that nothing is
 * known. Installed stays installed though the signature is dated after it.
 */
export function standing(tracking: Tracking): Mark | null {
  const last = tracking.reduce<Mark | null>((best, mark) => (best === null || outweighs(mark, best) ? mark : best), null)
  if (last?.milestone !== 'delivered') return last
  return tracking.find(({ milestone }) => milestone === 'installed') ?? last
}

function outweighs(mark: Mark, best: Mark): boolean {
  const [weight, bestWeight] = [weightOf(mark), weightOf(best)]
  if (weight !== bestWeight) return weight > bestWeight
  return mark.lastAt === best.lastAt ? rankOf(mark.milestone) > rankOf(best.milestone) : mark.lastAt > best.lastAt
}

const weightOf = ({ milestone }: Mark): number => (settles(milestone) ? 2 : milestone === 'unknown' ? 0 : 1)

import { lineOfPart } from '../sourcing/asking.ts'
import type { DropReason } from '../sourcing/filters.ts'
import type { Sourced, SourcingPlan } from '../sourcing/plan.ts'
import type { SourcingDecision } from './events.ts'

type Decided = Pick<SourcingDecision, 'beyond' | 'dropped' | 'candidates' | 'steps' | 'best' | 'proven' | 'boundFen' | 'gapFen'>

/** Rows of units in all plans together: of an order of very many lines fewer plans are kept, so that no event grows without bound. */
const mostRows = 500

/**
 * What is kept of what the search found.
 * @param beyond Locations that were not looked at: with them there may be a cheaper plan, or one at all.
 */
export function decidedPlans(sourced: Sourced, beyond: number): Decided {
  const { candidates, steps, proven } = sourced
  const dropped = Object.fromEntries(Object.entries(sourced.dropped).filter(([, count]) => count > 0)) as Partial<
    Record<DropReason, number>
  >
  const seen = { beyond, dropped, candidates, steps, proven: proven && beyond === 0 }
  if (!sourced.found) return { ...seen, best: [], boundFen: null, gapFen: null }
  return { ...seen, best: kept(sourced.best.map(keptPlan)), boundFen: sourced.boundFen, gapFen: sourced.gapFen }
}

const keptPlan = ({ legs, cost }: SourcingPlan): Decided['best'][number] => ({
  legs: legs.map(({ lines, ...leg }) => ({ ...leg, units: lines.map((part) => ({ ...part, lineId: lineOfPart(part) })) })),
  cost: { ...cost },
})

function kept(plans: readonly Decided['best'][number][]): Decided['best'] {
  const rows = ({ legs }: Decided['best'][number]) => legs.reduce((sum, { units }) => sum + units.length, 0)
  let left = mostRows
  return plans.filter((plan, rank) => {
    left -= rows(plan)
    return rank === 0 || left >= 0
  })
}

import type { Audited } from '../../domain/audit/audit.ts'
import { type AuditOutcome, auditOutcomes } from '../../domain/audit/outcomes.ts'

const mostSamples = 5

interface RuleTally {
  readonly rule: string
  readonly orders: number
  /** Ids of some of them. */
  readonly samples: readonly string[]
}

export interface Tally {
  readonly outcomes: Readonly<Record<AuditOutcome, number>>
  /** In the order of the document; those that matched nothing too. */
  readonly rules: readonly RuleTally[]
}

/** What two documents make of the same orders. */
export interface TrialReport {
  /** Of the page those that were paid for. */
  readonly orders: number
  readonly proposed: Tally
  readonly inForce: Tally
  /** Orders of which they say different things. */
  readonly different: { readonly orders: number; readonly samples: readonly DifferentlyAudited[] }
}

export interface DifferentlyAudited {
  readonly orderId: string
  readonly inForce: AuditOutcome
  readonly proposed: AuditOutcome
}

interface Rules {
  readonly rules: readonly { readonly id: string }[]
}

const emptyTally = ({ rules }: Rules): Tally => ({
  outcomes: { pass: 0, hold: 0, cancel: 0, merge: 0 },
  rules: rules.map(({ id }) => ({ rule: id, orders: 0, samples: [] })),
})

export const emptyReport = (proposed: Rules, inForce: Rules): TrialReport => ({
  orders: 0,
  proposed: emptyTally(proposed),
  inForce: emptyTally(inForce),
  different: { orders: 0, samples: [] },
})

/** What one order adds to a report. */
export function reportOfOrder(orderId: string, proposed: Audited, inForce: Audited): TrialReport {
  const differs = proposed.outcome !== inForce.outcome
  const samples = differs ? [{ orderId, inForce: inForce.outcome, proposed: proposed.outcome }] : []
  return {
    orders: 1,
    proposed: tallyOf(orderId, proposed),
    inForce: tallyOf(orderId, inForce),
    different: { orders: samples.length, samples },
  }
}

const tallyOf = (orderId: string, { outcome, matched }: Audited): Tally => ({
  outcomes: { pass: 0, hold: 0, cancel: 0, merge: 0, [outcome]: 1 },
  rules: matched.map((rule) => ({ rule, orders: 1, samples: [orderId] })),
})

/** Both together; `one` names every rule. */
export const sumOfReports = (one: TrialReport, other: TrialReport): TrialReport => ({
  orders: one.orders + other.orders,
  proposed: sumOfTallies(one.proposed, other.proposed),
  inForce: sumOfTallies(one.inForce, other.inForce),
  different: {
    orders: one.different.orders + other.different.orders,
    samples: [...one.different.samples, ...other.different.samples].slice(0, mostSamples),
  },
})

function sumOfTallies(one: Tally, other: Tally): Tally {
  const more = new Map(other.rules.map((each) => [each.rule, each]))
  const outcomes = Object.fromEntries(auditOutcomes.map((outcome) => [outcome, one.outcomes[outcome] + other.outcomes[outcome]]))
  const rules = one.rules.map(({ rule, orders, samples }) => {
    const added = more.get(rule)
    return { rule, orders: orders + (added?.orders ?? 0), samples: [...samples, ...(added?.samples ?? [])].slice(0, mostSamples) }
  })
  return { outcomes: outcomes as Tally['outcomes'], rules }
}

import type { AuditDocument, AuditRule } from '../policy/kinds/audit.ts'
import { factsAskedBy, holds } from './condition.ts'
import type { AuditFacts, FactName } from './facts.ts'
import type { AuditOutcome } from './outcomes.ts'

export interface AuditReason {
  readonly rule: string
  readonly reason: string
  /** How long at most, milliseconds; null until somebody releases it, and for what is no hold. */
  readonly forMs: number | null
}

export interface Audited {
  readonly outcome: AuditOutcome
  /** Every rule that matched, in the order of the document. */
  readonly matched: readonly string[]
  /** Of the outcome: every hold, or the first cancellation. */
  readonly reasons: readonly AuditReason[]
}

/**
 * Applies a document to what is known of an order. Rules are looked at from the first on, up to the first that matches and says pass: what
 * stands below it says nothing of this order. Of those that match, the gravest word holds: cancel before hold before merge before pass.
 * All holds hold together, each for its own reason and time. A rule whose facts are not known does not match, nor does its opposite.
 */
export function audit({ rules }: AuditDocument, facts: Partial<AuditFacts>): Audited {
  const looked = upToPass(rules.filter(({ when }) => holds(when, facts)))
  const matched = looked.map(({ id }) => id)
  const cancelling = looked.flatMap(cancellationOf)
  if (cancelling.length > 0) return { outcome: 'cancel', matched, reasons: cancelling.slice(0, 1) }
  const holding = looked.flatMap(holdOf)
  if (holding.length > 0) return { outcome: 'hold', matched, reasons: holding }
  const outcome = looked.some(({ outcome }) => outcome.do === 'merge') ? 'merge' : 'pass'
  return { outcome, matched, reasons: [] }
}

function upToPass(matching: readonly AuditRule[]): readonly AuditRule[] {
  const passing = matching.findIndex(({ outcome }) => outcome.do === 'pass')
  return passing < 0 ? matching : matching.slice(0, passing + 1)
}

const cancellationOf = ({ id, outcome }: AuditRule): readonly AuditReason[] =>
  outcome.do === 'cancel' ? [{ rule: id, reason: outcome.reason, forMs: null }] : []

const holdOf = ({ id, outcome }: AuditRule): readonly AuditReason[] =>
  outcome.do === 'hold' ? [{ rule: id, reason: outcome.reason, forMs: outcome.forMs }] : []

/** Every fact the rules ask about. */
export const factsAskedIn = ({ rules }: AuditDocument): readonly FactName[] => rules.flatMap(({ when }) => factsAskedBy(when))

/**
 * How long an order waits for others it may go out with, by the rules that matched: the longest they say. Null where it only joins who waits
 * already; undefined where the document has no order wait.
 */
export function mergeWaitMs({ rules }: AuditDocument, { outcome, matched }: Audited): number | null | undefined {
  const waits = rules.flatMap(({ id, outcome: follows }) =>
    follows.do === 'merge' && follows.forMs !== undefined ? [{ id, forMs: follows.forMs }] : [],
  )
  if (waits.length === 0) return undefined
  const own = outcome === 'merge' ? waits.filter(({ id }) => matched.includes(id)) : []
  return own.length === 0 ? null : Math.max(...own.map(({ forMs }) => forMs))
}

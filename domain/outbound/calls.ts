/**
 * What came of sending something to another system. `unreached`: it certainly did not get there. `unanswered`: nobody knows whether it did.
 */
export const callOutcomes = ['taken', 'refused', 'unreached', 'unanswered'] as const
export type CallOutcome = (typeof callOutcomes)[number]

/** How far one thing has come that another system is told or asked, try by try. */
export interface Calls {
  /** How often it was sent; 0 when never. */
  attempt: number
  /** Sent, and not known to be answered. */
  isPending: boolean
  outcome: CallOutcome | null
  code: string | null
  retryAt: number | null
  refusals: number
  /** Tries of which nobody knows whether they got there. */
  lost: number
}

export const noCalls = (): Calls => ({ attempt: 0, isPending: false, outcome: null, code: null, retryAt: null, refusals: 0, lost: 0 })

export function callBegun(calls: Calls, { attempt }: { readonly attempt: number }): void {
  calls.attempt = attempt
  calls.isPending = true
  calls.outcome = null
  calls.retryAt = null
}

export interface CallAnswer {
  readonly attempt: number
  readonly outcome: CallOutcome
  readonly code: string | null
  readonly retryAt: number | null
}

export function callAnswered(calls: Calls, { outcome, code, retryAt }: Omit<CallAnswer, 'attempt'>): void {
  calls.isPending = false
  calls.outcome = outcome
  calls.code = code
  calls.retryAt = retryAt
  if (outcome === 'refused') calls.refusals += 1
  if (outcome === 'unanswered') calls.lost += 1
}

/** What writing a try down, or its answer, comes to: it is news, a repeat, or somebody else was there before. */
export type Standing = 'new' | 'repeat' | 'contended'

/** One try at a time, each counted; what was taken is not sent again. */
export function standingOfTry({ attempt, isPending, outcome }: Readonly<Calls>, next: number): Standing {
  if (next === attempt && isPending) return 'repeat'
  return next !== attempt + 1 || isPending || outcome === 'taken' ? 'contended' : 'new'
}

export function standingOfAnswer(
  { attempt, isPending, outcome }: Readonly<Calls>,
  answer: Pick<CallAnswer, 'attempt' | 'outcome'>,
): Standing {
  if (answer.attempt === attempt && !isPending && outcome === answer.outcome) return 'repeat'
  return answer.attempt !== attempt || !isPending ? 'contended' : 'new'
}

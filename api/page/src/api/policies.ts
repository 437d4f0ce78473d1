import type { AuditOutcome } from '../../../../domain/audit/outcomes.ts'
import type { PolicyKindName } from '../../../../domain/policy/kinds.ts'
import type { VersionState } from '../../../../domain/policy/version-state.ts'
import type { Json } from '../../../../domain/shared/json.ts'
import { get, type Page, send } from './http.ts'

export interface PolicyVersion {
  readonly name: string
  readonly kind: PolicyKindName
  readonly version: number
  readonly effectiveFrom: number
  readonly until: number | null
  readonly state: VersionState
  readonly publishedAt: number
  readonly publishedBy: string
  readonly note: string
}

export interface PolicyDocument extends PolicyVersion {
  readonly document: Json
}

/** Its versions, the latest first, and what decides where none does. */
export interface Policy extends Page<PolicyDocument> {
  readonly name: string
  readonly kind: PolicyKindName
  readonly builtIn: Json
}

export interface Tally {
  readonly outcomes: Readonly<Partial<Record<AuditOutcome, number>>>
  readonly rules: readonly { readonly rule: string; readonly orders: number; readonly samples: readonly string[] }[]
}

export interface Trial {
  readonly orders: number
  readonly proposed: Tally
  readonly inForce: Tally & { readonly version: number }
  readonly different: {
    readonly orders: number
    readonly samples: readonly { readonly orderId: string; readonly inForce: AuditOutcome; readonly proposed: AuditOutcome }[]
  }
  readonly estimated: readonly string[]
  /** Where the rest of the period begins; null when these are all. */
  readonly next: string | null
}

const mostShown = 200

/** Every version of every policy that was published. */
export const fetchPolicyVersions = async (signal?: AbortSignal): Promise<readonly PolicyVersion[]> =>
  (await get<Page<PolicyVersion>>('policies', { limit: mostShown }, signal)).items
export const fetchPolicy = (name: string, signal?: AbortSignal): Promise<Policy> =>
  get<Policy>(`policies/${encodeURIComponent(name)}`, { limit: mostShown }, signal)
/** @param from Orders placed at or after, epoch milliseconds. */
export const tryAudit = (document: unknown, from: number): Promise<Trial> =>
  send<Trial>('POST', 'policies/audit/trial', { document, from: String(from), limit: 500 })
/** Decides from now on. */
export const publishPolicy = ({ name, kind }: Pick<Policy, 'name' | 'kind'>, document: unknown, note: string): Promise<unknown> =>
  send('POST', 'commands', { type: 'PublishPolicy', data: { name, kind, document, note } })

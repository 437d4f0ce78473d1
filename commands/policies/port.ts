import type { DocumentOf, PolicyKindName, PolicyName } from '../../domain/policy/kinds.ts'

/** The rules that decide, and what to call them in the event of what they decided. */
export interface PolicyInForce<Document> {
  readonly name: string
  /** 0: built in. */
  readonly version: number
  readonly document: Document
}

/** The policies, as current as the log. */
export interface Policies {
  inForce<Kind extends PolicyKindName>(name: PolicyName<Kind>, at: number): Promise<PolicyInForce<DocumentOf<Kind>>>
  /** When another version of one of these begins to decide; null while none is published that does. */
  nextAfter(names: readonly string[], at: number): Promise<number | null>
}

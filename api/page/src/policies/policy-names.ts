import type { PolicyKindName } from '../../../../domain/policy/kinds.ts'
import type { Name } from '../language/language.ts'

/** Every kind of policy, in the order in which an order meets them. */
export const kindNames: Readonly<Record<PolicyKindName, Name>> = {
  audit: { zh: '审单', en: 'Audit' },
}

export const kinds = Object.keys(kindNames) as readonly PolicyKindName[]

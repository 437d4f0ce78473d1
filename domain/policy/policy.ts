import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import type { Json } from '../shared/json.ts'
import { latest } from '../shared/latest.ts'
import { same } from '../shared/same.ts'
import { streamKey } from '../shared/stream-name.ts'
import type { PolicyCommand } from './commands.ts'
import type { PolicyEvent } from './events.ts'
import { kindOfPolicy, policyKindNames, readDocument } from './kinds.ts'

type Published = PolicyEvent['data']

export interface PolicyVersion {
  readonly version: number
  readonly effectiveFrom: number
  readonly document: Json
}

export interface Policy {
  /** As they were published. */
  readonly versions: PolicyVersion[]
  last: Pick<Published, 'note' | 'publishedAt'> | null
  /** Of all documents together. */
  bytes: number
}

/** One policy: stream `policy-<name>`. */
export const policyAggregate: Aggregate<{ state: Policy; command: PolicyCommand; event: PolicyEvent }> = {
  category: 'policy',
  stateVersion: 1,
  commandTypes: ['PublishPolicy'],
  key: ({ data }) => policyKey(data.name),
  initial: () => ({ versions: [], last: null, bytes: 0 }),
  evolve,
  decide,
  freeze: (policy) => ({ ...policy, versions: [...policy.versions] }),
  thaw: (frozen) => ({ ...(frozen as Policy), versions: [...(frozen as Policy).versions] }),
  weigh: ({ versions, bytes }) => 200 + 200 * versions.length + 4 * bytes,
}

export const policyKey = (name: string): string => streamKey(name.split('.'))

/** The last version published that began at an instant or before; null while the built-in one decides. */
export const versionAt = ({ versions }: Readonly<Policy>, at: number): PolicyVersion | null =>
  versions.findLast(({ effectiveFrom }) => effectiveFrom <= at) ?? null

function evolve(policy: Policy, { data }: PolicyEvent): Policy {
  const { version, effectiveFrom, document, note, publishedAt } = data
  policy.versions.push({ version, effectiveFrom, document })
  policy.last = { note, publishedAt }
  policy.bytes += JSON.stringify(document).length
  return policy
}

function decide({ versions, last }: Readonly<Policy>, { data }: PolicyCommand): Decision<PolicyEvent> {
  const kind = policyKindNames.find((name) => name === data.kind)
  if (kind === undefined) return reject('POLICY_KIND_UNKNOWN', { kinds: policyKindNames })
  if (kindOfPolicy(data.name) !== kind) return reject('POLICY_MISNAMED', { names: [kind, `${kind}.<more>`] })
  const read = readDocument(kind, data.document)
  if (!read.ok) return reject('POLICY_DOCUMENT_REFUSED', { ...read.fault })
  const document = read.document as Json
  const repeats = () => {
    const { effectiveFrom, document: before } = versions.at(-1)!
    return effectiveFrom === data.effectiveFrom && last!.note === data.note && same(before, document)
  }
  return latest(last?.publishedAt ?? null, data.publishedAt, repeats, () => {
    // Until now another version decided, be it the built-in one; what it decided stays explained by it.
    if (data.effectiveFrom < data.publishedAt) return reject('POLICY_BACKDATED', { earliest: data.publishedAt })
    return accept({ type: 'PolicyPublished', data: { ...data, document, version: versions.length + 1 } })
  })
}

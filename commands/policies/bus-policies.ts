import { type DocumentOf, kindOfPolicy, type PolicyKindName, policyKinds, readDocument } from '../../domain/policy/kinds.ts'
import { type PolicyVersion, policyAggregate, policyKey, versionAt } from '../../domain/policy/policy.ts'
import type { CommandBus } from '../command-bus.ts'
import type { Policies } from './port.ts'

/**
 * Policies as the aggregates themselves have them: as current as any decision. A document is read by its kind once for as long as the bus
 * keeps it, so that asking for every order costs no more than looking.
 */
export function busPolicies(bus: CommandBus): Policies {
  const read = new WeakMap<PolicyVersion, unknown>()

  function documentOf<Kind extends PolicyKindName>(kind: Kind, version: PolicyVersion, name: string): DocumentOf<Kind> {
    const known = read.get(version)
    if (known !== undefined) return known as DocumentOf<Kind>
    const result = readDocument(kind, version.document)
    if (!result.ok)
      throw new Error(`version ${version.version} of policy ${name} is no document of its kind any more: ${result.fault.path}`)
    read.set(version, result.document)
    return result.document
  }

  return {
    async nextAfter(names, at) {
      const all = await Promise.all(names.map((name) => bus.look(policyAggregate, policyKey(name))))
      const later = all.flatMap((policy) => policy?.versions.filter(({ effectiveFrom }) => effectiveFrom > at) ?? [])
      return later.length === 0 ? null : Math.min(...later.map(({ effectiveFrom }) => effectiveFrom))
    },
    async inForce<Kind extends PolicyKindName>(name: string, at: number) {
      const kind = kindOfPolicy(name) as Kind | null
      if (kind === null) throw new Error(`${name} is no policy of any kind`)
      const policy = await bus.look(policyAggregate, policyKey(name))
      const version = policy === null ? null : versionAt(policy, at)
      if (version === null) return { name, version: 0, document: policyKinds[kind].builtIn as DocumentOf<Kind> }
      return { name, version: version.version, document: documentOf(kind, version, name) }
    },
  }
}

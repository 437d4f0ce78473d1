import { openForReading } from '../../../compose/stores.ts'
import { kindOfPolicy, policyKindNames, policyKinds } from '../../../domain/policy/kinds.ts'
import { type PolicyVersionDocument, policies } from '../../../projections/policies/policies.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import type { Query } from '../../../stores/documents/port.ts'
import { answer, limitOption, UsageError, type VerbContext } from '../verb.ts'

async function versions(context: VerbContext, where: Query['where'], direction: 'ascending' | 'descending') {
  const stores = await openForReading(context.settings)
  try {
    const model = await openReadModel<PolicyVersionDocument>(stores.documents, policies)
    const sort = (['name', 'version'] as const).map((field) => ({ field, direction }))
    const found = (await model?.collection.find({ ...(where && { where }), sort, limit: limitOption(context) })) ?? []
    return found.flatMap(({ body }) => (body === null ? [] : [body]))
  } finally {
    await stores.close()
  }
}

const at = (instant: number | null): string => (instant === null ? '' : new Date(instant).toISOString())
const line = ({ name, version, effectiveFrom, until, publishedBy, note }: PolicyVersionDocument): string =>
  `${name.padEnd(16)} ${String(version).padStart(3)} ${at(effectiveFrom)} - ${at(until).padEnd(24)} ${publishedBy} ${note}`

export async function list(context: VerbContext): Promise<number> {
  const items = (await versions(context, undefined, 'ascending')).map(({ document: _, ...shown }) => shown)
  answer(
    context,
    { items },
    items.map((item) => line({ ...item, document: null })),
  )
  return 0
}

/** What was published under a name, the latest first, rules and all. */
export async function show(context: VerbContext, name: string): Promise<number> {
  const kind = kindOfPolicy(name)
  if (kind === null) throw new UsageError(`a policy is named after its kind, one of ${policyKindNames.join(', ')}`)
  const items = await versions(context, { name }, 'descending')
  const { builtIn } = policyKinds[kind]
  const lines = items.flatMap((item) => [line(item), JSON.stringify(item.document, null, 2)])
  answer(context, { name, kind, builtIn, items }, lines.length > 0 ? lines : ['built in', JSON.stringify(builtIn, null, 2)])
  return 0
}

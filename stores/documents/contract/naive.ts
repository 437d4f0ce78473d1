import type { Condition, Fields, Json, Query, Scalar, StoredDocument } from '../port.ts'

/** What find answers, said as plainly as possible: filter, sort, cut. Shares nothing with any adapter. */
export function naiveFind(documents: readonly StoredDocument[], query: Query): readonly StoredDocument[] {
  const sort = query.sort ?? []
  const last = sort.at(-1)
  const words = last?.field === 'id' ? sort : [...sort, { field: 'id', direction: last?.direction ?? ('ascending' as const) }]
  const placeOf = ({ id, body }: StoredDocument) => words.map(({ field }) => (field === 'id' ? id : (leavesOf(body!, field)[0] ?? null)))
  const compare = (left: readonly Json[], right: readonly Json[]): number => {
    for (const [at, { direction }] of words.entries()) {
      const order = compareScalars(left[at] as Scalar, right[at] as Scalar)
      if (order !== 0) return direction === 'ascending' ? order : -order
    }
    return 0
  }
  return documents
    .filter((document) => document.body !== null && naiveMatches(document, query.where))
    .filter((document) => !query.after || compare(placeOf(document), query.after) > 0)
    .sort((left, right) => compare(placeOf(left), placeOf(right)))
    .slice(0, query.limit ?? 100)
}

export function naiveMatches({ id, body }: StoredDocument, where: Query['where'] = {}): boolean {
  return Object.entries(where).every(([field, condition]) => meets(field === 'id' ? [id] : leavesOf(body!, field), condition))
}

function meets(values: readonly Json[], condition: Condition): boolean {
  const some = (test: (value: Scalar) => boolean) => values.some((value) => isScalar(value) && test(value))
  if (isScalar(condition)) return some((value) => value === condition)
  if ('in' in condition) return some((value) => condition.in.includes(value))
  const { gt, gte, lt, lte } = condition as { gt?: Scalar; gte?: Scalar; lt?: Scalar; lte?: Scalar }
  const within = (bound: Scalar | undefined, test: (order: number) => boolean) =>
    bound === undefined || some((value) => rankOf(value) === rankOf(bound) && test(compareScalars(value, bound)))
  return (
    within(gt, (order) => order > 0) &&
    within(gte, (order) => order >= 0) &&
    within(lt, (order) => order < 0) &&
    within(lte, (order) => order <= 0)
  )
}

/** Every value at the end of a path: through arrays of objects on the way, and the elements of an array at its end. */
function leavesOf(value: Json, path: string): readonly Json[] {
  const [first, ...rest] = path.split('.') as [string, ...string[]]
  if (typeof value !== 'object' || value === null) return [null]
  const next: Json = Object.hasOwn(value, first) ? ((value as Fields)[first] ?? null) : null
  if (rest.length === 0) return Array.isArray(next) ? next : [next]
  if (!Array.isArray(next)) return leavesOf(next, rest.join('.'))
  const objects = (next as readonly Json[]).filter((element) => typeof element === 'object' && element !== null && !Array.isArray(element))
  return objects.flatMap((element) => leavesOf(element, rest.join('.')))
}

const isScalar = (value: unknown): value is Scalar => typeof value !== 'object' || value === null

const rankOf = (value: Scalar): number => (value === null ? 0 : typeof value === 'number' ? 1 : typeof value === 'string' ? 2 : 3)

function compareScalars(left: Scalar, right: Scalar): number {
  if (rankOf(left) !== rankOf(right)) return rankOf(left) - rankOf(right)
  if (typeof left === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(right as string))
  return Number(left) - Number(right)
}

import type { Condition, Fields, Query, Scalar } from '../port.ts'
import { isRange } from '../rules.ts'
import type { Value } from './values.ts'
import { compareValues, encode, FALSE, NULL, partsOf, TRUE, valuesAt } from './values.ts'

export interface Bound {
  readonly operator: '>' | '>=' | '<' | '<='
  readonly value: Value
}

/** A condition on one field: equal to one of `equals`, or within all `bounds`. */
export interface Term {
  readonly field: string
  readonly parts: readonly string[]
  readonly equals?: readonly Value[]
  readonly bounds?: readonly Bound[]
}

export function termsOf(where: Query['where'] = {}): readonly Term[] {
  return Object.entries(where).map(([field, condition]) => ({ field, parts: partsOf(field), ...meaningOf(condition) }))
}

function meaningOf(condition: Condition): Pick<Term, 'equals' | 'bounds'> {
  if (typeof condition !== 'object' || condition === null) return { equals: [encode(condition)] }
  if (!isRange(condition)) return { equals: distinct((condition as { in: readonly Scalar[] }).in.map(encode)) }
  const bounds: Bound[] = []
  if (condition.gt !== undefined) bounds.push({ operator: '>', value: encode(condition.gt) })
  if (condition.gte !== undefined) bounds.push({ operator: '>=', value: encode(condition.gte) })
  if (condition.lt !== undefined) bounds.push({ operator: '<', value: encode(condition.lt) })
  if (condition.lte !== undefined) bounds.push({ operator: '<=', value: encode(condition.lte) })
  return { bounds }
}

/** Every value comes from `encode`, which gives the same object for the same boolean. */
export const distinct = (values: readonly Value[]): readonly Value[] => (values.length < 2 ? values : [...new Set(values)])

export function matches(id: string, body: Fields, terms: readonly Term[]): boolean {
  return terms.every(({ field, parts, equals, bounds }) => {
    const found = field === 'id' ? id : valuesAt(body, parts)
    const values = Array.isArray(found) ? found : [found]
    if (equals) return values.some((value) => equals.some((wanted) => compareValues(value, wanted) === 0))
    return bounds!.every((bound) => values.some((value) => within(value, bound)))
  })
}

function within(value: Value, { operator, value: limit }: Bound): boolean {
  return bracketOf(value) === bracketOf(limit) && satisfies(value, { operator, value: limit })
}

export function satisfies(value: Value, { operator, value: limit }: Bound): boolean {
  const order = compareValues(value, limit)
  return operator === '>' ? order > 0 : operator === '>=' ? order >= 0 : operator === '<' ? order < 0 : order <= 0
}

type Bracket = 'null' | 'number' | 'string' | 'boolean' | 'none'

function bracketOf(value: Value): Bracket {
  if (typeof value === 'number') return value === NULL ? 'null' : 'number'
  if (typeof value === 'string') return 'string'
  return value[0] === 8 ? 'boolean' : 'none'
}

const LOWEST: Record<Bracket, Bound> = {
  null: { operator: '>=', value: NULL },
  number: { operator: '>', value: NULL },
  string: { operator: '>=', value: '' },
  boolean: { operator: '>=', value: FALSE },
  none: { operator: '>', value: TRUE },
}
const HIGHEST: Record<Bracket, Bound> = {
  null: { operator: '<=', value: NULL },
  number: { operator: '<', value: '' },
  string: { operator: '<', value: new Uint8Array(0) },
  boolean: { operator: '<=', value: TRUE },
  none: { operator: '<', value: FALSE },
}

/** Bounds that say by order alone what the range means on one value: closed to the type of its bounds. Undefined when nothing can meet them. */
export function closedBounds(bounds: readonly Bound[]): readonly Bound[] | undefined {
  const [bracket, ...others] = new Set(bounds.map(({ value }) => bracketOf(value)))
  if (bracket === undefined || others.length > 0) return undefined
  const hasLower = bounds.some(({ operator }) => operator.startsWith('>'))
  const hasUpper = bounds.some(({ operator }) => operator.startsWith('<'))
  return [...bounds, ...(hasLower ? [] : [LOWEST[bracket]]), ...(hasUpper ? [] : [HIGHEST[bracket]])]
}

import type { Condition, Query, Scalar } from '../port.ts'
import { fieldValue, nameOf, waysTo } from './fields.ts'
import type { Filter } from './subset.ts'

/** Where a field lies in a stored record. */
export const placeOf = (field: string): string => (field === 'id' ? '_id' : `fields.${nameOf(field)}`)

export const filterOf = (where: Query['where'] = {}): readonly Filter[] =>
  Object.entries(where).flatMap(([field, condition]) => conditionFilters(field, condition))

/** What no record meets. */
const NOTHING: Filter = { _id: { $in: [] } }

function conditionFilters(field: string, condition: Condition): readonly Filter[] {
  if (typeof condition !== 'object' || condition === null) return [equal(field, condition)]
  if ('in' in condition) return [oneOf(field, condition.in)]
  const bounds = Object.entries(condition as Readonly<Record<string, Scalar | undefined>>)
  return bounds.flatMap(([word, bound]) => (bound === undefined ? [] : [bounded(field, word, bound)]))
}

export function equal(field: string, value: Scalar): Filter {
  if (value !== null) return { [placeOf(field)]: fieldValue(value) }
  const ways = waysTo(field)
  return { [placeOf(field)]: null, ...(ways.length > 0 && { hollow: { $nin: ways } }) }
}

function oneOf(field: string, values: readonly Scalar[]): Filter {
  const some = { [placeOf(field)]: { $in: values.filter((value) => value !== null).map(fieldValue) } }
  return values.includes(null) ? { $or: [some, equal(field, null)] } : some
}

function bounded(field: string, word: string, bound: Scalar): Filter {
  if (bound === null) return word.endsWith('e') ? equal(field, null) : NOTHING
  return { [placeOf(field)]: { [`$${word}`]: fieldValue(bound) } }
}

import type { CollectionDefinition, Condition, Query, Scalar, StoredDocument } from './port.ts'
import { DocumentStoreError } from './port.ts'

/** What every adapter refuses, checked in one place so that all refuse the same. */

export const LARGEST_PAGE = 1_000
export const DEFAULT_PAGE = 100
export const LARGEST_IN = 1_000
export const LARGEST_POSITION = 2n ** 63n - 1n
const LARGEST_ID = 1_000

export function invalid(message: string, details: Readonly<Record<string, unknown>> = {}): DocumentStoreError {
  return new DocumentStoreError('INVALID', message, details)
}

export function checkName(name: string): void {
  if (name.length > 120 || !/^[A-Za-z0-9](\.?[A-Za-z0-9_@:~-])*$/.test(name) || name.startsWith('system.'))
    throw invalid('A collection name is up to 120 of A-Z a-z 0-9 _ . @ : ~ -, begins with a letter or digit, and has no empty part', {
      name,
    })
}

export function checkField(field: string): void {
  const bad = field.length > 300 || field.includes('\0') || field.split('.').some((part) => part === '' || part.startsWith('$'))
  if (bad) throw invalid('A field name has no empty part, no part that begins with $, no NUL, and at most 300 characters', { field })
}

export function checkDefinition({ name, indexes }: CollectionDefinition): void {
  checkName(name)
  for (const { fields } of indexes) {
    fields.forEach(checkField)
    const distinct = new Set(fields).size === fields.length
    if (fields.length === 0 || fields.length > 16 || !distinct || fields.includes('id'))
      throw invalid('An index has 1 to 16 distinct fields; id is always the last and not named', { collection: name, fields })
  }
}

export function checkId(id: string): void {
  if (typeof id !== 'string' || id === '' || id.length > LARGEST_ID || !id.isWellFormed())
    throw invalid(`An id is 1 to ${LARGEST_ID} characters of well-formed text`, { length: id?.length })
}

export function checkDocument({ id, position, body }: StoredDocument): void {
  checkId(id)
  if (typeof position !== 'bigint' || position < 0n || position > LARGEST_POSITION)
    throw invalid('A position is a bigint from 0 to 2^63 - 1', { id })
  if (body !== null && (typeof body !== 'object' || Array.isArray(body)))
    throw invalid('A body is an object, or null for a tombstone', { id })
}

export function checkWhere(where: NonNullable<Query['where']>): void {
  for (const [field, condition] of Object.entries(where)) {
    checkField(field)
    checkCondition(field, condition)
  }
}

export function checkUpTo(upTo: number | undefined): void {
  if (upTo !== undefined && (!Number.isInteger(upTo) || upTo < 1))
    throw invalid('A count goes up to a whole number of at least 1', { upTo })
}

/** The sort words with `id` as the last, and the limit; everything else of the query is checked. */
export function completeQuery(query: Query): { sort: NonNullable<Query['sort']>; limit: number } {
  checkWhere(query.where ?? {})
  const { sort: words = [], limit = DEFAULT_PAGE, after } = query
  for (const { field, direction } of words) {
    checkField(field)
    if (direction !== 'ascending' && direction !== 'descending') throw invalid('A direction is ascending or descending', { field })
  }
  const last = words.at(-1)
  const sort = last?.field === 'id' ? words : [...words, { field: 'id', direction: last?.direction ?? 'ascending' }]
  if (new Set(sort.map(({ field }) => field)).size !== sort.length) throw invalid('A sort names a field once, and id last')
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) throw invalid(`A limit is 1 to ${LARGEST_PAGE}`, { limit })
  if (after !== undefined) {
    if (after.length !== sort.length || typeof after.at(-1) !== 'string')
      throw invalid('after holds one value per sort field, and the id as its last', { sort: sort.map(({ field }) => field) })
    for (const value of after) checkScalar('after', value)
  }
  return { sort, limit }
}

export function isRange(condition: Condition): condition is Exclude<Condition, Scalar | { readonly in: readonly Scalar[] }> {
  return typeof condition === 'object' && condition !== null && !('in' in condition)
}

function checkCondition(field: string, condition: Condition): void {
  if (typeof condition !== 'object' || condition === null) {
    checkScalar(field, condition)
    return
  }
  const keys = Object.keys(condition)
  const wellFormed = keys.length > 0 && ('in' in condition ? keys.length === 1 : keys.every((key) => /^[gl]te?$/.test(key)))
  if (!wellFormed) throw invalid('A condition is a value, { in }, or a range of gt, gte, lt, lte', { field })
  if (isRange(condition)) {
    if (('gt' in condition && 'gte' in condition) || ('lt' in condition && 'lte' in condition))
      throw invalid('A range has one lower and one upper bound', { field })
    for (const bound of Object.values(condition)) checkScalar(field, bound)
    return
  }
  const values = (condition as { in: readonly Scalar[] }).in
  if (!Array.isArray(values) || values.length > LARGEST_IN) throw invalid(`in takes a list of at most ${LARGEST_IN} values`, { field })
  for (const value of values) checkScalar(field, value)
}

function checkScalar(field: string, value: unknown): asserts value is Scalar {
  const scalar = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
  if (!scalar) throw invalid('A value is a string, a finite number, a boolean or null', { field, type: typeof value })
}

import type { Query, Scalar } from '../port.ts'
import { fieldValue } from './fields.ts'
import { equal, placeOf } from './filters.ts'
import type { Filter } from './subset.ts'

type Sort = NonNullable<Query['sort']>

/** Whatever comes after these values of the sort fields: equal in the first ones, and beyond in the next. */
export function afterFilter(sort: Sort, after: readonly Scalar[]): Filter {
  const branches = sort.flatMap(({ field, direction }, at) => {
    const before = sort.slice(0, at).map((word, each) => equal(word.field, after[each]!))
    const beyond = (direction === 'ascending' ? above : below)(after[at]!, field === 'id')
    return beyond.map((condition) => ({ $and: [...before, { [placeOf(field)]: condition }] }))
  })
  return { $or: branches }
}

const NUMBERS = { $gte: -Number.MAX_VALUE }
const STRINGS = { $gte: '' }
const BOOLEANS = { $in: [false, true] }

/** Null or missing, numbers, strings, false, true: a comparison only reaches values of its own type. */
function above(value: Scalar, isId: boolean): readonly unknown[] {
  if (isId) return [{ $gt: fieldValue(value) }]
  if (value === null) return [NUMBERS, STRINGS, BOOLEANS]
  if (typeof value === 'number') return [{ $gt: fieldValue(value) }, STRINGS, BOOLEANS]
  if (typeof value === 'string') return [{ $gt: fieldValue(value) }, BOOLEANS]
  return value ? [] : [true]
}

function below(value: Scalar, isId: boolean): readonly unknown[] {
  if (isId) return [{ $lt: fieldValue(value) }]
  if (value === null) return []
  if (typeof value === 'number') return [{ $lt: fieldValue(value) }, null]
  if (typeof value === 'string') return [{ $lt: fieldValue(value) }, NUMBERS, null]
  return value ? [false, STRINGS, NUMBERS, null] : [STRINGS, NUMBERS, null]
}

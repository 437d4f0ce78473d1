import type { Query } from '../port.ts'
import type { Term } from './conditions.ts'
import type { Index, Shape } from './shape.ts'
import { columnOf, entriesOf, indexOf, tableOf } from './shape.ts'

type Sort = NonNullable<Query['sort']>

/** One way to come at the documents: the primary key, an SQLite index, or a table of entries. */
export interface Access {
  readonly from: string
  /** Fields in key order, `id` the last. */
  readonly fields: readonly string[]
  /** SQL expressions of the fields. */
  readonly expressions: readonly string[]
  /** Leading fields bound by equality. */
  readonly bound: readonly Term[]
  /** The range on the field after those, or the id's terms. */
  readonly ranged: readonly Term[]
  /** Conditions left that columns can decide. */
  readonly byColumn: readonly Term[]
  /** Conditions left that only the body can decide. */
  readonly byBody: readonly Term[]
  /** The key order, once the bound fields are fixed, is the sort order. */
  readonly sorted: boolean
  /** A document may come more than once. */
  readonly repeats: boolean
}

export function accesses(shape: Shape, terms: readonly Term[], sort: Sort): readonly Access[] {
  const keyed = shape.indexes.filter(({ ready }) => ready).flatMap((index) => indexAccess(shape, index, terms, sort) ?? [])
  return [...keyed, access(shape, primary(shape), terms, sort)]
}

interface Keys {
  readonly from: string
  readonly fields: readonly string[]
  readonly expressions: readonly string[]
}

const primary = (shape: Shape): Keys => ({ from: tableOf(shape), fields: ['id'], expressions: ['id'] })

function indexAccess(shape: Shape, index: Index, terms: readonly Term[], sort: Sort): Access | undefined {
  const fields = index.columns.map((column) => shape.columns[column]!.field)
  const from = index.spread ? entriesOf(shape, index) : `${tableOf(shape)} INDEXED BY ${indexOf(shape, index)}`
  const names = index.spread ? fields.map((_, place) => `k${place}`) : index.columns.map((column) => `c${column}`)
  const keys = index.unique ? { fields, expressions: names } : { fields: [...fields, 'id'], expressions: [...names, 'id'] }
  const found = access(shape, { from, ...keys }, terms, sort, index.spread)
  const useful = found.bound.length > 0 || found.ranged.length > 0 || found.sorted
  const arrays = fields.filter((field) => holdsArrays(shape, field))
  const decided = arrays.every((field) => found.bound.some((term) => term.field === field))
  return useful && decided ? found : undefined
}

function access(shape: Shape, keys: Keys, terms: readonly Term[], sort: Sort, spread = false): Access {
  const byField = new Map(terms.map((term) => [term.field, term]))
  const open = keys.fields.findIndex((field) => !byField.get(field)?.equals)
  const bound = keys.fields.slice(0, open === -1 ? undefined : open).map((field) => byField.get(field)!)
  const next = open === -1 ? undefined : byField.get(keys.fields[open]!)
  const ranged = next?.bounds && !holdsArrays(shape, next.field) ? [next] : []
  const left = terms.filter((term) => !bound.includes(term) && !ranged.includes(term))
  const decidable = ({ field }: Term): boolean => field === 'id' || (columnOf(shape, field) !== -1 && !holdsArrays(shape, field))
  return {
    ...keys,
    bound,
    ranged,
    byColumn: left.filter(decidable),
    byBody: left.filter((term) => !decidable(term)),
    sorted: isSorted(shape, keys.fields, bound, sort),
    repeats: spread && bound.some(({ field, equals }) => holdsArrays(shape, field) && equals!.length > 1),
  }
}

export const holdsArrays = (shape: Shape, field: string): boolean => shape.columns[columnOf(shape, field)]?.holdsArrays ?? false

function isSorted(shape: Shape, fields: readonly string[], bound: readonly Term[], sort: Sort): boolean {
  const names = new Set(bound.map(({ field }) => field))
  const rest = sort.filter(({ field }) => !names.has(field) || holdsArrays(shape, field))
  const unbound = fields.slice(bound.length)
  const oneWay = rest.every(({ direction }) => direction === rest[0]!.direction)
  return oneWay && rest.every(({ field }, at) => field === unbound[at])
}

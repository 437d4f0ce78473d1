import type { Query } from '../port.ts'
import type { Bound, Term } from './conditions.ts'
import { closedBounds, satisfies } from './conditions.ts'
import type { Access } from './plan.ts'
import type { Shape } from './shape.ts'
import { tableOf } from './shape.ts'
import type { Value } from './values.ts'
import { compareValues } from './values.ts'

type Word = NonNullable<Query['sort']>[number]

/** A piece of SQL with what its question marks stand for. */
export interface Sql {
  readonly text: string
  readonly values: readonly Value[]
}

const all = (pieces: readonly Sql[], empty = 'TRUE'): Sql => ({
  text: pieces.length === 0 ? empty : pieces.map(({ text }) => text).join(' AND '),
  values: pieces.flatMap(({ values }) => values),
})

/** Where reading goes on: after these values of the words, or from them on when `inclusive`. */
export interface Keyset {
  readonly words: readonly Word[]
  readonly values: readonly Value[]
  readonly inclusive: boolean
}

/** The documents of an access in key order, or in any order when `words` is empty. */
export interface Walk {
  readonly access: Access
  readonly bound: readonly Term[]
  readonly words: readonly Word[]
  readonly keyset?: Keyset | undefined
}

export const expressionOf = (access: Access, field: string): string => access.expressions[access.fields.indexOf(field)]!

/** Reads keys only: an index alone answers it. */
export function keysSql(walk: Walk, select: string, tail: string): Sql {
  const { access, words } = walk
  const { text, values } = all(pieces(walk))
  const order = words.map(({ field, direction }) => `${expressionOf(access, field)} ${direction === 'ascending' ? 'ASC' : 'DESC'}`)
  const sorted = order.length > 0 ? ` ORDER BY ${order.join(', ')}` : ''
  return { text: `SELECT ${select} FROM ${access.from} WHERE ${text}${sorted}${tail}`, values }
}

/** The documents behind the keys. CROSS JOIN keeps SQLite from reading them in another order than the keys come. */
export function documentsSql(shape: Shape, walk: Walk, select: string, keysTail = ''): Sql {
  const keys = keysSql(walk, 'row', keysTail)
  const left = residual(shape, walk.access)
  const text = `SELECT ${select} FROM (${keys.text}) AS k CROSS JOIN ${tableOf(shape)} AS d ON d.row = k.row WHERE ${left.text}`
  return { text, values: [...keys.values, ...left.values] }
}

/** What the columns must still decide once the document is at hand. */
export function residual(shape: Shape, access: Access): Sql {
  const place = (field: string): string => (field === 'id' ? 'd.id' : `d.c${shape.columns.findIndex((column) => column.field === field)}`)
  const left = access.byColumn.map((term) => termSql(term, place(term.field)))
  return all(access.from === tableOf(shape) ? [{ text: 'd.body IS NOT NULL', values: [] }, ...left] : left)
}

export const hasResidual = (shape: Shape, access: Access): boolean => access.byColumn.length > 0 || access.from === tableOf(shape)

function pieces({ access, bound, keyset }: Walk): readonly Sql[] {
  const found = bound.map((term) => termSql(term, expressionOf(access, term.field)))
  for (const term of access.ranged) found.push(boundsSql(remaining(term, keyset), expressionOf(access, term.field)))
  if (found.length === 0) found.push({ text: `${access.expressions[0]} IS NOT NULL`, values: [] })
  if (keyset) found.push(keysetSql(access, keyset))
  return found
}

function termSql({ equals, bounds = [] }: Term, expression: string): Sql {
  if (!equals) return boundsSql(closedBounds(bounds), expression)
  if (equals.length === 1) return { text: `${expression} = ?`, values: equals }
  return { text: `${expression} IN (${equals.map(() => '?').join(', ')})`, values: equals }
}

function boundsSql(bounds: readonly Bound[] | undefined, expression: string): Sql {
  if (!bounds) return { text: 'FALSE', values: [] }
  return all(bounds.map(({ operator, value }) => ({ text: `${expression} ${operator} ?`, values: [value] })))
}

/** Bounds the keyset already implies are left out: SQLite seeks by one bound a side, and a deep page must seek by the keyset. */
function remaining({ field, bounds = [] }: Term, keyset: Keyset | undefined): readonly Bound[] | undefined {
  const closed = closedBounds(bounds)
  const first = keyset?.words[0]
  if (!closed || first?.field !== field) return closed
  const side = first.direction === 'ascending' ? '>' : '<'
  return closed.filter((bound) => !(bound.operator.startsWith(side) && satisfies(keyset!.values[0]!, bound)))
}

function keysetSql(access: Access, { words, values, inclusive }: Keyset): Sql {
  const expressions = words.map(({ field }) => expressionOf(access, field))
  const operator = `${words[0]!.direction === 'ascending' ? '>' : '<'}${inclusive ? '=' : ''}`
  const tuple = (items: readonly string[]): string => (items.length === 1 ? items[0]! : `(${items.join(', ')})`)
  return { text: `${tuple(expressions)} ${operator} ${tuple(values.map(() => '?'))}`, values }
}

/**
 * The keyset of a walk whose bound fields are constants: words on them are decided here, so that the rest is one tuple the index
 * can seek. 'all' when every document of the walk comes after, 'none' when none does.
 */
export function keysetFor(sort: readonly Word[], after: readonly Value[], constants: ReadonlyMap<string, Value>): Keyset | 'all' | 'none' {
  const words: Word[] = []
  const values: Value[] = []
  for (const [at, word] of sort.entries()) {
    const constant = constants.get(word.field)
    if (constant === undefined) {
      words.push(word)
      values.push(after[at]!)
      continue
    }
    const order = compareValues(constant, after[at]!) * (word.direction === 'ascending' ? 1 : -1)
    if (order === 0) continue
    if (words.length === 0) return order > 0 ? 'all' : 'none'
    return { words, values, inclusive: order > 0 }
  }
  return words.length === 0 ? 'none' : { words, values, inclusive: false }
}

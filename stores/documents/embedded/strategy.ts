import type { Query } from '../port.ts'
import { completeQuery } from '../rules.ts'
import type { Term } from './conditions.ts'
import { termsOf } from './conditions.ts'
import type { Database } from './database.ts'
import { read, statement } from './database.ts'
import type { Access } from './plan.ts'
import { accesses, holdsArrays } from './plan.ts'
import type { Shape } from './shape.ts'
import type { Walk } from './sql.ts'
import { hasResidual, keysetFor, keysSql } from './sql.ts'
import type { Value } from './values.ts'
import { encode } from './values.ts'

export interface Search {
  readonly terms: readonly Term[]
  readonly sort: NonNullable<Query['sort']>
  readonly after: readonly Value[] | undefined
  readonly limit: number
}

export function searchOf(query: Query): Search {
  const { sort, limit } = completeQuery(query)
  return { terms: termsOf(query.where), sort, after: query.after?.map(encode), limit }
}

export const MOST_BRANCHES = 64
const WORTH_COUNTING = 10

/** How the documents of a query are come by: index order is the order asked for; few enough to sort; or one look at all of them. */
export interface Strategy {
  readonly access: Access
  readonly how: 'walk' | 'few' | 'stream'
}

export function choose(database: Database, shape: Shape, { terms, sort }: Search): Strategy {
  const ways = accesses(shape, terms, sort).toSorted((left, right) => right.bound.length - left.bound.length)
  const walkable = ways.filter((way) => way.sorted && way.byBody.length === 0 && branchesOf(way).length <= MOST_BRANCHES)
  const perfect = walkable.find((way) => !hasResidual(shape, way))
  if (perfect) return { access: perfect, how: 'walk' }
  const { few } = database.limits
  const sized = ways.map((way) => ({ way, size: sizeOf(database, way) })).toSorted((left, right) => left.size - right.size)
  const [smallest] = sized as [(typeof sized)[number]]
  const walk = sized.find(({ way }) => walkable.includes(way))
  if (walk && (walk.size <= smallest.size || smallest.size >= few)) return { access: walk.way, how: 'walk' }
  if (smallest.size < few) return { access: smallest.way, how: 'few' }
  return { access: ways.find((way) => way.sorted && branchesOf(way).length === 1) ?? smallest.way, how: 'stream' }
}

/** How many keys an access leads to, as far as it is worth counting. */
function sizeOf(database: Database, access: Access): number {
  if (access.bound.length + access.ranged.length === 0) return Number.POSITIVE_INFINITY
  const { text, values } = keysSql({ access, bound: access.bound, words: [] }, 'TRUE', ' LIMIT ?')
  const most = database.limits.few * WORTH_COUNTING
  const size = read(database, () => statement(database, `SELECT count(*) FROM (${text})`).get(...values, most))
  return Number((size as unknown as [bigint])[0])
}

/** One walk per combination of the values a bound field may have: each is in sort order by itself. */
export function branchesOf({ bound }: Access): readonly (readonly Term[])[] {
  let branches: readonly (readonly Term[])[] = [[]]
  for (const term of bound) {
    if (branches.length > MOST_BRANCHES) break
    branches = branches.flatMap((branch) => term.equals!.map((value) => [...branch, { ...term, equals: [value] }]))
  }
  return branches
}

export function walksOf(shape: Shape, access: Access, { sort, after }: Search): readonly Walk[] {
  return branchesOf(access).flatMap((bound) => {
    const constants = new Map(bound.filter(({ field }) => !holdsArrays(shape, field)).map(({ field, equals }) => [field, equals![0]!]))
    const words = sort.filter(({ field }) => !constants.has(field))
    const keyset = after ? keysetFor(sort, after, constants) : 'all'
    return keyset === 'none' ? [] : [{ access, bound, words, keyset: keyset === 'all' ? undefined : keyset }]
  })
}

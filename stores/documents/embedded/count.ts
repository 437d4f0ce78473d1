import type { Query } from '../port.ts'
import { checkUpTo, checkWhere } from '../rules.ts'
import { parsed } from './body.ts'
import { matches, termsOf } from './conditions.ts'
import type { Database } from './database.ts'
import { read, statement } from './database.ts'
import { furtherOn, streamed } from './find.ts'
import { stretch } from './pause.ts'
import type { Access } from './plan.ts'
import { accesses } from './plan.ts'
import type { Shape } from './shape.ts'
import { tableOf } from './shape.ts'
import type { Walk } from './sql.ts'
import { documentsSql, hasResidual, keysSql } from './sql.ts'
import { branchesOf, MOST_BRANCHES } from './strategy.ts'
import type { Value } from './values.ts'

export async function countDocuments(database: Database, shape: Shape, where: Query['where'] = {}, upTo?: number): Promise<number> {
  checkWhere(where)
  checkUpTo(upTo)
  const most = upTo ?? Number.POSITIVE_INFINITY
  const terms = termsOf(where)
  if (terms.length === 0) return countAll(database, shape, most)
  const ways = accesses(shape, terms, []).filter(({ repeats }) => !repeats)
  const left = (way: Access): number => way.byBody.length * 100 + way.byColumn.length
  const [access] = ways.toSorted((one, other) => left(one) - left(other) || other.bound.length - one.bound.length)
  const walkable = access!.byBody.length === 0 && branchesOf(access!).length <= MOST_BRANCHES
  return walkable ? countWalks(database, shape, access!, most) : countStream(database, shape, access!, most)
}

function countAll(database: Database, shape: Shape, most: number): number {
  const table = tableOf(shape)
  if (most < Number.POSITIVE_INFINITY)
    return numberOf(database, `SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE body IS NOT NULL LIMIT ?)`, [most])
  return numberOf(database, `SELECT count(*) FROM ${table}`) - numberOf(database, `SELECT count(*) FROM ${table} WHERE body IS NULL`)
}

/** Keys counted in one call. */
const KEYS_AT_ONCE = 8_192

/** In slices, because one call for all of a large collection would stop everything else. */
async function countWalks(database: Database, shape: Shape, access: Access, most: number): Promise<number> {
  let count = 0
  const { over, pause } = stretch()
  const words = access.fields.slice(access.bound.length).map((field) => ({ field, direction: 'ascending' as const }))
  const partly = hasResidual(shape, access)
  const atOnce = partly ? KEYS_AT_ONCE : Math.min(KEYS_AT_ONCE, most)
  for (const bound of branchesOf(access))
    for (let walk: Walk | undefined = { access, bound, words }; walk; ) {
      const keys = ` LIMIT ${atOnce}`
      const { text, values } = partly ? documentsSql(shape, walk, 'TRUE', keys) : keysSql(walk, 'TRUE', keys)
      count += numberOf(database, `SELECT count(*) FROM (${text})`, values)
      if (count >= most) return most
      walk = furtherOn(database, walk, atOnce)
      if (over()) await pause()
    }
  return count
}

async function countStream(database: Database, shape: Shape, access: Access, most: number): Promise<number> {
  let count = 0
  const { text, values } = documentsSql(shape, { access, bound: access.bound, words: [] }, 'd.id, d.body')
  await streamed<[string, string]>(database, text, values, ([id, body]) => {
    if (matches(id, parsed(database, id, body), access.byBody)) count += 1
    return count >= most
  })
  return count
}

const numberOf = (database: Database, text: string, values: readonly Value[] = []): number =>
  Number((read(database, () => statement(database, text).get(...values)) as unknown as [bigint])[0])

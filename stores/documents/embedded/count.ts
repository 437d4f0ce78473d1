import type { Fields, Query } from '../port.ts'
import { checkWhere } from '../rules.ts'
import { parsed } from './body.ts'
import { matches, termsOf } from './conditions.ts'
import type { Database } from './database.ts'
import { read, statement } from './database.ts'
import { streamed } from './find.ts'
import { accesses } from './plan.ts'
import type { Shape } from './shape.ts'
import { tableOf } from './shape.ts'
import { documentsSql, hasResidual, keysSql } from './sql.ts'
import type { Value } from './values.ts'

export async function countDocuments(database: Database, shape: Shape, where: Query['where'] = {}): Promise<number> {
  checkWhere(where)
  const terms = termsOf(where)
  const one = (text: string, values: readonly Value[] = []): number =>
    Number((read(database, () => statement(database, text).get(...values)) as unknown as [bigint])[0])
  if (terms.length === 0) {
    const table = tableOf(shape)
    return one(`SELECT count(*) FROM ${table}`) - one(`SELECT count(*) FROM ${table} WHERE body IS NULL`)
  }
  const ways = accesses(shape, terms, []).filter(({ repeats }) => !repeats)
  const left = (way: (typeof ways)[number]): number => way.byBody.length * 100 + way.byColumn.length
  const [access] = ways.toSorted((one, other) => left(one) - left(other) || other.bound.length - one.bound.length)
  const walk = { access: access!, bound: access!.bound, words: [] }
  if (!hasResidual(shape, access!) && access!.byBody.length === 0) {
    const { text, values } = keysSql(walk, 'count(*)', '')
    return one(text, values)
  }
  if (access!.byBody.length === 0) {
    const { text, values } = documentsSql(shape, walk, 'count(*)')
    return one(text, values)
  }
  let count = 0
  const { text, values } = documentsSql(shape, walk, 'd.id, d.body')
  await streamed<[string, string]>(database, text, values, ([id, body]) => {
    if (matches(id, parsed(database, id, body) as Fields, access!.byBody)) count += 1
    return false
  })
  return count
}

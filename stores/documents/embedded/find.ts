import type { Fields, Query, StoredDocument } from '../port.ts'
import { parsed } from './body.ts'
import { matches } from './conditions.ts'
import type { Database } from './database.ts'
import { prepare, read, statement, withSnapshot } from './database.ts'
import { stretch } from './pause.ts'
import type { Access } from './plan.ts'
import type { Shape } from './shape.ts'
import type { Walk } from './sql.ts'
import { documentsSql, expressionOf, hasResidual, keysSql } from './sql.ts'
import type { Search } from './strategy.ts'
import { choose, searchOf, walksOf } from './strategy.ts'
import type { Value } from './values.ts'
import { ARRAY, compareValues, partsOf, valuesAt } from './values.ts'

export async function findDocuments(database: Database, shape: Shape, query: Query): Promise<StoredDocument[]> {
  const search = searchOf(query)
  const { access, how } = choose(database, shape, search)
  if (how === 'walk') return walkBranches(database, shape, access, search)
  return gather(database, shape, access, search, how)
}

async function walkBranches(database: Database, shape: Shape, access: Access, search: Search): Promise<StoredDocument[]> {
  const found = new Map<string, Candidate>()
  for (const walk of walksOf(shape, access, search))
    for (const row of await walkOne(database, shape, walk, search.limit)) {
      const candidate = candidateOf(database, row, search)
      found.set(candidate.document.id, candidate)
    }
  return best([...found.values()], search)
}

type DocumentRow = readonly [id: string, position: bigint, text: string]
const DOCUMENT = 'd.id, d.position, d.body'

/** Where only some of the keys lead to a match, looks at so many keys at a time and lets others have the event loop in between. */
async function walkOne(database: Database, shape: Shape, walk: Walk, limit: number): Promise<DocumentRow[]> {
  const rows: DocumentRow[] = []
  const partly = hasResidual(shape, walk.access)
  const keysAtOnce = partly ? database.limits.keysAtOnce : limit
  const { pause } = stretch()
  for (let current: Walk | undefined = walk; current; await pause()) {
    const { text, values } = documentsSql(shape, current, DOCUMENT, ` LIMIT ${keysAtOnce}`)
    const some = read(database, () => statement(database, `${text} LIMIT ?`).all(...values, limit - rows.length))
    rows.push(...(some as unknown as DocumentRow[]))
    if (rows.length >= limit || !partly) return rows
    current = furtherOn(database, current, keysAtOnce)
  }
  return rows
}

/** The walk from behind its first keys, undefined when it has no more. */
export function furtherOn(database: Database, walk: Walk, keys: number): Walk | undefined {
  if (walk.words.length === 0) return undefined
  const select = walk.words.map(({ field }) => expressionOf(walk.access, field)).join(', ')
  const { text, values } = keysSql(walk, select, ` LIMIT 1 OFFSET ${keys - 1}`)
  const last = read(database, () => statement(database, text).get(...values)) as unknown as Value[] | undefined
  return last && { ...walk, keyset: { words: walk.words, values: last, inclusive: false } }
}

/** SQLite drops the order of a subquery without a limit. */
const KEEP_ORDER = ' LIMIT -1'

/** Looks at every candidate: few at once, many from a snapshot, slice by slice. */
async function gather(database: Database, shape: Shape, access: Access, search: Search, how: 'few' | 'stream'): Promise<StoredDocument[]> {
  const inOrder = how === 'stream' && access.sorted
  const words = inOrder ? search.sort.filter(({ field }) => access.bound.every((term) => term.field !== field)) : []
  const { text, values } = documentsSql(shape, { access, bound: access.bound, words }, DOCUMENT, inOrder ? KEEP_ORDER : '')
  let found = new Map<string, Candidate>()
  const consider = (row: DocumentRow): boolean => {
    const candidate = candidateOf(database, row, search)
    const { id, body } = candidate.document
    if (!matches(id, body!, access.byBody) || !comesAfter(candidate, search)) return false
    found.set(id, candidate)
    if (found.size >= 2 * search.limit + 1_000) found = new Map(top([...found.values()], search).map((kept) => [kept.document.id, kept]))
    return inOrder && found.size >= search.limit
  }
  if (how === 'few') {
    const rows = read(database, () => statement(database, text).all(...values)) as unknown as DocumentRow[]
    for (const row of rows) consider(row)
  } else await streamed(database, text, values, consider)
  return best([...found.values()], search)
}

/** Until `consider` says it is enough. */
export async function streamed<Row>(
  database: Database,
  text: string,
  values: readonly Value[],
  consider: (row: Row) => boolean,
): Promise<void> {
  const { over, pause } = stretch()
  await withSnapshot(database, async (connection) => {
    for (const row of prepare(connection, text).iterate(...values)) {
      if (consider(row as unknown as Row)) return
      if (over()) await pause()
    }
  })
}

interface Candidate {
  readonly document: StoredDocument
  readonly key: readonly Value[]
}

function candidateOf(database: Database, [id, position, text]: DocumentRow, { sort }: Search): Candidate {
  const body = parsed(database, id, text)
  return { document: { id, position, body }, key: sort.map(({ field }) => (field === 'id' ? id : placeOf(body, field))) }
}

function placeOf(body: Fields, field: string): Value {
  const value = valuesAt(body, partsOf(field))
  return Array.isArray(value) ? ARRAY : value
}

function compareKeys(left: readonly Value[], right: readonly Value[], { sort }: Search): number {
  for (const [at, { direction }] of sort.entries()) {
    const order = compareValues(left[at]!, right[at]!)
    if (order !== 0) return direction === 'ascending' ? order : -order
  }
  return 0
}

const comesAfter = ({ key }: Candidate, search: Search): boolean => !search.after || compareKeys(key, search.after, search) > 0

const top = (candidates: readonly Candidate[], search: Search): readonly Candidate[] =>
  candidates.toSorted((left, right) => compareKeys(left.key, right.key, search)).slice(0, search.limit)

const best = (candidates: readonly Candidate[], search: Search): StoredDocument[] => top(candidates, search).map(({ document }) => document)

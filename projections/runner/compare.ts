import { isDeepStrictEqual } from 'node:util'
import type { Collection, StoredDocument } from '../../stores/documents/port.ts'

/** The first place where a live document is not what the log says. */
export interface Difference {
  readonly projection: string
  readonly document: string
  /** Path of the field, `position`, or null when the whole document is missing or too many. */
  readonly field: string | null
  readonly live: unknown
  readonly rebuilt: unknown
}

export interface Comparison {
  readonly documents: number
  readonly differences: number
  readonly first: Difference | null
}

/** Two collections of one read model, document by document. Tombstones count as absent: a rebuild need not know what once was. */
export async function compareCollections(projection: string, live: Collection<unknown>, rebuilt: Collection<unknown>): Promise<Comparison> {
  const left = present(live)
  const right = present(rebuilt)
  let one = await next(left)
  let other = await next(right)
  let documents = 0
  let differences = 0
  let first: Difference | null = null
  while (one !== null || other !== null) {
    documents += 1
    const order = one === null ? 1 : other === null ? -1 : compareIds(one.id, other.id)
    const difference = judge(projection, order <= 0 ? one : null, order >= 0 ? other : null)
    if (difference !== null) {
      differences += 1
      first ??= difference
    }
    if (order <= 0) one = await next(left)
    if (order >= 0) other = await next(right)
  }
  return { documents, differences, first }
}

function judge(projection: string, live: StoredDocument<unknown> | null, rebuilt: StoredDocument<unknown> | null): Difference | null {
  const document = (live ?? rebuilt)!.id
  if (live === null || rebuilt === null) {
    return { projection, document, field: null, live: live?.body ?? null, rebuilt: rebuilt?.body ?? null }
  }
  const field = firstDifference(live.body, rebuilt.body, '')
  if (field !== null) return { projection, document, ...field }
  if (live.position === rebuilt.position) return null
  return { projection, document, field: 'position', live: String(live.position), rebuilt: String(rebuilt.position) }
}

export interface FieldDifference {
  readonly field: string
  readonly live: unknown
  readonly rebuilt: unknown
}

/** Depth first, in the order of the rebuilt document's fields. Null when both are equal. */
export function firstDifference(live: unknown, rebuilt: unknown, path: string): FieldDifference | null {
  if (isDeepStrictEqual(live, rebuilt)) return null
  if (!isObject(live) || !isObject(rebuilt) || Array.isArray(live) !== Array.isArray(rebuilt)) return { field: path, live, rebuilt }
  for (const name of new Set([...Object.keys(rebuilt), ...Object.keys(live)])) {
    const difference = firstDifference(live[name], rebuilt[name], path === '' ? name : `${path}.${name}`)
    if (difference !== null) return difference
  }
  return { field: path, live, rebuilt }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

async function* present(collection: Collection<unknown>): AsyncGenerator<StoredDocument<unknown>> {
  for await (const page of collection.scan()) for (const document of page) if (document.body !== null) yield document
}

async function next(documents: AsyncGenerator<StoredDocument<unknown>>): Promise<StoredDocument<unknown> | null> {
  const { value, done } = await documents.next()
  return done ? null : value
}

/** As the port orders ids: by the bytes of their UTF-8, which is the order of their code points. */
const compareIds = (one: string, other: string): number => (one === other ? 0 : Buffer.compare(Buffer.from(one), Buffer.from(other)))

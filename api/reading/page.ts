import { z } from 'zod'
import type { Collection, Query, Scalar } from '../../stores/documents/port.ts'
import { position } from '../app.ts'
import { cursorOf, parseCursor } from './cursor.ts'

export const minPosition = z
  .string()
  .regex(/^\d{1,19}$/)
  .optional()
  .describe('Answer only once the read model shows this position: to read what was just written')

export const asOf = z.string().max(40).optional().describe('A log position, an instant (ISO 8601 with offset), or a day in Shanghai')

/** What every list takes. */
export const pageQuery = {
  after: z.string().max(1_000).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  minPosition,
}

export const pageOf = (item: z.ZodType) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe('For `after`; null on the last page'), position })

export interface Page<Body> {
  readonly items: readonly Body[]
  readonly next: string | null
}

type Sort = NonNullable<Query['sort']>

export interface PageRequest {
  readonly where: NonNullable<Query['where']>
  readonly sort: Sort
  readonly after?: string | undefined
  readonly limit: number
}

/** A page by keyset: stable while documents come and go. */
export async function findPage<Body extends object>(collection: Collection<Body>, request: PageRequest): Promise<Page<Body>> {
  const { where, sort, limit } = request
  const after = request.after === undefined ? {} : { after: parseCursor(request.after, keyed(sort).length) }
  const found = await collection.find({ where, sort, limit: limit + 1, ...after })
  const shown = found.slice(0, limit).flatMap(({ id, body }) => (body === null ? [] : [{ id, body }]))
  const last = shown.at(-1)
  const next = found.length > limit && last !== undefined ? cursorOf(keysOf(last, sort)) : null
  return { items: shown.map(({ body }) => body), next }
}

const keyed = (sort: Sort): Sort => (sort.some(({ field }) => field === 'id') ? sort : [...sort, { field: 'id', direction: 'ascending' }])

export function keysOf({ id, body }: { readonly id: string; readonly body: object }, sort: Sort): readonly Scalar[] {
  return keyed(sort).map(({ field }) => (field === 'id' ? id : ((body as Record<string, Scalar | undefined>)[field] ?? null)))
}

/** Only the conditions that were given. */
export const given = <Value>(conditions: Record<string, Value | undefined>): Record<string, Value> =>
  Object.fromEntries(Object.entries(conditions).filter((entry): entry is [string, Value] => entry[1] !== undefined))

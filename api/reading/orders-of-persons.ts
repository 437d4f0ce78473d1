import type { PooledOrder } from '../../projections/order-pool/document.ts'
import type { Collection, Scalar } from '../../stores/documents/port.ts'
import { Problem } from '../problem.ts'
import { cursorOf, parseCursor } from './cursor.ts'
import { keysOf, type Page, type PageRequest } from './page.ts'

const mostPersons = 10_000
const personsAtOnce = 1_000

/** Pages of persons that share a name or number. */
export type FindPersons = (after?: string) => Promise<readonly string[]>

/** A page of the orders of all persons found, newest first: so many persons can share four digits that they are asked for in turns. */
export async function ordersOfPersons(
  orders: Collection<PooledOrder>,
  { where, sort, after, limit }: PageRequest,
  findPersons: FindPersons,
): Promise<Page<PooledOrder>> {
  const start = after === undefined ? {} : { after: parseCursor(after, sort.length) }
  const found: { readonly id: string; readonly body: PooledOrder }[] = []
  let persons = 0
  for (let last: string | undefined; ; ) {
    const some = await findPersons(last)
    if (some.length === 0) break
    persons += some.length
    if (persons > mostPersons) throw new Problem('BAD_REQUEST', 'buyer: too many people match; give the whole phone number or name')
    const page = await orders.find({ where: { ...where, personId: { in: [...some] } }, sort, limit: limit + 1, ...start })
    for (const { id, body } of page) if (body !== null) found.push({ id, body })
    last = some.at(-1)
    if (some.length < personsAtOnce) break
  }
  const shown = found.sort(newestFirst).slice(0, limit)
  const lastShown = shown.at(-1)
  const next = found.length > limit && lastShown !== undefined ? cursorOf(keysOf(lastShown, sort) as readonly Scalar[]) : null
  return { items: shown.map(({ body }) => body), next }
}

type Found = { readonly id: string; readonly body: PooledOrder }

const newestFirst = (one: Found, other: Found): number => {
  const byTime = (other.body.placedAt ?? 0) - (one.body.placedAt ?? 0)
  return byTime !== 0 ? byTime : one.id < other.id ? 1 : -1
}

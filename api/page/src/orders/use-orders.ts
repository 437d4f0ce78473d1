import { useRef } from 'preact/hooks'
import { fetchOrders, type Order } from '../api/orders.ts'
import { useChanges } from '../state/live.ts'
import { type Loaded, useLoaded } from '../state/load.ts'
import { apiFilters, type Filters } from './filters.ts'

export const pageSize = 50
/** Beyond so many rows nobody reads on: the filters are narrowed instead. */
export const mostRows = 1_000
const mostPerRequest = 200

export interface ShownOrders {
  readonly items: readonly Order[]
  readonly more: boolean
  /** Orders that are new or other than they were at the last look. */
  readonly changed: ReadonlySet<string>
}

/** The newest orders that match, up to `rows`, kept current. */
export function useOrders(filters: Filters, rows: number): Loaded<ShownOrders> {
  const question = JSON.stringify(filters)
  const seen = useRef<{ question: string; texts: ReadonlyMap<string, string> }>({ question: '', texts: new Map() })

  async function load(signal: AbortSignal): Promise<ShownOrders> {
    const { items, more } = await fetchRows(filters, rows, signal)
    const last = seen.current
    const texts = new Map(items.map((item) => [item.orderId, JSON.stringify(item)]))
    const newest = items.findIndex(({ orderId }) => last.texts.has(orderId))
    const isNew = (place: number): boolean => newest >= 0 && place < newest
    const isOther = (orderId: string): boolean => last.texts.has(orderId) && last.texts.get(orderId) !== texts.get(orderId)
    const changed = items.filter(({ orderId }, place) => isOther(orderId) || isNew(place)).map(({ orderId }) => orderId)
    seen.current = { question, texts }
    return { items, more, changed: new Set(last.question === question ? changed : []) }
  }

  const loaded = useLoaded(`${question}/${rows}`, load, 'orders')
  useChanges(['order-pool'], loaded.reload)
  return loaded
}

async function fetchRows(filters: Filters, rows: number, signal: AbortSignal): Promise<{ items: readonly Order[]; more: boolean }> {
  const items: Order[] = []
  let next: string | null = null
  do {
    const limit = Math.min(mostPerRequest, rows - items.length)
    const page: { items: readonly Order[]; next: string | null } = await fetchOrders(apiFilters(filters), next ?? undefined, limit, signal)
    items.push(...page.items)
    next = page.next
  } while (next !== null && items.length < rows)
  return { items, more: next !== null }
}

import { channels } from '../../domain/shared/fields.ts'
import { type OrderStatus, orderStatuses, type PooledOrder } from '../../projections/order-pool/document.ts'
import type { Collection, Condition } from '../../stores/documents/port.ts'
import type { FindOrders, OrdersWanted } from './find-orders.ts'
import { conditionsOf, type OrderFilters } from './order-filters.ts'

export interface StatusCount {
  readonly status: OrderStatus
  readonly orders: number
  /** There are more than were counted. */
  readonly more: boolean
}

/** Beyond so many a count says no more than that. */
export const mostCounted = 999
/** Where no index leads: a few pages of the list, which cost what the list itself does. */
const mostLookedAt = 300

type Wanted = Omit<OrdersWanted, 'status'>

/** Filters that lead along an index together with the status, or that few orders meet. */
const indexed: ReadonlySet<string> = new Set(['channel', 'shop', 'hold', 'from', 'to', 'orderId', 'channelOrderId'])

/**
 * How many orders there are of each status, in a time that does not grow with the pool: along an index each status is counted up to
 * a bound, and where none leads, the newest orders are looked at, which are all of them unless a filter lets very many through.
 */
export function countOrders(orders: Collection<PooledOrder>, wanted: Wanted, find: FindOrders): Promise<readonly StatusCount[]> {
  const names = Object.keys(wanted.filters) as (keyof OrderFilters)[]
  const isIndexed = names.every((name) => wanted.filters[name] === undefined || indexed.has(name))
  return isIndexed ? countAlongIndex(orders, wanted) : countNewest(orders, wanted, find)
}

async function countAlongIndex(orders: Collection<PooledOrder>, { filters, asker }: Wanted): Promise<readonly StatusCount[]> {
  const counts: StatusCount[] = []
  for (const status of orderStatuses) {
    const found = await orders.count(withChannel(conditionsOf(filters, status, asker)), mostCounted + 1)
    counts.push({ status, orders: Math.min(found, mostCounted), more: found > mostCounted })
  }
  return counts
}

/** The index of shops has the channel between shop and status; any of them is one of a few. */
const withChannel = (where: Record<string, Condition>): Record<string, Condition> =>
  where.shop === undefined ? where : { channel: { in: channels }, ...where }

/** Orders that are only awaited have neither area nor SKU nor buyer yet: there are none of them. */
async function countNewest(orders: Collection<PooledOrder>, wanted: Wanted, find: FindOrders): Promise<readonly StatusCount[]> {
  const { items, next } = await find(orders, { ...wanted, status: undefined }, { after: undefined, limit: mostLookedAt })
  const byStatus = Map.groupBy(items, ({ status }) => status)
  return orderStatuses.map((status) => {
    return { status, orders: byStatus.get(status)?.length ?? 0, more: status !== 'awaited' && next !== null }
  })
}

import type { PeopleSearch } from '../../commands/personal/people-search.ts'
import type { OrderStatus, PooledOrder } from '../../projections/order-pool/document.ts'
import type { Collection } from '../../stores/documents/port.ts'
import type { Principal } from '../auth/principal.ts'
import { conditionsOf, type OrderFilters } from './order-filters.ts'
import { ordersOfPersons } from './orders-of-persons.ts'
import { findPage, given, type Page, type PageRequest } from './page.ts'

const newestFirst = [
  { field: 'placedAt', direction: 'descending' },
  { field: 'id', direction: 'descending' },
] as const

export interface OrdersWanted {
  readonly filters: OrderFilters
  readonly status: OrderStatus | undefined
  readonly asker: Principal
}

/** A page of the order pool, newest first; a buyer is looked for among the people. */
export type FindOrders = (
  orders: Collection<PooledOrder>,
  wanted: OrdersWanted,
  page: Pick<PageRequest, 'after' | 'limit'>,
) => Promise<Page<PooledOrder>>

export const createFindOrders =
  (searchPeople: PeopleSearch): FindOrders =>
  async (orders, { filters, status, asker }, { after, limit }) => {
    const request = { where: conditionsOf(filters, status, asker), sort: newestFirst, after, limit }
    const { buyer } = filters
    if (buyer === undefined) return findPage(orders, request)
    return ordersOfPersons(orders, request, (last) => searchPeople(buyer, { limit: 1_000, ...given({ after: last }) }))
  }

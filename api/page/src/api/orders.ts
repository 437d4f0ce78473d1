import type { OrderStatus, PooledOrder } from '../../../../projections/order-pool/document.ts'
import { get, type Page } from './http.ts'

/** Personal data in clear for roles that read it, else why it is not shown; null when there is none. */
export type ShownText = string | { readonly withheld: 'role' | 'forgotten' | 'unreadable' } | null

export interface ShownParty {
  readonly personId: string
  readonly buyerId: string | null
  readonly name: ShownText
  readonly phone: ShownText
  readonly address: ShownText
  readonly identityNumber: ShownText
}

export type Order = Omit<PooledOrder, 'buyer'> & { readonly buyer: ShownParty | null }

export interface TimelineEvent {
  readonly stream: string
  readonly revision: number
  readonly position: string
  readonly type: string
  readonly occurredAt: number
  readonly recordedAt: number
  readonly actor: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface Timeline {
  readonly events: readonly TimelineEvent[]
  /** Whether events are left out. */
  readonly more: boolean
}

export type OrderFilters = Readonly<Record<string, string | undefined>>

export const fetchOrders = (filters: OrderFilters, after: string | undefined, limit: number, signal?: AbortSignal): Promise<Page<Order>> =>
  get<Page<Order>>('orders', { ...filters, after, limit }, signal)

export interface StatusCount {
  readonly status: OrderStatus
  readonly orders: number
  /** There are more than were counted. */
  readonly more: boolean
}

/** How many orders there are of each status. */
export const fetchOrderCounts = async (filters: OrderFilters, signal?: AbortSignal): Promise<readonly StatusCount[]> =>
  (await get<{ counts: readonly StatusCount[] }>('order-counts', filters, signal)).counts

/** The order as it is, or as it stood at a position or instant. */
export const fetchOrder = (orderId: string, asOf: string | undefined, signal?: AbortSignal): Promise<Order> =>
  get<Order>(`orders/${encodeURIComponent(orderId)}`, { asOf }, signal)

export const fetchTimeline = (orderId: string, signal?: AbortSignal): Promise<Timeline> =>
  get<Timeline>(`orders/${encodeURIComponent(orderId)}/timeline`, {}, signal)

export interface ExplainedSourcing {
  readonly decision: { readonly decision: number }
  readonly agrees: boolean
  readonly differences: readonly string[]
  readonly locations: readonly { readonly location: string; readonly dropped: string | null; readonly rank: number | null }[]
}

/** Each decision where the order is sent from, made again from what it saw. */
export const fetchSourcing = (orderId: string, signal?: AbortSignal): Promise<{ readonly decisions: readonly ExplainedSourcing[] }> =>
  get(`orders/${encodeURIComponent(orderId)}/sourcing`, {}, signal)

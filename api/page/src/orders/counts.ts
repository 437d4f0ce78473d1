import type { StatusCount } from '../api/orders.ts'

const most = 999

/** `12`, or `999+` where there are more than were counted; empty where none was seen and there may be some. */
export function countText({ orders, more }: Pick<StatusCount, 'orders' | 'more'>): string {
  if (!more) return String(orders)
  return orders === 0 ? '' : `${orders}+`
}

/** All that the list without a status shows: what is only awaited is no order yet. */
export function totalText(counts: readonly StatusCount[]): string {
  const placed = counts.filter(({ status }) => status !== 'awaited')
  const orders = placed.reduce((sum, count) => sum + count.orders, 0)
  return countText({ orders: Math.min(orders, most), more: orders > most || placed.some(({ more }) => more) })
}

import type { Order } from '../../../domain/order/state.ts'
import { isPaidInFull } from '../../../domain/order/state.ts'
import type { Ask } from '../../../domain/process/process.ts'
import { openWork, type Work } from './fulfil.ts'

/**
 * Whether the order is to be audited before it is given out as work: once it could be, and once for each change an audit asks about. What
 * locations work on already without an audit they go on with; it is audited when that work comes back.
 */
export const isAuditDue = (order: Readonly<Order>, works: readonly Work[]): boolean =>
  order.phase === 'open' &&
  order.shipments.size === 0 &&
  (isPaidInFull(order) || order.cashOnDelivery) &&
  order.audit?.change !== order.changes &&
  (order.audit !== null || openWork(works).length === 0)

/** The time of a hold the audit put may be over. */
export function expireHoldAsk({ orderId, phase, holds, audit }: Readonly<Order>, now: number): Ask | null {
  const dueAt = audit?.releaseAt ?? null
  const isDue = phase === 'open' && holds.has('audit') && dueAt !== null && dueAt <= now
  return isDue ? { type: 'ExpireAuditHold', data: { orderId, dueAt } } : null
}

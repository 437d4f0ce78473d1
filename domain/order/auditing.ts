import { accept, type Decision, reject } from '../shared/decision.ts'
import { cancel } from './cancelling.ts'
import type { OrderCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { EventOfOrder, OrderEvent } from './events.ts'
import { hold } from './holding.ts'
import { hasShipped } from './state.ts'

type Reasons = EventOfOrder<'OrderAudited'>['data']['reasons']

/** Rules are applied by whoever asks; the order sees to it that they were applied to what it is now, once, and to nothing that has left. */
export function recordAudit(draft: Draft, { data }: Extract<OrderCommand, { type: 'RecordAudit' }>): Decision<OrderEvent> {
  const { order } = draft
  const { orderId: _, ...result } = data
  if (order.phase !== 'open') return reject('ORDER_OVER', { phase: order.phase })
  if (hasShipped(order)) return reject('ORDER_ALREADY_SHIPPED', { shipments: [...order.shipments] })
  if (order.changes !== data.change) return reject('AUDIT_STALE', { change: order.changes })
  if (order.audit?.change === data.change) return accept()
  const holds = data.outcome === 'hold'
  draft.tell({ type: 'OrderAudited', data: { ...draft.which, ...result, releaseAt: holds ? lastOf(data.reasons) : null } })
  if (data.outcome === 'cancel') cancel(draft, { reason: 'merchant', cancelledBy: 'process', channelModifiedAt: null })
  else if (holds && !order.holds.has('audit')) hold(draft, 'audit', data.reasons.map(({ rule }) => rule).join(', '), null)
  else if (!holds && order.holds.has('audit')) release(draft)
  return accept(...draft.events)
}

/** All reasons hold together: the last one to end ends the hold. */
const lastOf = (reasons: Reasons): number | null =>
  reasons.reduce<number | null>((last, { dueAt }) => (last === null || dueAt === null ? null : Math.max(last, dueAt)), 0)

export function expireAuditHold(draft: Draft, { data }: Extract<OrderCommand, { type: 'ExpireAuditHold' }>): Decision<OrderEvent> {
  const { order } = draft
  const releaseAt = order.audit?.releaseAt ?? null
  if (!order.holds.has('audit') || order.phase !== 'open' || releaseAt === null || data.dueAt < releaseAt)
    return reject('NOT_DUE', { releaseAt, held: [...order.holds] })
  release(draft)
  return accept(...draft.events)
}

const release = (draft: Draft): void =>
  draft.tell({ type: 'OrderReleased', data: { ...draft.which, channelModifiedAt: null, reason: 'audit' } })

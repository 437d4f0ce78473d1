import { audit, factsAskedIn } from '../../domain/audit/audit.ts'
import { auditFactsOf } from '../../domain/audit/order-facts.ts'
import type { Order } from '../../domain/order/state.ts'
import type { Ask } from '../../domain/process/process.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { Catalogue } from '../catalogue/port.ts'
import type { Policies } from '../policies/port.ts'
import type { Clock } from '../ports/clock.ts'
import { besideOrder, readAuditedOrder } from './audited-order.ts'

export interface AuditorOptions {
  readonly events: Pick<EventStore, 'readStream'>
  /** Where the order pool is read. */
  readonly documents: DocumentStore
  readonly catalogue: Pick<Catalogue, 'sku'>
  readonly policies: Policies
  readonly clock: Clock
}

/** What is to be recorded of an audit of the order as it is; null while only what is built in decides, which lets everything pass. */
export type Auditor = (order: Pick<Order, 'orderId' | 'changes'>) => Promise<Ask | null>

export function createAuditor({ events, documents, catalogue, policies, clock }: AuditorOptions): Auditor {
  return async ({ orderId, changes }) => {
    const now = clock.now()
    const { name, version, document } = await policies.inForce('audit', now)
    if (version === 0) return null
    const order = await readAuditedOrder(events, orderId)
    if (order === null) return null
    const pool = (await openReadModel<PooledOrder>(documents, orderPool))?.collection ?? null
    const saw = await besideOrder(order, new Set(factsAskedIn(document)), { catalogue, pool })
    const { outcome, matched, reasons } = audit(document, auditFactsOf(order, saw))
    const due = reasons.map(({ rule, reason, forMs }) => ({ rule, reason, dueAt: forMs === null ? null : now + forMs }))
    // An order that changed after it was looked at refuses this, and is looked at again.
    return { type: 'RecordAudit', data: { orderId, policy: { name, version }, outcome, matched, reasons: due, saw, change: changes } }
  }
}

import { type Audited, audit, factsAskedIn, mergeWaitMs } from '../../domain/audit/audit.ts'
import { auditFactsOf } from '../../domain/audit/order-facts.ts'
import { mergingKey } from '../../domain/merging/merging.ts'
import type { Order } from '../../domain/order/state.ts'
import type { AuditDocument } from '../../domain/policy/kinds/audit.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { Catalogue } from '../catalogue/port.ts'
import type { Policies } from '../policies/port.ts'
import type { Clock } from '../ports/clock.ts'
import type { Tell } from '../processes/told.ts'
import { besideOrder, readAuditedOrder } from './audited-order.ts'

export interface AuditorOptions {
  readonly events: Pick<EventStore, 'readStream'>
  /** Where the order pool is read. */
  readonly documents: DocumentStore
  readonly catalogue: Pick<Catalogue, 'sku' | 'shop'>
  readonly policies: Policies
  readonly clock: Clock
}

/** What is to be recorded of an audit of the order as it is; null while only what is built in decides, which lets everything pass. */
export type Auditor = (order: Readonly<Order>) => Promise<Tell | null>

export function createAuditor({ events, documents, catalogue, policies, clock }: AuditorOptions): Auditor {
  /** Whom the order may go out with: what is to be paid at the door goes by itself. */
  async function mergingOf(
    { channel, shop, recipientFingerprint, cashOnDelivery }: Readonly<Order>,
    document: AuditDocument,
    audited: Audited,
    now: number,
  ) {
    const waitMs = mergeWaitMs(document, audited)
    if (waitMs === undefined || cashOnDelivery) return {}
    const owner = document.mergeWithin === 'owner' ? (await catalogue.shop(channel, shop))?.invoicingEntity : undefined
    const mergingId = mergingKey(channel, owner ?? shop, recipientFingerprint)
    return { merging: { mergingId, dueAt: waitMs === null ? null : now + waitMs } }
  }

  return async (open) => {
    const { orderId, changes } = open
    const now = clock.now()
    const { name, version, document } = await policies.inForce('audit', now)
    if (version === 0) return null
    const order = await readAuditedOrder(events, orderId)
    if (order === null) return null
    const pool = (await openReadModel<PooledOrder>(documents, orderPool))?.collection ?? null
    const saw = await besideOrder(order, new Set(factsAskedIn(document)), { catalogue, pool })
    const audited = audit(document, auditFactsOf(order, saw))
    const { outcome, matched, reasons } = audited
    const merging = await mergingOf(open, document, audited, now)
    const due = reasons.map(({ rule, reason, forMs }) => ({ rule, reason, dueAt: forMs === null ? null : now + forMs }))
    // An order that changed after it was looked at refuses this, and is looked at again.
    return {
      type: 'RecordAudit',
      data: { orderId, policy: { name, version }, outcome, matched, reasons: due, saw, change: changes, ...merging },
    }
  }
}

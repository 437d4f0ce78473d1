import type { FactName } from '../../domain/audit/facts.ts'
import type { BesideOrder } from '../../domain/audit/order-facts.ts'
import { type AuditedOrder, auditedOrder, stockUnitsOf } from '../../domain/audit/order-facts.ts'
import { decode } from '../../domain/codec.ts'
import type { OrderEvent } from '../../domain/order/events.ts'
import { streamName } from '../../domain/shared/stream-name.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import type { Collection } from '../../stores/documents/port.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { Catalogue } from '../catalogue/port.ts'

/** An order as it stands, or as it stood before anything of it left; null when there is none. */
export async function readAuditedOrder(events: Pick<EventStore, 'readStream'>, orderId: string): Promise<AuditedOrder | null> {
  const before: OrderEvent[] = []
  for await (const page of events.readStream(streamName('order', orderId))) {
    for (const stored of page) {
      const event = decode(stored) as unknown as OrderEvent
      if (event.type === 'ShipmentReported') return auditedOrder(before)
      before.push(event)
    }
  }
  return auditedOrder(before)
}

export interface BesideSources {
  readonly catalogue: Pick<Catalogue, 'sku'>
  /** Null while it is being built for the first time. */
  readonly pool: Collection<PooledOrder> | null
}

/** What its own events do not say of an order, as far as somebody asks. */
export async function besideOrder(
  order: AuditedOrder,
  asked: ReadonlySet<FactName>,
  { catalogue, pool }: BesideSources,
): Promise<BesideOrder> {
  return {
    weightGrams: asked.has('weightGrams') ? await weightOf(order, catalogue) : null,
    otherOpenOrders: asked.has('otherOpenOrders') && pool !== null ? await otherOpenOrders(order, pool) : null,
  }
}

async function weightOf(order: AuditedOrder, catalogue: BesideSources['catalogue']): Promise<number | null> {
  let grams = 0
  for (const [sku, units] of stockUnitsOf(order)) {
    const facts = await catalogue.sku(sku)
    if (facts === null) return null
    grams += facts.weightGrams * units
  }
  return grams
}

const mostOfBuyer = 100

/** Orders of the buyer placed before, that were not over then as far as the pool tells: when units left, or an order was cancelled, it does not. */
async function otherOpenOrders({ personId, placed: { orderId, placedAt } }: AuditedOrder, pool: Collection<PooledOrder>): Promise<number> {
  const found = await pool.find({
    where: { personId, placedAt: { gt: 0, lte: placedAt } },
    sort: [{ field: 'placedAt', direction: 'descending' }],
    limit: mostOfBuyer,
  })
  const isOpen = ({ tradeStatus, completedAt }: PooledOrder) =>
    tradeStatus !== 'cancelled' && (completedAt === null || completedAt > placedAt)
  return found.filter(({ body }) => body !== null && body.orderId !== orderId && isOpen(body)).length
}

import pLimit from 'p-limit'
import type { Catalogue } from '../../commands/catalogue/port.ts'
import { audit } from '../../domain/audit/audit.ts'
import { factsAskedBy } from '../../domain/audit/condition.ts'
import type { FactName } from '../../domain/audit/facts.ts'
import { type AuditedOrder, auditedOrder, auditFactsOf, stockUnitsOf } from '../../domain/audit/order-facts.ts'
import { decode } from '../../domain/codec.ts'
import { type OrderEvent, orderEvents } from '../../domain/order/events.ts'
import type { AuditDocument } from '../../domain/policy/kinds/audit.ts'
import { streamName } from '../../domain/shared/stream-name.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import type { Collection, Scalar } from '../../stores/documents/port.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { emptyReport, reportOfOrder, sumOfReports, type TrialReport } from './report.ts'

export interface TrialRequest {
  readonly proposed: AuditDocument
  readonly inForce: AuditDocument
  /** Orders placed from this instant on, before that one; epoch milliseconds. */
  readonly from: number
  readonly to: number
  readonly after: readonly Scalar[] | null
  /** Orders of one page. */
  readonly limit: number
}

export interface TrialPage extends TrialReport {
  /** Facts the rules ask about that can only be guessed of a past order. */
  readonly estimated: readonly FactName[]
  readonly next: readonly Scalar[] | null
}

export interface TrialOptions {
  readonly events: Pick<EventStore, 'readStream'>
  readonly catalogue: Pick<Catalogue, 'sku'>
  readonly pool: Collection<PooledOrder>
}

const streamsAtOnce = 8
const ordersOfBuyer = 100
/** The catalogue knows the weights of today; the pool, what became of other orders until today. */
const guessed = ['weightGrams', 'otherOpenOrders'] as const

/**
 * Applies a proposed document to a page of past orders beside the one in force, each order as it stood before anything of it left. Changes
 * nothing. Memory holds a page of orders and the events of a few; pages are added up by whoever asks.
 */
export async function tryAudit(request: TrialRequest, options: TrialOptions): Promise<TrialPage> {
  const { proposed, inForce, from, to, after, limit } = request
  const found = await options.pool.find({
    where: { placedAt: { gte: from, lt: to } },
    sort: [
      { field: 'placedAt', direction: 'ascending' },
      { field: 'id', direction: 'ascending' },
    ],
    limit: limit + 1,
    ...(after === null ? {} : { after }),
  })
  const page = found.slice(0, limit).flatMap(({ body }) => (body === null ? [] : [body]))
  const asked = new Set([proposed, inForce].flatMap(({ rules }) => rules.flatMap(({ when }) => factsAskedBy(when))))
  const turns = pLimit(streamsAtOnce)
  const reports = await Promise.all(page.map((order) => turns(() => tryOrder(order, request, asked, options))))
  const report = reports.reduce(sumOfReports, emptyReport(proposed, inForce))
  const last = page.at(-1)
  const next = found.length > limit && last !== undefined ? [last.placedAt, last.orderId] : null
  return { ...report, estimated: guessed.filter((fact) => asked.has(fact)), next }
}

async function tryOrder(
  pooled: PooledOrder,
  request: TrialRequest,
  asked: ReadonlySet<FactName>,
  options: TrialOptions,
): Promise<TrialReport> {
  const order = auditedOrder(await eventsBeforeLeaving(options.events, pooled.orderId))
  if (order === null) throw new Error(`order ${pooled.orderId} is in the pool and was never placed`)
  const facts = auditFactsOf(order, {
    weightGrams: asked.has('weightGrams') ? await weightOf(order, options.catalogue) : null,
    otherOpenOrders: asked.has('otherOpenOrders') ? await otherOpenOrders(pooled, options.pool) : null,
  })
  return reportOfOrder(pooled.orderId, audit(request.proposed, facts), audit(request.inForce, facts))
}

async function eventsBeforeLeaving(events: TrialOptions['events'], orderId: string): Promise<readonly OrderEvent[]> {
  const before: OrderEvent[] = []
  for await (const page of events.readStream(streamName('order', orderId))) {
    for (const stored of page) {
      const event = decode(stored) as unknown as OrderEvent
      if (event.type === 'ShipmentReported') return before
      if (Object.hasOwn(orderEvents, event.type)) before.push(event)
    }
  }
  return before
}

async function weightOf(order: AuditedOrder, catalogue: TrialOptions['catalogue']): Promise<number | null> {
  let grams = 0
  for (const [sku, units] of stockUnitsOf(order)) {
    const facts = await catalogue.sku(sku)
    if (facts === null) return null
    grams += facts.weightGrams * units
  }
  return grams
}

/** Other orders of the buyer placed before, that were not over then as far as the pool tells: when units left, or an order was cancelled, it does not. */
async function otherOpenOrders({ orderId, personId, placedAt }: PooledOrder, pool: Collection<PooledOrder>): Promise<number | null> {
  if (personId === null || placedAt === null) return null
  const found = await pool.find({
    where: { personId, placedAt: { gt: 0, lte: placedAt } },
    sort: [{ field: 'placedAt', direction: 'descending' }],
    limit: ordersOfBuyer,
  })
  const isOpen = ({ tradeStatus, completedAt }: PooledOrder) =>
    tradeStatus !== 'cancelled' && (completedAt === null || completedAt > placedAt)
  return found.filter(({ body }) => body !== null && body.orderId !== orderId && isOpen(body)).length
}

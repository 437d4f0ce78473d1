import pLimit from 'p-limit'
import { besideOrder, readAuditedOrder } from '../../commands/audit/audited-order.ts'
import type { Catalogue } from '../../commands/catalogue/port.ts'
import { audit, factsAskedIn } from '../../domain/audit/audit.ts'
import type { FactName } from '../../domain/audit/facts.ts'
import { auditFactsOf, isPaidFor } from '../../domain/audit/order-facts.ts'
import type { AuditDocument } from '../../domain/policy/kinds/audit.ts'
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
/** The catalogue knows the weights of today; the pool, what became of other orders until today. */
const guessed = ['weightGrams', 'otherOpenOrders'] as const

/**
 * Applies a proposed document to a page of past orders beside the one in force, each order that was paid for, as it
 * stood before anything of it left. Changes nothing. Memory holds a page of orders and the events of a few; pages are added up by whoever asks.
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
  const asked = new Set([proposed, inForce].flatMap(factsAskedIn))
  const turns = pLimit(streamsAtOnce)
  const tried = await Promise.all(page.map((order) => turns(() => tryOrder(order.orderId, request, asked, options))))
  const report = tried.flat().reduce(sumOfReports, emptyReport(proposed, inForce))
  const last = page.at(-1)
  const next = found.length > limit && last !== undefined ? [last.placedAt, last.orderId] : null
  return { ...report, estimated: guessed.filter((fact) => asked.has(fact)), next }
}

async function tryOrder(
  orderId: string,
  request: TrialRequest,
  asked: ReadonlySet<FactName>,
  options: TrialOptions,
): Promise<readonly TrialReport[]> {
  const order = await readAuditedOrder(options.events, orderId)
  if (order === null) throw new Error(`order ${orderId} is in the pool and was never placed`)
  if (!isPaidFor(order)) return []
  const facts = auditFactsOf(order, await besideOrder(order, asked, options))
  return [reportOfOrder(orderId, audit(request.proposed, facts), audit(request.inForce, facts))]
}

import type { AfterSalesCase } from '../../../domain/after-sales/state.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { notShipped, type Order } from '../../../domain/order/state.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import { same } from '../../../domain/shared/same.ts'
import type { Next } from '../process.ts'
import { ask, type Look, orderKeyOf } from './look.ts'

/** The order decides about its money; a case it cannot pay waits, since the order or its payment may still come. */
export function commit({ afterSales, order, state, now }: Look, orphanedAfterMs: number): Next | null {
  const { phase, approved, afterSalesId, orderId, asked, kind } = afterSales
  if (approved !== null || (phase !== 'agreed' && phase !== 'paid') || kind === 'compensation') return null
  const waitOrRefuse = (code: string) => waitOr(afterSales, state, code, now, orphanedAfterMs)
  if (order === null) return waitOrRefuse('ORDER_UNKNOWN')
  const commitment = order.refunds.get(afterSalesId)
  if (commitment !== undefined && same(commitment.asked, asked)) {
    const { buyerFen, freightFen, otherFen, bearers } = commitment
    return ask('approve', [{ type: 'ApproveRefund', data: { afterSalesId, buyerFen, freightFen, otherFen, bearers } }])
  }
  if (commitment !== undefined) return ask('release', [{ type: 'ReleaseRefund', data: { orderId, afterSalesId } }])
  const command = { type: 'CommitRefund' as const, data: { orderId, afterSalesId, ...asked, reason: kind } }
  const decision = orderAggregate.decide(order, command)
  if (!decision.accepted) return waitOrRefuse(decision.code)
  return ask('commit', [command])
}

const paidBeyond = 'paidBeyondTheOrder'

function waitOr(
  { afterSalesId, orderId, phase }: Readonly<AfterSalesCase>,
  state: Readonly<ProcessState>,
  code: string,
  now: number,
  orphanedAfterMs: number,
): Next {
  const isGivenUp = state.waiting?.forWhat === paidBeyond
  const keys = [orderKeyOf(orderId)]
  // Counted from when the ledger began to wait: a channel may tell of a refund long after it was paid, and of its order later still.
  const dueAt = isGivenUp ? now : (state.waiting?.dueAt ?? now + orphanedAfterMs)
  if (dueAt > now) return { do: 'wait', forWhat: 'order', keys, dueAt }
  // Money is gone that no order knows of: somebody is shown so for as long as it is, and an order that comes after all has to know of it.
  if (phase === 'paid') return { do: 'wait', forWhat: paidBeyond, keys, dueAt: null }
  return ask('refuse', [{ type: 'RefuseRefund', data: { afterSalesId, code, reason: 'the order cannot give this back' } }])
}

export function release({ afterSales, order }: Look): Next | null {
  const { phase, afterSalesId, orderId } = afterSales
  if ((phase !== 'closed' && phase !== 'refused') || !order?.refunds.has(afterSalesId)) return null
  return ask('release', [{ type: 'ReleaseRefund', data: { orderId, afterSalesId } }])
}

/** Of a parcel to be turned round too: what has not left stays. */
export function cancelUnsent({ afterSales, order, state }: Look): Next | null {
  const { kind, approved, asked } = afterSales
  if (order === null || (kind !== 'cancelBeforeShip' && kind !== 'intercept') || approved === null || state.steps.has('cancelUnsent'))
    return null
  if (order.phase !== 'open') return null
  const asks = (asked.lines.length > 0 ? asked.lines : allLines(order)).flatMap(({ lineId, quantity }) => {
    const line = order.lines.get(lineId)
    const units = line === undefined ? 0 : Math.min(quantity, notShipped(line))
    return units > 0 ? [{ type: 'CancelLine', data: { orderId: order.orderId, lineId, quantity: units, reason: 'refunded' } }] : []
  })
  return asks.length > 0 ? ask('cancelUnsent', asks) : null
}

/** A channel that names no lines means the whole order. */
const allLines = ({ lines }: Readonly<Order>) =>
  [...lines.values()].filter(({ kind }) => kind !== 'freight').map(({ lineId, quantity }) => ({ lineId, quantity }))

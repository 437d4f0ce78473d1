import type { FulfilStatus, OrderStatus, PayStatus, PooledLine, PooledOrder } from './document.ts'

/** Statuses are never set: they follow from the facts of the document. */
export function derive(order: PooledOrder): PooledOrder {
  order.payStatus = payStatusOf(order)
  order.fulfilStatus = fulfilStatusOf(order)
  order.status = statusOf(order)
  return order
}

function payStatusOf({ tradeStatus, capturedFen, refundedFen, dueFen, cashOnDelivery, isPresale }: PooledOrder): PayStatus {
  if (tradeStatus === 'awaited') return 'unpaid'
  if (refundedFen > 0) return refundedFen >= capturedFen ? 'refunded' : 'partRefunded'
  if (capturedFen >= dueFen) return 'paid'
  if (cashOnDelivery) return 'onDelivery'
  if (capturedFen === 0) return 'unpaid'
  return isPresale ? 'depositPaid' : 'partPaid'
}

/** What `OrderSourced` and `OrderBackordered` say holds until units leave. */
function fulfilStatusOf({ lines, backorderDueAt, fulfilStatus }: PooledOrder): FulfilStatus {
  if (fulfilStatus === 'delivered') return 'delivered'
  const left = lines.some((line) => toShip(line) > 0)
  const shipped = lines.some((line) => line.takesStock && line.shipped > 0)
  if (shipped) return left ? 'partShipped' : 'shipped'
  if (backorderDueAt !== null) return 'backordered'
  return fulfilStatus === 'sourced' ? 'sourced' : 'unsourced'
}

export const toShip = ({ takesStock, quantity, cancelled, shipped }: PooledLine): number =>
  takesStock ? Math.max(0, quantity - cancelled - shipped) : 0

function statusOf({ tradeStatus, payStatus, fulfilStatus, holdReasons, toInstall = [] }: PooledOrder): OrderStatus {
  if (tradeStatus !== 'open') return tradeStatus
  if (fulfilStatus === 'delivered' && toInstall.length > 0) return 'toInstall'
  if (fulfilStatus === 'delivered' || fulfilStatus === 'shipped') return fulfilStatus
  if (payStatus === 'unpaid' || payStatus === 'depositPaid') return payStatus
  if (payStatus === 'partPaid') return 'unpaid'
  if (holdReasons.length > 0) return 'held'
  if (fulfilStatus === 'backordered' || fulfilStatus === 'partShipped') return fulfilStatus
  return 'toShip'
}

import type { Ask } from '../../../domain/process/process.ts'
import { same } from '../../../domain/shared/same.ts'
import type { Policies } from '../../policies/port.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Next } from '../process.ts'
import type { Tell } from '../told.ts'
import type { Look } from './look.ts'
import type { Missing } from './sourcing.ts'
import { rulesKey } from './triggers.ts'

export interface Waiting {
  readonly clock: Clock
  readonly policies: Policies
  /** How long an order waits for stock before it is cancelled. */
  readonly backorderForMs: number
}

const ask = (step: string, asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })

/**
 * Units of a completed order have left from stock the ledger did not know of; nothing waits for them. An order of which something
 * has left is not cancelled for want of the rest: it waits on. What left of a cancelled order waits to be seen, as long as a backorder.
 * @param workAgain Work that was called back and waits for nothing.
 */
export async function waitForStock(
  look: Look,
  missing: Missing,
  workAgain: () => Promise<readonly Tell[]>,
  { clock, policies, backorderForMs }: Waiting,
): Promise<Next> {
  const { order, state } = look
  const { orderId, backorder, phase } = order
  const withoutStock: Next = { do: 'end', outcome: 'shippedWithoutStock' }
  const isOver = phase === 'cancelled' && state.outcome === withoutStock.outcome
  if (isOver) return withoutStock
  if (phase === 'completed') {
    const again = await workAgain()
    return again.length > 0 ? { do: 'tell', step: 'fulfil', asks: again } : withoutStock
  }
  const keys = [...missing.map(({ sku }) => `sku:${sku}`), ...(order.sourcing === null ? [] : [rulesKey])]
  const renewed = clock.now() + backorderForMs
  if (phase === 'cancelled') {
    const dueAt = (state.waiting?.forWhat === 'stock' ? state.waiting.dueAt : null) ?? renewed
    return dueAt <= clock.now() ? withoutStock : { do: 'wait', forWhat: 'stock', keys, dueAt }
  }
  const dueAt = backorder === null || (backorder.dueAt <= clock.now() && order.shipments.size > 0) ? renewed : backorder.dueAt
  if (dueAt <= clock.now()) return ask('cancel', [{ type: 'CancelOrder', data: { orderId, reason: 'noStock', cancelledBy: 'process' } }])
  if (backorder?.dueAt !== dueAt || !same(backorder.missing, missing))
    return ask('backorder', [{ type: 'RecordBackorder', data: { orderId, missing, dueAt } }])
  const again = await workAgain()
  if (again.length > 0) return { do: 'tell', step: 'fulfil', asks: again }
  // Rules that begin later may find a location, and nothing else happens when they do.
  const rulesBegin = order.sourcing === null ? null : await policies.nextAfter(['sourcing', 'tariff'], clock.now())
  return { do: 'wait', forWhat: 'stock', keys, dueAt: Math.min(dueAt, rulesBegin ?? dueAt) }
}

import { afterSalesAggregate } from '../../../domain/after-sales/after-sales.ts'
import type { AfterSalesCase } from '../../../domain/after-sales/state.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { notShipped, type Order } from '../../../domain/order/state.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import { same } from '../../../domain/shared/same.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { Catalogue } from '../../catalogue/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Concern, Next, Process } from '../process.ts'
import { restockAsks, takenBackAtOnce } from './returns.ts'

export interface AfterSalesProcessOptions {
  readonly bus: CommandBus
  readonly catalogue: Catalogue
  readonly clock: Clock
  /** How long a case waits for its order, or for the money it gives back, before it is refused. */
  readonly orphanedAfterMs: number
}

const ask = (step: string, asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })

interface Look {
  readonly afterSales: Readonly<AfterSalesCase>
  readonly order: Readonly<Order> | null
  readonly state: Readonly<ProcessState>
}

/** Sees an after-sales case through: the order commits its money, units that were not sent are cancelled, units that come back are put away. */
export function afterSalesProcess(options: AfterSalesProcessOptions): Process {
  const { bus, catalogue, clock } = options

  async function next(afterSalesId: string, state: Readonly<ProcessState>): Promise<Next> {
    const afterSales = await bus.look(afterSalesAggregate, afterSalesId)
    if (afterSales === null) return { do: 'nothing' }
    const order = await bus.look(orderAggregate, afterSales.orderId)
    const look = { afterSales, order, state }
    return commit(look) ?? release(look) ?? cancelUnsent(look) ?? (await putAway(look)) ?? end(look)
  }

  /** The order decides about its money; a case it cannot pay waits, since the order or its payment may still come. */
  function commit({ afterSales, order, state }: Look): Next | null {
    const { phase, approved, afterSalesId, orderId, asked, kind } = afterSales
    if (approved !== null || (phase !== 'agreed' && phase !== 'paid') || kind === 'compensation') return null
    if (order === null) return waitOrRefuse(afterSales, state, 'ORDER_UNKNOWN')
    const commitment = order.refunds.get(afterSalesId)
    if (commitment !== undefined && same(commitment.asked, asked)) {
      const { buyerFen, freightFen, otherFen, bearers } = commitment
      return ask('approve', [{ type: 'ApproveRefund', data: { afterSalesId, buyerFen, freightFen, otherFen, bearers } }])
    }
    if (commitment !== undefined) return ask('release', [{ type: 'ReleaseRefund', data: { orderId, afterSalesId } }])
    const command = { type: 'CommitRefund' as const, data: { orderId, afterSalesId, ...asked, reason: kind } }
    const decision = orderAggregate.decide(order, command)
    if (!decision.accepted) return waitOrRefuse(afterSales, state, decision.code)
    return ask('commit', [command])
  }

  function waitOrRefuse({ afterSalesId, orderId, phase }: Readonly<AfterSalesCase>, state: Readonly<ProcessState>, code: string): Next {
    const isGivenUp = state.outcome === 'paidBeyondTheOrder'
    // Counted from when the ledger began to wait: a channel may tell of a refund long after it was paid, and of its order later still.
    const dueAt = isGivenUp ? clock.now() : (state.waiting?.dueAt ?? clock.now() + options.orphanedAfterMs)
    if (dueAt > clock.now()) return { do: 'wait', forWhat: 'order', keys: [`order:${orderId}`], dueAt }
    if (phase === 'paid') return { do: 'end', outcome: 'paidBeyondTheOrder' }
    return ask('refuse', [{ type: 'RefuseRefund', data: { afterSalesId, code, reason: 'the order cannot give this back' } }])
  }

  function release({ afterSales, order }: Look): Next | null {
    const { phase, afterSalesId, orderId } = afterSales
    if ((phase !== 'closed' && phase !== 'refused') || !order?.refunds.has(afterSalesId)) return null
    return ask('release', [{ type: 'ReleaseRefund', data: { orderId, afterSalesId } }])
  }

  function cancelUnsent({ afterSales, order, state }: Look): Next | null {
    if (order === null || afterSales.kind !== 'cancelBeforeShip' || afterSales.approved === null || state.steps.has('cancelUnsent'))
      return null
    if (order.phase !== 'open') return null
    const { lines } = afterSales.asked
    const asks = (lines.length > 0 ? lines : allLines(order)).flatMap(({ lineId, quantity }) => {
      const line = order.lines.get(lineId)
      const units = line === undefined ? 0 : Math.min(quantity, notShipped(line))
      return units > 0 ? [{ type: 'CancelLine', data: { orderId: order.orderId, lineId, quantity: units, reason: 'refunded' } }] : []
    })
    return asks.length > 0 ? ask('cancelUnsent', asks) : null
  }

  async function putAway({ afterSales, order, state }: Look): Promise<Next | null> {
    if (order === null) return null
    const atOnce = takenBackAtOnce(afterSales, order, clock.now())
    if (atOnce !== null && !state.steps.has(atOnce.step)) return ask(atOnce.step, atOnce.asks)
    for (const [receiptId, receipt] of afterSales.receipts) {
      const step = `restock/${receiptId}`
      if (receipt.inspected === null || state.steps.has(step)) continue
      return ask(step, await restockAsks(catalogue, afterSales, order, receiptId, clock.now()))
    }
    return null
  }

  function end({ afterSales: { phase, approved, receipts } }: Look): Next {
    const settled = phase === 'closed' || phase === 'refused' || (phase === 'paid' && approved !== null)
    const inspected = [...receipts.values()].every((receipt) => receipt.inspected !== null)
    return settled && inspected ? { do: 'end', outcome: phase } : { do: 'nothing' }
  }

  return { name: 'after-sales', triggers, concerns, next }
}

/** A channel that names no lines means the whole order. */
const allLines = ({ lines }: Readonly<Order>) =>
  [...lines.values()].filter(({ kind }) => kind !== 'freight').map(({ lineId, quantity }) => ({ lineId, quantity }))

const triggers = [
  'RefundRequested',
  'AfterSalesAmended',
  'RefundAgreed',
  'RefundRefused',
  'RefundPaid',
  'AfterSalesClosed',
  'ReturnExpected',
  'ReturnInspected',
  'OrderPlaced',
  'DepositPaid',
  'PaymentCaptured',
  'RefundReleased',
] as const satisfies Process['triggers']

/** The order came, or has more money to give back than before. */
const ofOrder = ['OrderPlaced', 'DepositPaid', 'PaymentCaptured', 'RefundReleased'] as const
type OfOrder = Extract<ProjectedEvent, { type: (typeof ofOrder)[number] }>
const isOfOrder = (event: ProjectedEvent): event is OfOrder => (ofOrder as readonly string[]).includes(event.type)

function concerns(event: ProjectedEvent): Concern {
  if (isOfOrder(event)) return { instances: [], wakes: [{ key: `order:${event.data.orderId}`, atMost: 1_000 }] }
  const { afterSalesId } = event.data as { readonly afterSalesId: string }
  return { instances: [{ instanceId: afterSalesId }], wakes: [] }
}

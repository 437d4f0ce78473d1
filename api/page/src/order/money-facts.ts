import type { DomainEvent } from '../../../../domain/events.ts'
import type { TimelineEvent } from '../api/orders.ts'

export interface Payment {
  readonly paymentId: string
  readonly stage: string
  readonly amountFen: number
  readonly method: string | null
  readonly paidAt: number
}

/** One after-sales case, by its money. */
export interface Refund {
  readonly afterSalesId: string
  readonly kind: string | null
  readonly askedFen: number | null
  readonly committedFen: number
  readonly paidFen: number
  readonly at: number
}

type DataOf = { readonly [Event in DomainEvent as Event['type']]: Event['data'] }
type Told = 'DepositPaid' | 'PaymentCaptured' | 'RefundRequested' | 'RefundCommitted' | 'RefundPaid'

const dataOf = <Type extends Told>({ type, data }: TimelineEvent, wanted: Type): DataOf[Type] | null =>
  type === wanted ? (data as unknown as DataOf[Type]) : null

export function paymentsOf(events: readonly TimelineEvent[]): readonly Payment[] {
  return events.flatMap((event) => {
    const deposit = dataOf(event, 'DepositPaid')
    if (deposit !== null) return [{ ...pick(deposit), stage: 'deposit' }]
    const captured = dataOf(event, 'PaymentCaptured')
    return captured === null ? [] : [{ ...pick(captured), stage: captured.stage }]
  })
}

const pick = ({ paymentId, amountFen, method, paidAt }: DataOf['DepositPaid']) => ({ paymentId, amountFen, method, paidAt })

export function refundsOf(events: readonly TimelineEvent[]): readonly Refund[] {
  const refunds = new Map<string, Refund>()
  for (const event of events) {
    const { afterSalesId } = event.data
    if (typeof afterSalesId !== 'string') continue
    const known = refunds.get(afterSalesId)
    const next = afterRefund(
      known ?? { afterSalesId, kind: null, askedFen: null, committedFen: 0, paidFen: 0, at: event.occurredAt },
      event,
    )
    if (next !== null) refunds.set(afterSalesId, next)
  }
  return [...refunds.values()]
}

/** Null when the event says nothing of money. */
function afterRefund(refund: Refund, event: TimelineEvent): Refund | null {
  const requested = dataOf(event, 'RefundRequested')
  if (requested !== null) return { ...refund, kind: requested.kind, askedFen: requested.refundFen }
  const committed = dataOf(event, 'RefundCommitted')
  if (committed !== null) return { ...refund, committedFen: committed.buyerFen + committed.freightFen + committed.otherFen }
  if (event.type === 'RefundReleased') return { ...refund, committedFen: 0 }
  const paid = dataOf(event, 'RefundPaid')
  return paid === null ? null : { ...refund, paidFen: refund.paidFen + paid.refundFen }
}

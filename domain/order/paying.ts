import { accept, type Decision, type Rejection, reject } from '../shared/decision.ts'
import { parseStreamKey, streamKey } from '../shared/stream-name.ts'
import type { ChannelOrder } from './channel-order.ts'
import type { OrderCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { OrderEvent } from './events.ts'
import { holdForDifference } from './holding.ts'
import { beyondLimit } from './limits.ts'
import { planRefund } from './refunding.ts'
import { isPaidInFull } from './state.ts'

type Payment = Omit<Extract<OrderCommand, { type: 'CapturePayment' }>['data'], 'orderId'>

/**
 * Captures a payment once. Money that comes after the cancellation is never shrugged off:
 * - the deadline of this ledger had cancelled the order for want of payment: the buyer was only slow, so the order is reinstated and
 *   sourced anew;
 * - buyer, channel or merchant had cancelled it: it stays cancelled and all of this payment is committed to be given back.
 * More than is due holds the order, since somebody has to find out why.
 */
export function capture(draft: Draft, payment: Payment, channelModifiedAt: number | null): Rejection | null {
  const { paymentId, stage, amountFen, method, paidAt } = payment
  const recordedFen = draft.order.payments.get(paymentId)
  if (recordedFen === amountFen) return null
  if (recordedFen !== undefined) return reject('PAYMENT_DIFFERS', { paymentId, recordedFen, askedFen: amountFen })
  const tooMany = beyondLimit('payments', draft.order.payments.size + 1)
  if (tooMany !== null) return tooMany
  const capturedFen = draft.order.capturedFen + amountFen
  const captured = { ...draft.which, channelModifiedAt, paymentId, amountFen, method, paidAt, capturedFen }
  if (stage === 'deposit') draft.tell({ type: 'DepositPaid', data: captured })
  else draft.tell({ type: 'PaymentCaptured', data: { ...captured, stage, paidInFull: capturedFen >= draft.order.dueFen } })
  if (draft.order.phase === 'cancelled') {
    if (draft.order.cancelledBy !== 'deadline') return giveBack(draft, payment)
    const sourcingAttempt = draft.order.sourcingAttempt + 1
    draft.tell({ type: 'OrderReinstated', data: { ...draft.which, channelModifiedAt, sourcingAttempt } })
  }
  const { order } = draft
  if (order.capturedFen > order.dueFen)
    holdForDifference(draft, `captured ${order.capturedFen} fen, due ${order.dueFen}`, channelModifiedAt)
  return null
}

function giveBack(draft: Draft, { paymentId, amountFen }: Payment): Rejection | null {
  if (amountFen === 0) return null
  const asked = { lines: [], refundFen: amountFen, freightFen: 0 }
  const refund = planRefund(draft.order, refundIdOfLatePayment(draft.order.orderId, paymentId), asked, 'paid after cancellation')
  if ('accepted' in refund) return refund
  draft.tell({ type: 'RefundCommitted', data: { ...draft.which, ...refund } })
  return null
}

/** Under what id money is given back that came after the cancellation. */
export const refundIdOfLatePayment = (orderId: string, paymentId: string): string =>
  streamKey([...parseStreamKey(orderId).parts, 'payment', paymentId])

export function capturePayment(draft: Draft, { data }: Extract<OrderCommand, { type: 'CapturePayment' }>): Decision<OrderEvent> {
  return capture(draft, data, null) ?? accept(...draft.events)
}

/**
 * Until when to pay may be extended, and the time for a balance is often known only once the deposit is paid. What a channel leaves
 * out stays, and the first deadline is no matter once anything is paid.
 */
export function followDeadlines(draft: Draft, channelOrder: ChannelOrder): void {
  const { order } = draft
  const payBy = (order.capturedFen === 0 ? channelOrder.payBy : null) ?? order.payBy
  const balanceDueAt = channelOrder.presale?.balanceDueAt ?? order.balanceDueAt
  if (order.phase !== 'open' || isPaidInFull(order) || (payBy === order.payBy && balanceDueAt === order.balanceDueAt)) return
  const { dueFen, capturedFen } = order
  draft.tell({
    type: 'PaymentDeadlineChanged',
    data: { ...draft.which, channelModifiedAt: channelOrder.modifiedAt, payBy, balanceDueAt, dueFen, capturedFen },
  })
}

/**
 * Nothing paid when the time to pay is over, or only the deposit when the time for the balance is over, cancels the order; the
 * deposit stays with the merchant. Whoever asks too early, or of an order it no longer applies to, learns when it would.
 */
export function expireUnpaid(draft: Draft, { data }: Extract<OrderCommand, { type: 'ExpireUnpaidOrder' }>): Decision<OrderEvent> {
  const { order } = draft
  if (order.phase === 'cancelled' && order.cancelledBy === 'deadline') return accept()
  const dueAt = order.capturedFen === 0 ? order.payBy : order.balanceDueAt
  const applies = order.phase === 'open' && !order.cashOnDelivery && !isPaidInFull(order) && dueAt !== null
  if (!applies || data.dueAt < dueAt) return reject('NOT_DUE', { phase: order.phase, paidInFull: isPaidInFull(order), dueAt })
  draft.tell({
    type: 'OrderCancelled',
    data: { ...draft.which, channelModifiedAt: null, reason: 'unpaid', cancelledBy: 'deadline', capturedFen: order.capturedFen },
  })
  return accept(...draft.events)
}

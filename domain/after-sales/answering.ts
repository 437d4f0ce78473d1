import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import type { AfterSalesCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { AfterSalesEvent } from './events.ts'
import { isSettled } from './requesting.ts'

export const agree = (draft: Draft, channelModifiedAt: number | null): void =>
  draft.tell({ type: 'RefundAgreed', data: { ...draft.which, channelModifiedAt, kind: draft.case.kind, ...draft.case.asked } })

export function agreeToRefund(draft: Draft): Decision<AfterSalesEvent> {
  const { phase } = draft.case
  if (phase === 'closed') return reject('REFUND_CLOSED', { phase })
  if (phase === 'requested' || phase === 'refused') agree(draft, null)
  return accept(...draft.events)
}

/** A channel may have paid before the order committed: the approval is recorded all the same. What was amended meanwhile is to be committed anew. */
export function approveRefund(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'ApproveRefund'>): Decision<AfterSalesEvent> {
  const { phase, approved, asked } = draft.case
  const { buyerFen, freightFen, otherFen, bearers } = data
  const approvedFen = buyerFen + freightFen + otherFen
  if (phase === 'closed') return reject('REFUND_CLOSED', { phase })
  if (phase === 'refused') return reject('AFTER_SALES_STATE', { phase })
  if (approvedFen !== asked.refundFen) return reject('REFUND_DIFFERS', { askedFen: asked.refundFen, approvedFen })
  if (approved !== null) return accept()
  draft.tell({ type: 'RefundApproved', data: { ...draft.which, channelModifiedAt: null, buyerFen, freightFen, otherFen, bearers } })
  return accept(...draft.events)
}

export const refuse = (draft: Draft, code: string, reason: string, channelModifiedAt: number | null): void =>
  draft.tell({ type: 'RefundRefused', data: { ...draft.which, channelModifiedAt, code, reason } })

export function refuseRefund(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'RefuseRefund'>): Decision<AfterSalesEvent> {
  const { phase } = draft.case
  if (phase === 'refused') return accept()
  if (isSettled(draft)) return reject('REFUND_CLOSED', { phase })
  refuse(draft, data.code, data.reason, null)
  return accept(...draft.events)
}

export const pay = (draft: Draft, refundFen: number, paidAt: number, channelModifiedAt: number | null): void =>
  draft.tell({ type: 'RefundPaid', data: { ...draft.which, channelModifiedAt, refundFen, paidAt } })

/** Money of ours goes back only once the order committed it, and exactly as much. */
export function recordRefundPaid(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'RecordRefundPaid'>): Decision<AfterSalesEvent> {
  const { phase, paidFen, approved, asked } = draft.case
  if (paidFen !== null) return paidFen === data.refundFen ? accept() : reject('REFUND_DIFFERS', { paidFen })
  if (phase === 'closed') return reject('REFUND_CLOSED', { phase })
  if (approved === null) return reject('AFTER_SALES_STATE', { phase, approved: false })
  if (data.refundFen !== asked.refundFen) return reject('REFUND_DIFFERS', { askedFen: asked.refundFen })
  pay(draft, data.refundFen, data.paidAt, null)
  return accept(...draft.events)
}

export const close = (draft: Draft, closedAt: number, channelModifiedAt: number | null): void =>
  draft.tell({ type: 'AfterSalesClosed', data: { ...draft.which, channelModifiedAt, closedAt } })

export function closeAfterSales(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'CloseAfterSales'>): Decision<AfterSalesEvent> {
  const { phase } = draft.case
  if (phase === 'closed') return accept()
  if (phase === 'paid') return reject('REFUND_CLOSED', { phase })
  close(draft, data.closedAt, null)
  return accept(...draft.events)
}

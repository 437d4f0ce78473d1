import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { close } from './answering.ts'
import type { AfterSalesCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { AfterSalesEvent } from './events.ts'
import type { AfterSalesCase } from './state.ts'

/** Whether units are still awaited: somebody agreed that they come, and nothing has. */
export const awaitsReturn = ({ phase, returnExpected, receipts }: Readonly<AfterSalesCase>): boolean =>
  returnExpected !== null && receipts.size === 0 && (phase === 'agreed' || phase === 'paid')

/** A deadline once said to the buyer stays: the first one holds. */
export function setReturnDeadline(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'SetReturnDeadline'>): Decision<AfterSalesEvent> {
  const { returnDeadline, phase, receipts } = draft.case
  if (returnDeadline !== null) {
    const isRepeat = returnDeadline.dueAt === data.dueAt && returnDeadline.overdue === data.overdue && returnDeadline.late === data.late
    return isRepeat ? accept() : reject('DOCUMENT_DIFFERS', { recorded: returnDeadline })
  }
  if (!awaitsReturn(draft.case)) return reject('AFTER_SALES_STATE', { phase, receipts: [...receipts.keys()] })
  const { dueAt, overdue, late, policy } = data
  draft.tell({ type: 'ReturnDeadlineSet', data: { ...draft.which, dueAt, overdue, late, policy } })
  return accept(...draft.events)
}

/** Whoever asks too early, or where it no longer applies, learns when it would. Money that went back is a fact: its case is not closed. */
export function expireReturn(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'ExpireReturn'>): Decision<AfterSalesEvent> {
  const { returnDeadline, phase } = draft.case
  if (returnDeadline?.isOver) return accept()
  if (returnDeadline === null || !awaitsReturn(draft.case) || data.dueAt < returnDeadline.dueAt)
    return reject('NOT_DUE', { phase, dueAt: returnDeadline?.dueAt ?? null })
  const { dueAt, overdue } = returnDeadline
  draft.tell({ type: 'ReturnOverdue', data: { ...draft.which, dueAt, paid: phase === 'paid' } })
  if (overdue === 'close' && phase !== 'paid') close(draft, dueAt, null)
  return accept(...draft.events)
}

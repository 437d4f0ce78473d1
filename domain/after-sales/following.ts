import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { sum } from '../shared/money.ts'
import { same } from '../shared/same.ts'
import type { AfterSalesCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { AfterSalesEvent } from './events.ts'
import { sendsAnew } from './kinds.ts'

/** What follows from a case elsewhere, told once: units sent anew, gifts claimed, a sale that is none any more. */

export function recordReplacement(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'RecordReplacement'>): Decision<AfterSalesEvent> {
  const { replacement, kind, phase } = draft.case
  const { replacementOrderId, lines, policy } = data
  if (replacement !== null) {
    const isRepeat = replacement.replacementOrderId === replacementOrderId && same(replacement.lines, lines)
    return isRepeat ? accept() : reject('DOCUMENT_DIFFERS', { recorded: replacement })
  }
  if (!sendsAnew(kind) || (phase !== 'agreed' && phase !== 'paid')) return reject('AFTER_SALES_STATE', { kind, phase })
  draft.tell({ type: 'ReplacementOrdered', data: { ...draft.which, replacementOrderId, lines, policy } })
  return accept(...draft.events)
}

export function claimGift(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'ClaimGift'>): Decision<AfterSalesEvent> {
  const { gifts, phase } = draft.case
  const { lineId, sku, quantity, how, amountFen, policy } = data
  const known = gifts.get(lineId)
  if (known !== undefined && same(known, { quantity, how, amountFen })) return accept()
  if (phase !== 'agreed' && phase !== 'paid') return reject('AFTER_SALES_STATE', { phase })
  const isChargedLater = known?.how === 'return' && how === 'charge' && quantity <= known.quantity
  if (known !== undefined && !isChargedLater) return reject('DOCUMENT_DIFFERS', { recorded: known })
  draft.tell({ type: 'GiftClaimed', data: { ...draft.which, lineId, sku, quantity, how, amountFen, policy } })
  return accept(...draft.events)
}

export function waiveGift(draft: Draft, { data: { lineId } }: CommandOf<AfterSalesCommand, 'WaiveGift'>): Decision<AfterSalesEvent> {
  const known = draft.case.gifts.get(lineId)
  if (known === undefined) return accept()
  draft.tell({ type: 'GiftWaived', data: { ...draft.which, lineId, quantity: known.quantity } })
  return accept(...draft.events)
}

export function undoSale(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'UndoSale'>): Decision<AfterSalesEvent> {
  const { undone, approved, phase } = draft.case
  const { lines, policy } = data
  if (undone !== null) return same(undone, lines) ? accept() : reject('DOCUMENT_DIFFERS', { recorded: undone })
  if (approved === null) return reject('AFTER_SALES_STATE', { phase, approved: false })
  const { buyerFen, freightFen, otherFen, bearers } = approved
  const subsidyFen = sum(bearers.filter(({ bearer }) => bearer === 'government').map(({ amountFen }) => amountFen))
  const refundFen = buyerFen + freightFen + otherFen
  draft.tell({ type: 'SaleUndone', data: { ...draft.which, lines, refundFen, subsidyFen, bearers, policy } })
  return accept(...draft.events)
}

export function restoreSale(draft: Draft): Decision<AfterSalesEvent> {
  const { undone } = draft.case
  if (undone === null) return accept()
  draft.tell({ type: 'SaleRestored', data: { ...draft.which, lines: undone } })
  return accept(...draft.events)
}

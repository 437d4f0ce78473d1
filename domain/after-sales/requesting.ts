import { isSame } from '../order/refunding.ts'
import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import type { AfterSalesCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { AfterSalesEvent } from './events.ts'
import { type AfterSalesState, askedOf } from './state.ts'

export function requestRefund(state: AfterSalesState, { data }: CommandOf<AfterSalesCommand, 'RequestRefund'>): Decision<AfterSalesEvent> {
  if (state === null) return accept<AfterSalesEvent>({ type: 'RefundRequested', data: { ...data, channelModifiedAt: null } })
  const isRepeat = state.kind === data.kind && state.orderId === data.orderId && isSame(state.asked, data)
  return isRepeat ? accept() : reject('REFUND_DIFFERS', { recorded: { kind: state.kind, orderId: state.orderId, ...state.asked } })
}

export const isSettled = (draft: Draft): boolean => draft.case.phase === 'paid' || draft.case.phase === 'closed'

export function amendRefund(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'AmendRefund'>): Decision<AfterSalesEvent> {
  const { asked, phase } = draft.case
  const kind = data.kind ?? draft.case.kind
  if (isSame(asked, data) && kind === draft.case.kind) return accept()
  if (isSettled(draft)) return reject('REFUND_CLOSED', { phase })
  draft.tell({
    type: 'AfterSalesAmended',
    data: { ...draft.which, channelModifiedAt: null, kind, ...askedOf(data), agreed: phase === 'agreed' },
  })
  return accept(...draft.events)
}

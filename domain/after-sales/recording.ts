import type { RecordingNote } from '../order/recording.ts'
import { isSame } from '../order/refunding.ts'
import { acceptNoting, type Decision } from '../shared/decision.ts'
import { agree, close, pay, refuse } from './answering.ts'
import type { ChannelAfterSale } from './commands.ts'
import { type Draft, draftOf } from './draft.ts'
import type { AfterSalesEvent } from './events.ts'
import { type Kind, stillKind } from './kinds.ts'
import { isSettled } from './requesting.ts'
import { followReturn } from './returning.ts'
import { type AfterSalesState, askedOf } from './state.ts'

/** Takes in one version of an after-sales case from its channel. It stands by itself: its order may come later. */
export function recordChannelAfterSale(known: AfterSalesState, message: ChannelAfterSale): Decision<AfterSalesEvent> {
  const version = known?.channelModifiedAt ?? null
  if (version !== null && message.modifiedAt < version) return noting('stale', [])
  const draft = draftOf(known)
  if (known === null) request(draft, message)
  else followAsked(draft, message, stillKind(known.kind, message.kind))
  followStatus(draft, message)
  if (known === null) return noting('placed', draft.events)
  if (draft.events.length > 0) return noting('updated', draft.events)
  if (message.modifiedAt === version) return noting('duplicate', [])
  const { modifiedAt: channelModifiedAt, rawStatus } = message
  return noting('updated', [{ type: 'AfterSalesVersionRecorded', data: { ...draft.which, channelModifiedAt, rawStatus } }])
}

const noting = (note: RecordingNote, events: readonly AfterSalesEvent[]): Decision<AfterSalesEvent> => acceptNoting(note, events)

function request(draft: Draft, message: ChannelAfterSale): void {
  const { afterSalesId, orderId, channel, shop, refundId, kind, requestedAt, reason, modifiedAt: channelModifiedAt } = message
  draft.tell({
    type: 'RefundRequested',
    data: { ...{ afterSalesId, orderId, channel, shop, refundId }, channelModifiedAt, kind, requestedAt, ...askedOf(message), reason },
  })
}

function followAsked(draft: Draft, told: ChannelAfterSale, said: Kind): void {
  const { phase, asked, kind, exchange } = draft.case
  // No channel knows of a difference that goes back because other goods are sent.
  const isPriced = said === 'exchange' && exchange?.priced != null && told.refundFen === 0
  const message = isPriced ? { ...told, refundFen: asked.refundFen } : told
  // What a closed case paid after all is a fact about money: it is committed as it was paid, not as it was once asked for.
  const isOver = isSettled(draft) && (phase === 'paid' || message.status !== 'paid')
  if ((isSame(asked, message) && kind === said) || isOver) return
  draft.tell({
    type: 'AfterSalesAmended',
    data: { ...draft.which, channelModifiedAt: message.modifiedAt, kind: said, ...askedOf(message), agreed: phase === 'agreed' },
  })
}

/**
 * Statuses lead forwards only. A refusal is not the end, since channels let buyers ask again; a closed case stays closed, unless
 * the channel says that it paid: that is a fact about money.
 */
function followStatus(draft: Draft, message: ChannelAfterSale): void {
  const { status, modifiedAt, rawStatus } = message
  const undecided = draft.case.phase === 'requested' || draft.case.phase === 'refused'
  switch (status) {
    case 'requested':
      return
    case 'refused':
      if (draft.case.phase === 'requested' || draft.case.phase === 'agreed') refuse(draft, 'CHANNEL', rawStatus, modifiedAt)
      return
    case 'closed':
      if (!isSettled(draft)) close(draft, modifiedAt, modifiedAt)
      return
    case 'approved':
    case 'goodsOnTheWay':
    case 'goodsBack':
      if (undecided) agree(draft, modifiedAt)
      followReturn(draft, message)
      return
    case 'paid':
      if (undecided || draft.case.phase === 'closed') agree(draft, modifiedAt)
      followReturn(draft, message)
      if (draft.case.phase !== 'paid') pay(draft, message.refundFen, message.paidAt ?? modifiedAt, modifiedAt)
      return
  }
}

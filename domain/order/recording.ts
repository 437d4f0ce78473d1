import { acceptNoting, type Decision, type Rejection } from '../shared/decision.ts'
import { followClosedLines } from './cancelling.ts'
import type { ChannelOrder } from './channel-order.ts'
import { followDelivery } from './delivering.ts'
import { type Draft, draftOf } from './draft.ts'
import { followEnd, isClosed, isOver } from './ending.ts'
import type { OrderEvent } from './events.ts'
import { followHolds } from './holding.ts'
import { capture, followDeadlines } from './paying.ts'
import { addressFlagsOf, place, remarkFlagsOf } from './placing.ts'
import { followAmounts } from './repricing.ts'
import type { OrderState } from './state.ts'

/** What a channel's version of an order, or of an after-sales case, turned out to be. */
export type RecordingNote = 'placed' | 'updated' | 'duplicate' | 'stale'

/**
 * Takes in one version of an order from its channel: the first places it, later ones tell only what changed. Statuses are hints and
 * facts decide; nothing moves backwards. An older version than the last one taken in says nothing new by definition.
 */
export function recordChannelOrder(known: OrderState, order: ChannelOrder): Decision<OrderEvent> {
  if (known !== null && order.modifiedAt < known.channelModifiedAt) return noting('stale', [])
  const draft = draftOf(known)
  const problem = (known === null ? place(draft, order) : null) ?? follow(draft, order)
  if (problem !== null) return problem
  if (known === null) return noting('placed', draft.events)
  if (draft.events.length > 0) return noting('updated', draft.events)
  if (order.modifiedAt === known.channelModifiedAt) return noting('duplicate', [])
  const { modifiedAt: channelModifiedAt, rawStatus } = order
  return noting('updated', [{ type: 'ChannelVersionRecorded', data: { ...draft.which, channelModifiedAt, rawStatus } }])
}

const noting = (note: RecordingNote, events: readonly OrderEvent[]): Decision<OrderEvent> => acceptNoting(note, events)

function follow(draft: Draft, order: ChannelOrder): Rejection | null {
  const problem = followAmounts(draft, order)
  if (problem !== null) return problem
  for (const payment of order.payments) {
    const differs = capture(draft, payment, order.modifiedAt)
    if (differs !== null) return differs
  }
  followDeadlines(draft, order)
  if (draft.order.phase === 'open' && !isOver(order)) followHolds(draft, order)
  followRecipient(draft, order)
  followRemarks(draft, order)
  const unknownLine = followDelivery(draft, order)
  if (unknownLine !== null) return unknownLine
  if (!isClosed(order)) followClosedLines(draft, order)
  followEnd(draft, order)
  return null
}

function followRecipient(draft: Draft, order: ChannelOrder): void {
  const { buyer, recipientFingerprint, region, recipientToken, modifiedAt } = order
  if (draft.order.phase !== 'open' || draft.order.recipientFingerprint === recipientFingerprint) return
  const data = { ...draft.which, shipTo: region.path, channelModifiedAt: modifiedAt, buyer, recipientFingerprint, region, recipientToken }
  draft.tell({ type: 'AddressChanged', data: { ...data, ...addressFlagsOf(order) } })
}

function followRemarks(draft: Draft, order: ChannelOrder): void {
  const { remarks, remarksFingerprint, modifiedAt } = order
  if (draft.order.remarksFingerprint === remarksFingerprint) return
  const data = { ...draft.which, channelModifiedAt: modifiedAt, remarks, remarksFingerprint }
  draft.tell({ type: 'RemarksChanged', data: { ...data, ...remarkFlagsOf(order) } })
}

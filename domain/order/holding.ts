import { accept, type Decision, reject } from '../shared/decision.ts'
import type { ChannelOrder } from './channel-order.ts'
import type { OrderCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import { channelHoldReasons, type HoldReason, type OrderEvent } from './events.ts'

const reasonsOfChannel: readonly HoldReason[] = channelHoldReasons

export const hold = (draft: Draft, reason: HoldReason, detail: string, channelModifiedAt: number | null): void =>
  draft.tell({ type: 'OrderHeld', data: { ...draft.which, channelModifiedAt, reason, detail } })

/** Holds for a difference between what the channel says and what was agreed, once for each difference. */
export function holdForDifference(draft: Draft, detail: string, channelModifiedAt: number | null): void {
  if (draft.order.differenceNoticed !== detail) hold(draft, 'amountsDiffer', detail, channelModifiedAt)
}

/** What the channel holds is held, what it holds no longer is released; holds of our own stay. */
export function followHolds(draft: Draft, { holds, status, rawStatus, modifiedAt }: ChannelOrder): void {
  const wanted = new Map(holds.map(({ reason, detail }) => [reason as HoldReason, detail]))
  if (status === 'held' && wanted.size === 0) wanted.set('channelHold', rawStatus)
  for (const [reason, detail] of wanted) if (!draft.order.holds.has(reason)) hold(draft, reason, detail, modifiedAt)
  for (const reason of [...draft.order.holds]) {
    if (!reasonsOfChannel.includes(reason) || wanted.has(reason)) continue
    draft.tell({ type: 'OrderReleased', data: { ...draft.which, channelModifiedAt: modifiedAt, reason } })
  }
}

export function holdOrder(draft: Draft, { data }: Extract<OrderCommand, { type: 'HoldOrder' }>): Decision<OrderEvent> {
  const { order } = draft
  if (order.holds.has(data.reason)) return accept()
  if (order.phase !== 'open') return reject('ORDER_OVER', { phase: order.phase })
  hold(draft, data.reason, data.detail, null)
  return accept(...draft.events)
}

export function releaseOrder(draft: Draft, { data }: Extract<OrderCommand, { type: 'ReleaseOrder' }>): Decision<OrderEvent> {
  if (!draft.order.holds.has(data.reason)) return reject('HOLD_UNKNOWN', { held: [...draft.order.holds] })
  return accept<OrderEvent>({ type: 'OrderReleased', data: { ...draft.which, channelModifiedAt: null, reason: data.reason } })
}

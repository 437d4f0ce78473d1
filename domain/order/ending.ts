import { accept, type Decision, reject } from '../shared/decision.ts'
import { cancel, cancellationOfChannel } from './cancelling.ts'
import type { ChannelOrder } from './channel-order.ts'
import type { OrderCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { OrderEvent } from './events.ts'
import { expectedInstallations } from './installing.ts'
import { hasShipped, isPaidInFull, type Order } from './state.ts'

export const isClosed = ({ status }: ChannelOrder): boolean =>
  status === 'closed' || status === 'closedAfterPay' || status === 'closedUnpaid'

const isFinished = (order: ChannelOrder): boolean => !isClosed(order) && (order.status === 'finished' || order.finishedAt !== null)

export const isOver = (order: ChannelOrder): boolean => isClosed(order) || isFinished(order)

/** What is over stays as it ended: a completed order that is refunded in full later was completed all the same. */
export function followEnd(draft: Draft, order: ChannelOrder): void {
  if (draft.order.phase !== 'open') return
  const { finishedAt, modifiedAt } = order
  if (isClosed(order)) cancel(draft, cancellationOfChannel(draft.order, modifiedAt))
  else if (isFinished(order)) complete(draft, finishedAt ?? modifiedAt, modifiedAt)
}

/** Whether its channel says at last that it is done: a till says nothing after its ticket, and no channel knows of orders that send units anew. */
export const isEndedByChannel = ({ channel, channelOrderId }: Pick<Order, 'channel' | 'channelOrderId'>): boolean =>
  channel !== 'pos' && !/^(exchange|resend)\//.test(channelOrderId)

const complete = (draft: Draft, completedAt: number, channelModifiedAt: number | null): void =>
  draft.tell({ type: 'OrderCompleted', data: { ...draft.which, channelModifiedAt, completedAt } })

export function completeOrder(draft: Draft, { data }: Extract<OrderCommand, { type: 'CompleteOrder' }>): Decision<OrderEvent> {
  const { phase, capturedFen, dueFen, deliveredAt } = draft.order
  if (phase === 'completed') return accept()
  if (phase === 'cancelled') return reject('ORDER_OVER', { phase })
  const expected = expectedInstallations(draft.order)
  if (expected.length > 0) return reject('INSTALLATION_EXPECTED', { installations: expected })
  // Neither side has done its part; what is paid at the door is paid when it is delivered.
  const hasLeft = hasShipped(draft.order) || deliveredAt !== null
  if (!hasLeft && !isPaidInFull(draft.order)) return reject('ORDER_UNPAID', { capturedFen, dueFen })
  complete(draft, data.completedAt, null)
  return accept(...draft.events)
}

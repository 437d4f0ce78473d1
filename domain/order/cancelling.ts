import { accept, type Decision, reject } from '../shared/decision.ts'
import { sum } from '../shared/money.ts'
import type { ChannelOrder } from './channel-order.ts'
import type { OrderCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { EventOfOrder, OrderEvent } from './events.ts'
import { freightLineId } from './freight.ts'
import { hasShipped, type LineState, notCancelledAlone, notShipped, type Order } from './state.ts'

type Cancellation = Pick<EventOfOrder<'OrderCancelled'>['data'], 'reason' | 'cancelledBy' | 'channelModifiedAt'>

export const cancel = (draft: Draft, cancellation: Cancellation): void =>
  draft.tell({ type: 'OrderCancelled', data: { ...draft.which, ...cancellation, capturedFen: draft.order.capturedFen } })

/** The last units of a line are cancelled first; with the last goods wanted the whole order is. */
function cancelUnits(draft: Draft, line: LineState, quantity: number, reason: string, cancellation: Cancellation): void {
  const { lineId, sku, category, brand } = line
  const end = notCancelledAlone(line)
  const buyerFen = sum(line.unitBuyerFen.slice(end - quantity, end))
  const { channelModifiedAt } = cancellation
  draft.tell({
    type: 'LineCancelled',
    data: { ...draft.which, channelModifiedAt, lineId, sku, category, brand, quantity, remaining: end - quantity, buyerFen, reason },
  })
  if (!isAnythingWanted(draft.order)) cancel(draft, cancellation)
}

/** Gifts and services do not stand alone: goods decide, where there are any. */
function isAnythingWanted({ lines }: Readonly<Order>): boolean {
  const goods = lines
    .values()
    .filter(({ kind }) => kind === 'goods')
    .toArray()
  const deciding =
    goods.length > 0
      ? goods
      : lines
          .values()
          .filter(({ kind }) => kind !== 'freight')
          .toArray()
  return deciding.some((line) => notCancelledAlone(line) > 0)
}

/** Lines the channel closed before they left are cancelled as far as they have not left. */
export function followClosedLines(draft: Draft, channelOrder: ChannelOrder): void {
  const { modifiedAt, lines, rawStatus } = channelOrder
  for (const { lineId, status, refundStatus } of lines) {
    const line = draft.order.lines.get(lineId)
    if (status !== 'closed' || line === undefined || notShipped(line) <= 0 || draft.order.phase !== 'open') continue
    cancelUnits(draft, line, notShipped(line), refundStatus ?? rawStatus, cancellationOfChannel(draft.order, modifiedAt))
  }
}

export const cancellationOfChannel = (order: Readonly<Order>, channelModifiedAt: number): Cancellation => ({
  reason: order.capturedFen > 0 ? 'channel' : 'unpaid',
  cancelledBy: 'channel',
  channelModifiedAt,
})

export function cancelOrder(draft: Draft, { data }: Extract<OrderCommand, { type: 'CancelOrder' }>): Decision<OrderEvent> {
  const { order } = draft
  if (order.phase === 'cancelled') return accept()
  if (order.phase === 'completed') return reject('ORDER_OVER', { phase: order.phase })
  if (hasShipped(order)) return reject('ORDER_ALREADY_SHIPPED', { shipments: [...order.shipments] })
  cancel(draft, { reason: data.reason, cancelledBy: data.cancelledBy, channelModifiedAt: null })
  return accept(...draft.events)
}

export function cancelLine(draft: Draft, { data }: Extract<OrderCommand, { type: 'CancelLine' }>): Decision<OrderEvent> {
  const { order } = draft
  const line = data.lineId === freightLineId ? undefined : order.lines.get(data.lineId)
  if (line === undefined) return reject('LINE_UNKNOWN', { lineId: data.lineId })
  if (order.phase !== 'open') return reject('ORDER_OVER', { phase: order.phase })
  const possible = Math.max(0, notShipped(line))
  if (data.quantity > possible) return reject(line.shipped > 0 ? 'ORDER_ALREADY_SHIPPED' : 'QUANTITY_EXCEEDED', { possible })
  cancelUnits(draft, line, data.quantity, data.reason, { reason: 'merchant', cancelledBy: 'operator', channelModifiedAt: null })
  return accept(...draft.events)
}

import type { Rejection } from '../shared/decision.ts'
import { amountsOf, isBroken } from './amounts.ts'
import type { ChannelOrder } from './channel-order.ts'
import type { Draft } from './draft.ts'
import { freightLineId } from './freight.ts'
import { holdForDifference } from './holding.ts'
import { unitsBeyondLimit } from './limits.ts'
import type { Order } from './state.ts'

/**
 * Sellers change prices until the buyer pays: then everything is cut anew. Once money has come or units are cancelled the amounts
 * stand, and an order whose channel says otherwise is held until somebody has looked.
 */
export function followAmounts(draft: Draft, channelOrder: ChannelOrder): Rejection | null {
  const { order } = draft
  const { buyerPaysFen, modifiedAt } = channelOrder
  const differs = buyerPaysFen !== order.payableFen && buyerPaysFen !== order.dueFen
  const sameLines = hasSameLines(order, channelOrder)
  if ((!differs && sameLines) || order.phase !== 'open') return null
  if (sameLines && isUntouched(order)) return reprice(draft, channelOrder)
  const detail = sameLines ? `channel says ${buyerPaysFen} fen, agreed ${order.payableFen}` : 'channel says other lines than agreed'
  holdForDifference(draft, detail, modifiedAt)
  return null
}

function reprice(draft: Draft, channelOrder: ChannelOrder): Rejection | null {
  const tooLarge = unitsBeyondLimit(channelOrder)
  if (tooLarge !== null) return tooLarge
  const amounts = amountsOf(channelOrder)
  if (isBroken(amounts)) return amounts
  draft.tell({ type: 'OrderRepriced', data: { ...draft.which, channelModifiedAt: channelOrder.modifiedAt, ...amounts } })
  return null
}

function hasSameLines(order: Readonly<Order>, { lines }: ChannelOrder): boolean {
  const goods = order.lines.size - (order.lines.has(freightLineId) ? 1 : 0)
  return lines.length === goods && lines.every(({ lineId, quantity }) => order.lines.get(lineId)?.quantity === quantity)
}

const isUntouched = (order: Readonly<Order>): boolean =>
  order.payments.size === 0 &&
  order.refunds.size === 0 &&
  order.shipments.size === 0 &&
  order.lines.values().every(({ cancelled }) => cancelled === 0)

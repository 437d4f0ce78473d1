import { type Rejection, reject } from '../shared/decision.ts'
import { amountsOf, isBroken } from './amounts.ts'
import type { ChannelOrder } from './channel-order.ts'
import type { Draft } from './draft.ts'
import { freightLineId } from './freight.ts'
import { unitsBeyondLimit } from './limits.ts'

/** The first version of an order the ledger sees. What happened to it since is told by the rules for every version. */
export function place(draft: Draft, order: ChannelOrder): Rejection | null {
  const problem = unitsBeyondLimit(order) ?? lineIdsClash(order)
  if (problem !== null) return problem
  const amounts = amountsOf(order)
  if (isBroken(amounts)) return amounts
  const { orderId, channel, shop, channelOrderId, parentOrderId, placedAt, payBy, type, cashOnDelivery } = order
  const { buyer, recipientFingerprint, region, presale, tradeIn, subsidy, remarks, remarksFingerprint } = order
  const { promised, store, services, invoice, isGiftOrder, campaign, recipientToken } = order
  draft.tell({
    type: 'OrderPlaced',
    data: {
      ...{ orderId, channel, shop, channelOrderId, shipTo: region.path, channelModifiedAt: order.modifiedAt },
      ...{ parentOrderId, placedAt, payBy, type, cashOnDelivery, buyer, recipientFingerprint, region },
      ...amounts,
      ...{ presale, tradeIn, subsidy, remarks, remarksFingerprint, promised, store, services, invoice },
      ...{ isGiftOrder, campaign, recipientToken },
      ...addressFlagsOf(order),
      ...remarkFlagsOf(order),
    },
  })
  return null
}

/** Left out where nothing was looked for, so that the event is the same as if nothing could be. */
export const addressFlagsOf = ({ addressFlags }: ChannelOrder) => (addressFlags === undefined ? {} : { addressFlags })
export const remarkFlagsOf = ({ remarkFlags }: ChannelOrder) => (remarkFlags === undefined ? {} : { remarkFlags })

function lineIdsClash({ lines }: ChannelOrder): Rejection | null {
  const seen = new Set([freightLineId])
  for (const { lineId } of lines) {
    if (seen.has(lineId)) return reject('BAD_REQUEST', { lineId, why: 'two lines have this id' })
    seen.add(lineId)
  }
  return null
}

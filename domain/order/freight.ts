import { type Rejection, reject } from '../shared/decision.ts'
import type { ChannelOrder } from './channel-order.ts'
import { amountsOfCutting, roomOf, startCutting, takeOff } from './cutting.ts'
import type { OrderLine } from './events.ts'

/** The id of the line freight is. No channel's line may have it. */
export const freightLineId = 'freight'

/** Freight is a line of its own, of one unit; null when there is none. */
export function freightLine({ amountFen, discounts }: ChannelOrder['freight']): OrderLine | Rejection | null {
  const cutting = startCutting(1, amountFen, discounts)
  if (roomOf(cutting) < 0) {
    return reject('AMOUNTS_BROKEN', {
      equation: 'discounts of freight <= freight',
      leftFen: cutting.ownToComeFen,
      rightFen: amountFen,
      lineId: freightLineId,
    })
  }
  if (amountFen === 0) return null
  for (const discount of discounts) takeOff(cutting, discount, discount.amountFen)
  return {
    lineId: freightLineId,
    kind: 'freight',
    giftOf: null,
    channelSku: null,
    sku: null,
    category: 'freight',
    brand: '',
    title: 'freight',
    quantity: 1,
    unitListPriceFen: amountFen,
    ...amountsOfCutting(cutting),
    stock: [],
    delivery: 'ship',
    appointedLocation: null,
    serialNumbers: [],
    creator: null,
    subsidy: null,
  }
}

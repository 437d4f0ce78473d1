import type { CanonicalLine, CanonicalOrder, Discount } from '../../../domain/channel/canonical.ts'
import { regionOf } from '../../shared/region.ts'
import type { AppOrder } from './form.ts'

/** The app names the bearer of every discount: nothing is assumed. */
const discounts = (given: AppOrder['discounts']): Discount[] =>
  given.map(({ promotionId, ...discount }) => ({ ...discount, source: 'channel', reference: promotionId }))

const line = ({ skuId, merchantSku, bundleId, unitPriceFen, payableFen, location, ...same }: AppOrder['lines'][number]): CanonicalLine => ({
  ...same,
  channelSku: skuId,
  outerSku: merchantSku,
  bundle: bundleId,
  unitListPriceFen: unitPriceFen,
  discounts: discounts(same.discounts),
  buyerPaysFen: payableFen,
  appointedLocation: location,
})

export function readOrder({ type: _type, buyer, ...order }: AppOrder): CanonicalOrder {
  const { orderId, orderType, freightFen, freightDiscounts, totals, isGift, lines, remarks, discounts: ofOrder, ...same } = order
  const { memberId, province, city, district, town, ...recipient } = buyer
  return {
    ...same,
    channel: 'app',
    channelOrderId: orderId,
    rawStatus: order.status,
    type: orderType,
    buyer: { ...recipient, buyerId: memberId, token: null, region: regionOf({ province, city, district, town }) },
    lines: lines.map(line),
    orderDiscounts: discounts(ofOrder),
    freight: { amountFen: freightFen, discounts: discounts(freightDiscounts) },
    otherChargesFen: totals.servicesFen,
    buyerPaysFen: totals.payableFen,
    remarks: remarks ?? { buyer: null, seller: null, flag: null },
    isGiftOrder: isGift,
  }
}

import type { CanonicalLine, CanonicalOrder, Discount } from '../../../domain/channel/canonical.ts'
import { id, optionalId, optionalText, quantity, text, yuan } from '../../shared/fields.ts'
import { lineIdsOf } from '../../shared/line-ids.ts'
import { fullList, type Source } from '../../shared/source.ts'
import { lineStatusOf } from './status.ts'

/** JD has no sub-orders: a line is a SKU. A free item beside one sold item is its gift. */
export function canonicalLines(
  order: Source,
  status: CanonicalOrder['status'],
  bySku: ReadonlyMap<string, readonly Discount[]>,
): CanonicalLine[] {
  const items = fullList(order, 'itemInfoList')
  const skus = items.map((item) => id(item, 'skuId'))
  const lineIds = lineIdsOf(skus)
  const sold = items.flatMap((item, index) => (yuan(item, 'jdPrice') > 0 ? [lineIds[index] ?? ''] : []))
  return items.map((item, index) => {
    const lineId = lineIds[index] ?? ''
    const isGift = yuan(item, 'jdPrice') === 0
    return {
      lineId,
      channelSku: skus[index] ?? '',
      outerSku: optionalText(item, 'outerSkuId'),
      title: text(item, 'skuName'),
      kind: isGift ? 'gift' : 'goods',
      giftOf: isGift && sold.length === 1 ? (sold[0] ?? null) : null,
      bundle: null,
      quantity: quantity(item, 'itemTotal'),
      unitListPriceFen: yuan(item, 'jdPrice'),
      discounts: lineId === skus[index] ? [...(bySku.get(lineId) ?? [])] : [],
      apportionedFen: null,
      buyerPaysFen: null,
      status: lineStatusOf(status),
      refundStatus: null,
      refundId: null,
      delivery: 'ship',
      appointedLocation: optionalId(item, 'newStoreId'),
      serialNumbers: [],
      creator: null,
      subsidy: null,
    }
  })
}

/** Discounts of coupons that name a SKU the order does not have are the order's. */
export const strayDiscounts = (lines: readonly CanonicalLine[], bySku: ReadonlyMap<string, readonly Discount[]>): Discount[] =>
  [...bySku].flatMap(([sku, discounts]) => (lines.some(({ lineId }) => lineId === sku) ? [] : discounts))

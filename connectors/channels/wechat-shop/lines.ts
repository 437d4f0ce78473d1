import type { CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { fen, flag, id, optionalFen, optionalId, optionalText, quantity, text } from '../../shared/fields.ts'
import { lineIdsOf } from '../../shared/line-ids.ts'
import { list, optionalObject, type Source } from '../../shared/source.ts'
import { isByProduct, productDiscounts, productsOf } from './amounts.ts'
import { lineStatusOf } from './status.ts'

/** There are no sub-orders: a line is a SKU, which after-sales cases and shipments name too. */
export function canonicalLines(detail: Source, status: CanonicalOrder['status']): CanonicalLine[] {
  const products = productsOf(detail)
  const skus = products.map((product) => optionalId(product, 'sku_id') ?? id(product, 'product_id'))
  const lineIds = lineIdsOf(skus)
  const byProduct = isByProduct(detail)
  return products.map((product, index) => {
    const isGift = flag(product, 'is_free_gift')
    return {
      lineId: lineIds[index] ?? '',
      channelSku: skus[index] ?? '',
      outerSku: optionalText(product, 'sku_code') ?? optionalText(product, 'out_sku_id'),
      title: text(product, 'title'),
      kind: isGift ? 'gift' : 'goods',
      giftOf: isGift ? giftOf(product, lineIds) : null,
      bundle: null,
      quantity: quantity(product, 'sku_cnt'),
      unitListPriceFen: fen(product, 'sale_price'),
      discounts: byProduct ? productDiscounts(product) : [],
      apportionedFen: null,
      buyerPaysFen: optionalFen(product, 'real_price'),
      status: lineStatusOf(status),
      refundStatus: null,
      refundId: null,
      delivery: 'ship',
      appointedLocation: optionalText(product, 'out_warehouse_id'),
      serialNumbers: [],
      creator: creatorOf(detail, skus[index] ?? ''),
      subsidy: null,
    }
  })
}

function giftOf(product: Source, lineIds: readonly string[]): string | null {
  const gift = optionalObject(product, 'free_gift_info')
  const main = gift === null ? undefined : list(gift, 'main_product_list')[0]
  const sku = main === undefined ? null : optionalId(main, 'sku_id')
  return sku !== null && lineIds.includes(sku) ? sku : null
}

/** `commission_infos` names creators (type 0) and agencies (type 1). */
function creatorOf(detail: Source, sku: string): CanonicalLine['creator'] {
  const commission = list(detail, 'commission_infos').find(
    (info) => optionalId(info, 'sku_id') === sku && optionalText(info, 'type') !== '1',
  )
  const creatorId = commission === undefined ? null : optionalId(commission, 'finder_id')
  if (commission === undefined || creatorId === null) return null
  return { creatorId, name: optionalText(commission, 'nickname'), roomId: null, videoId: null }
}

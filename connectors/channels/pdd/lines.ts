import type { CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { id, optionalId, optionalText, quantity, text, yuan } from '../../shared/fields.ts'
import { lineIdsOf } from '../../shared/line-ids.ts'
import { fullList, list, optionalObject, type Source } from '../../shared/source.ts'
import { lineStatusOf } from './status.ts'

/** Pinduoduo has no sub-orders: a line is a SKU. Gifts have a list of their own. */
export function canonicalLines(order: Source, status: CanonicalOrder['status']): CanonicalLine[] {
  const items = fullList(order, 'item_list')
  const skus = items.map((item) => optionalId(item, 'sku_id') ?? id(item, 'goods_id'))
  const lineIds = lineIdsOf(skus)
  const line = { ...commonOf(order), status: lineStatusOf(status) }
  const sold = items.map((item, index) => ({
    ...line,
    lineId: lineIds[index] ?? '',
    channelSku: skus[index] ?? '',
    outerSku: optionalText(item, 'outer_id') ?? optionalText(item, 'outer_goods_id'),
    title: text(item, 'goods_name'),
    quantity: quantity(item, 'goods_count'),
    unitListPriceFen: yuan(item, 'goods_price'),
    refundStatus: optionalText(order, 'refund_status'),
  }))
  return [...sold, ...list(order, 'gift_list').map((gift, index) => giftLine(gift, index, line, sold))]
}

type Common = Omit<CanonicalLine, 'lineId' | 'channelSku' | 'outerSku' | 'title' | 'quantity' | 'unitListPriceFen' | 'refundStatus'>

const commonOf = (order: Source): Omit<Common, 'status'> => ({
  kind: 'goods',
  giftOf: null,
  bundle: null,
  discounts: [],
  apportionedFen: null,
  buyerPaysFen: null,
  refundId: null,
  delivery: deliveryOf(order),
  appointedLocation: depotOf(order),
  serialNumbers: [],
  creator: null,
  subsidy: null,
})

function deliveryOf(order: Source): CanonicalLine['delivery'] {
  if (optionalText(order, 'self_contained') === '1') return 'storePickup'
  return optionalText(order, 'home_delivery_type') === '2' || optionalText(order, 'home_install_value') !== null ? 'install' : 'ship'
}

function depotOf(order: Source): string | null {
  const depot = optionalObject(order, 'order_depot_info')
  return depot === null ? null : optionalText(depot, 'depot_code')
}

const giftLine = (gift: Source, index: number, common: Common, sold: readonly CanonicalLine[]): CanonicalLine => ({
  ...common,
  lineId: `gift-${index + 1}`,
  channelSku: optionalId(gift, 'sku_id') ?? optionalId(gift, 'goods_id'),
  outerSku: optionalText(gift, 'outer_id') ?? optionalText(gift, 'outer_goods_id'),
  title: optionalText(gift, 'goods_name') ?? '',
  kind: 'gift',
  giftOf: sold.length === 1 ? (sold[0]?.lineId ?? null) : null,
  quantity: quantity(gift, 'goods_count'),
  unitListPriceFen: 0,
  refundStatus: null,
})

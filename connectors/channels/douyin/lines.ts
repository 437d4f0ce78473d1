import type { CanonicalLine } from '../../../domain/channel/canonical.ts'
import { fen, fenOrZero, flag, id, optionalId, optionalText, quantity, text } from '../../shared/fields.ts'
import { list, optionalObject, type Source, texts } from '../../shared/source.ts'
import { bearingOf, lineDiscounts } from './discounts.ts'
import { lineStatusOf } from './status.ts'

export function canonicalLine(subOrder: Source): CanonicalLine {
  const isGift = optionalText(subOrder, 'given_product_type') === 'FREE'
  const sku = optionalId(subOrder, 'sku_id')
  const afterSale = optionalObject(subOrder, 'after_sale_info')
  return {
    lineId: id(subOrder, 'order_id'),
    channelSku: sku ?? optionalId(subOrder, 'product_id'),
    outerSku: optionalId(subOrder, 'code') ?? optionalId(subOrder, 'out_sku_id'),
    title: text(subOrder, 'product_name'),
    kind: isGift ? 'gift' : 'goods',
    giftOf: isGift ? (texts(subOrder, 'master_sku_order_id_list')[0] ?? null) : null,
    bundle: list(subOrder, 'bundle_sku_info').length > 0 ? sku : null,
    quantity: quantity(subOrder, 'item_num'),
    unitListPriceFen: fen(subOrder, 'origin_amount'),
    discounts: lineDiscounts(subOrder),
    apportionedFen: null,
    buyerPaysFen: goodsPaidFen(subOrder),
    status: lineStatusOf(subOrder),
    refundStatus: afterSale === null ? null : optionalText(afterSale, 'refund_status'),
    refundId: null,
    delivery: optionalText(subOrder, 'receive_type') === '2' ? 'storePickup' : 'ship',
    appointedLocation: warehouseOf(subOrder),
    serialNumbers: [],
    creator: creatorOf(subOrder),
    subsidy: lineSubsidy(subOrder),
  }
}

/** `pay_amount` holds the freight and what the payment channel gives; never below zero, so that a wrong amount breaks a sum. */
const goodsPaidFen = (subOrder: Source): number =>
  Math.max(
    0,
    fen(subOrder, 'pay_amount') -
      fenOrZero(subOrder, 'promotion_pay_amount') -
      fenOrZero(subOrder, 'post_amount') -
      fenOrZero(subOrder, 'post_insurance_amount'),
  )

function warehouseOf(subOrder: Source): string | null {
  const inventory = list(subOrder, 'inventory_list')[0]
  return inventory === undefined ? null : (optionalId(inventory, 'out_warehouse_id') ?? optionalId(inventory, 'warehouse_id'))
}

function creatorOf(subOrder: Source): CanonicalLine['creator'] {
  const creatorId = optionalId(subOrder, 'author_id')
  if (creatorId === null) return null
  return {
    creatorId,
    name: optionalText(subOrder, 'author_name'),
    roomId: optionalId(subOrder, 'room_id'),
    videoId: optionalId(subOrder, 'video_id'),
  }
}

const isTagged = (subOrder: Source): boolean => list(subOrder, 'sku_order_tag_ui').some((tag) => optionalText(tag, 'key') === 'gov_subsidy')

function lineSubsidy(subOrder: Source): CanonicalLine['subsidy'] {
  const amountFen = bearingOf(subOrder)?.governmentFen ?? 0
  if (amountFen === 0 && !isTagged(subOrder)) return null
  return {
    amountFen: amountFen === 0 ? null : amountFen,
    mode: amountFen === 0 ? null : 'order',
    regionCode: null,
    category: null,
    merchantFunded: false,
    serialNumbersRequired: flag(subOrder, 'need_serial_number') ? quantity(subOrder, 'item_num') : 0,
    imeisRequired: 0,
    verifyNumbers: false,
  }
}

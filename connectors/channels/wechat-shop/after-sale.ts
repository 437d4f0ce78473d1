import type { CanonicalAfterSale } from '../../../domain/channel/canonical.ts'
import type { Receipt } from '../../port.ts'
import { epochSeconds, fen, id, optionalId, optionalText, quantity, text } from '../../shared/fields.ts'
import { optionalShopOf, soleShop } from '../../shared/shop.ts'
import { object, optionalObject, type Source } from '../../shared/source.ts'
import { afterSaleKindOf, afterSaleStatusOf } from './status.ts'

/** channels/ec/aftersale/getaftersaleorder: fen, epoch seconds, one SKU. */
export function readAfterSale(afterSale: Source, receipt: Receipt): CanonicalAfterSale {
  const returned = optionalObject(afterSale, 'return_info')
  return {
    channel: 'wechat-shop',
    shop: optionalShopOf(afterSale, 'ToUserName', receipt) ?? soleShop,
    channelOrderId: id(afterSale, 'order_id'),
    refundId: id(afterSale, 'after_sale_order_id'),
    kind: afterSaleKindOf(afterSale),
    status: afterSaleStatusOf(afterSale),
    rawStatus: text(afterSale, 'status'),
    modifiedAt: epochSeconds(afterSale, 'update_time'),
    requestedAt: epochSeconds(afterSale, 'create_time'),
    paidAt: null,
    lines: linesOf(afterSale),
    refundFen: fen(object(afterSale, 'refund_info'), 'amount'),
    freightFen: 0,
    reason: optionalText(afterSale, 'reason_text') ?? optionalText(afterSale, 'reason'),
    returnWaybill: returned === null ? null : optionalText(returned, 'waybill_id'),
    returnedTo: null,
    condition: null,
    serialNumbers: [],
  }
}

function linesOf(afterSale: Source): CanonicalAfterSale['lines'] {
  const product = optionalObject(afterSale, 'product_info')
  if (product === null) return []
  return [{ lineId: optionalId(product, 'sku_id') ?? id(product, 'product_id'), quantity: quantity(product, 'count') }]
}

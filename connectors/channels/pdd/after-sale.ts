import type { CanonicalAfterSale } from '../../../domain/channel/canonical.ts'
import type { Receipt } from '../../port.ts'
import { id, localTime, optionalId, optionalText, quantity, text, yuan } from '../../shared/fields.ts'
import { optionalShopOf, soleShop } from '../../shared/shop.ts'
import type { Source } from '../../shared/source.ts'
import { afterSaleKindOf, afterSaleStatusOf } from './status.ts'

/**
 * An entry of pdd.refund.list.increment.get, which carries the time of its version; pdd.refund.information.get has none and counts in fen,
 * so it is not taken.
 */
export function readAfterSale(refund: Source, receipt: Receipt): CanonicalAfterSale {
  const status = afterSaleStatusOf(refund)
  const modifiedAt = localTime(refund, 'updated_time')
  const lineId = optionalId(refund, 'sku_id') ?? optionalId(refund, 'goods_id')
  const saysUnits = lineId !== null && optionalText(refund, 'goods_number') !== null
  return {
    channel: 'pdd',
    shop: optionalShopOf(refund, 'mall_id', receipt) ?? soleShop,
    channelOrderId: id(refund, 'order_sn'),
    refundId: id(refund, 'id'),
    kind: afterSaleKindOf(refund),
    status,
    rawStatus: text(refund, 'after_sales_status'),
    modifiedAt,
    requestedAt: localTime(refund, 'created_time'),
    paidAt: status === 'paid' ? modifiedAt : null,
    lines: saysUnits ? [{ lineId, quantity: quantity(refund, 'goods_number') }] : [],
    refundFen: yuan(refund, 'refund_amount'),
    freightFen: 0,
    reason: optionalText(refund, 'after_sale_reason'),
    returnWaybill: optionalText(refund, 'tracking_number'),
    returnedTo: null,
    condition: null,
    serialNumbers: [],
  }
}

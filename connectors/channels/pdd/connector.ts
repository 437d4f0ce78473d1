import type { Receipt } from '../../port.ts'
import { optionalId, optionalLocalTime } from '../../shared/fields.ts'
import { connectorOf, itself } from '../../shared/reading.ts'
import { optionalShopOf, soleShop } from '../../shared/shop.ts'
import { bare, enveloped, inheriting, list, type Source } from '../../shared/source.ts'
import { readAfterSale } from './after-sale.ts'
import { readOrder } from './order.ts'
import { afterSaleEquations, orderEquations } from './sums.ts'

/** A page of the incremental list that holds one refund; several are sent as one message each. */
function onlyRefund(root: Source): Source | null {
  const page = enveloped(root, 'refund_increment_get_response')
  const refunds = page === null ? [] : list(page, 'refund_list')
  return refunds.length === 1 ? (refunds[0] ?? null) : null
}

export const pdd = connectorOf({
  channel: 'pdd',
  expected: 'an order (pdd.order.information.get) or one refund (of pdd.refund.list.increment.get)',
  order: {
    find: (root) =>
      inheriting(
        root,
        enveloped(root, 'order_info_get_response', 'order_info') ??
          enveloped(root, 'order_info') ??
          bare(root, 'item_list', 'goods_amount'),
        'mall_id',
      ),
    identify: (found: Source, receipt: Receipt) => ({
      shop: optionalShopOf(found, 'mall_id', receipt) ?? soleShop,
      channelOrderId: optionalId(found, 'order_sn'),
      refundId: null,
      modifiedAt: optionalLocalTime(found, 'updated_at'),
    }),
    parse: itself,
    read: readOrder,
    equations: orderEquations,
  },
  afterSale: {
    find: (root) => inheriting(root, onlyRefund(root) ?? bare(root, 'after_sales_status', 'after_sales_type'), 'mall_id'),
    identify: (found: Source, receipt: Receipt) => ({
      shop: optionalShopOf(found, 'mall_id', receipt) ?? soleShop,
      channelOrderId: optionalId(found, 'order_sn'),
      refundId: optionalId(found, 'id'),
      modifiedAt: optionalLocalTime(found, 'updated_time'),
    }),
    parse: itself,
    read: readAfterSale,
    equations: afterSaleEquations,
  },
})

import type { Receipt } from '../../port.ts'
import { optionalEpochSeconds, optionalId } from '../../shared/fields.ts'
import { connectorOf, itself } from '../../shared/reading.ts'
import { optionalShopOf } from '../../shared/shop.ts'
import { bare, enveloped, inheriting, object, type Source } from '../../shared/source.ts'
import { readAfterSale } from './after-sale.ts'
import { readOrder } from './order.ts'
import { afterSaleEquations, orderEquations } from './sums.ts'

export const douyin = connectorOf({
  channel: 'douyin',
  expected: 'an order (order.orderDetail) or an after-sales case (afterSale.Detail)',
  order: {
    find: (root) =>
      enveloped(root, 'data', 'shop_order_detail') ?? enveloped(root, 'shop_order_detail') ?? bare(root, 'sku_order_list', 'main_status'),
    identify: (found: Source, receipt: Receipt) => ({
      shop: optionalShopOf(found, 'shop_id', receipt),
      channelOrderId: optionalId(found, 'order_id'),
      refundId: null,
      modifiedAt: optionalEpochSeconds(found, 'update_time'),
    }),
    parse: itself,
    read: readOrder,
    equations: orderEquations,
  },
  afterSale: {
    find: (root) => inheriting(root, bare(enveloped(root, 'data') ?? root, 'process_info', 'order_info'), 'shop_id'),
    identify: (found: Source, receipt: Receipt) => {
      const info = object(object(found, 'process_info'), 'after_sale_info')
      return {
        shop: optionalShopOf(found, 'shop_id', receipt),
        channelOrderId: optionalId(object(found, 'order_info'), 'shop_order_id'),
        refundId: optionalId(info, 'after_sale_id'),
        modifiedAt: optionalEpochSeconds(info, 'update_time'),
      }
    },
    parse: itself,
    read: readAfterSale,
    equations: afterSaleEquations,
  },
})

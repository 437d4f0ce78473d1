import type { Receipt } from '../../port.ts'
import { optionalEpochSeconds, optionalId } from '../../shared/fields.ts'
import { connectorOf, itself } from '../../shared/reading.ts'
import { optionalShopOf, soleShop } from '../../shared/shop.ts'
import { bare, enveloped, inheriting, type Source } from '../../shared/source.ts'
import { readAfterSale } from './after-sale.ts'
import { readOrder } from './order.ts'
import { afterSaleEquations, orderEquations } from './sums.ts'

const identify = (found: Source, receipt: Receipt) => ({
  shop: optionalShopOf(found, 'ToUserName', receipt) ?? soleShop,
  channelOrderId: optionalId(found, 'order_id'),
  refundId: optionalId(found, 'after_sale_order_id'),
  modifiedAt: optionalEpochSeconds(found, 'update_time'),
})

export const wechatShop = connectorOf({
  channel: 'wechat-shop',
  expected: 'an order (channels/ec/order/get) or an after-sales case (channels/ec/aftersale/getaftersaleorder)',
  order: {
    find: (root) => inheriting(root, enveloped(root, 'order') ?? bare(root, 'order_detail'), 'ToUserName'),
    identify,
    parse: itself,
    read: readOrder,
    equations: orderEquations,
  },
  afterSale: {
    find: (root) => inheriting(root, enveloped(root, 'after_sale_order') ?? bare(root, 'after_sale_order_id'), 'ToUserName'),
    identify,
    parse: itself,
    read: readAfterSale,
    equations: afterSaleEquations,
  },
})

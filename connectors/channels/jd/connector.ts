import type { Receipt } from '../../port.ts'
import { optionalId, optionalLocalTime } from '../../shared/fields.ts'
import { connectorOf, itself } from '../../shared/reading.ts'
import { optionalShopOf } from '../../shared/shop.ts'
import { bare, enveloped, inheriting, type Source } from '../../shared/source.ts'
import { readAfterSale } from './after-sale.ts'
import { readOrder } from './order.ts'
import { afterSaleEquations, orderEquations } from './sums.ts'

export const jd = connectorOf({
  channel: 'jd',
  expected:
    'an order (jingdong.pop.order.get), a refund (jingdong.pop.afs.soa.refundapply.queryById) or a service (jingdong.asc.query.view)',
  order: {
    find: (root) =>
      enveloped(root, 'jingdong_pop_order_get_responce', 'orderDetailInfo', 'orderInfo') ??
      enveloped(root, 'orderInfo') ??
      bare(root, 'orderState', 'itemInfoList'),
    identify: (found: Source, receipt: Receipt) => ({
      shop: optionalShopOf(found, 'venderId', receipt),
      channelOrderId: optionalId(found, 'orderId'),
      refundId: null,
      modifiedAt: optionalLocalTime(found, 'modified'),
    }),
    parse: itself,
    read: readOrder,
    equations: orderEquations,
  },
  afterSale: {
    find: (root) =>
      inheriting(
        root,
        enveloped(root, 'jingdong_pop_afs_soa_refundapply_queryById_responce', 'queryResult', 'refundApplyVo') ??
          enveloped(root, 'refundApplyVo') ??
          enveloped(root, 'jingdong_asc_query_view_responce', 'result', 'data') ??
          bare(root, 'applyRefundSum', 'customerExpect'),
        'venderId',
      ),
    identify: (found: Source, receipt: Receipt) => ({
      shop: optionalShopOf(found, 'venderId', receipt),
      channelOrderId: optionalId(found, 'orderId'),
      refundId: optionalId(found, 'serviceId') ?? optionalId(found, 'id'),
      modifiedAt: optionalLocalTime(found, 'updateDate') ?? optionalLocalTime(found, 'checkTime') ?? optionalLocalTime(found, 'applyTime'),
    }),
    parse: itself,
    read: readAfterSale,
    equations: afterSaleEquations,
  },
})

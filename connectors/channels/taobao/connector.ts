import type { Receipt } from '../../port.ts'
import { optionalId, optionalLocalTime } from '../../shared/fields.ts'
import { connectorOf, itself } from '../../shared/reading.ts'
import { optionalShopOf } from '../../shared/shop.ts'
import { bare, enveloped, type Source } from '../../shared/source.ts'
import { readAfterSale } from './after-sale.ts'
import { readOrder } from './order.ts'
import { orderEquations, refundEquations } from './sums.ts'

const identify = (found: Source, receipt: Receipt) => ({
  shop: optionalShopOf(found, 'seller_nick', receipt),
  channelOrderId: optionalId(found, 'tid'),
  refundId: optionalId(found, 'refund_id'),
  modifiedAt: optionalLocalTime(found, 'modified'),
})

export const taobao = connectorOf({
  channel: 'taobao',
  expected: 'a trade (taobao.trade.fullinfo.get) or a refund (taobao.refund.get)',
  order: {
    find: (root) => enveloped(root, 'trade_fullinfo_get_response', 'trade') ?? enveloped(root, 'trade') ?? bare(root, 'orders'),
    identify,
    parse: itself,
    read: readOrder,
    equations: orderEquations,
  },
  afterSale: {
    find: (root) => enveloped(root, 'refund_get_response', 'refund') ?? enveloped(root, 'refund') ?? bare(root, 'refund_id'),
    identify,
    parse: itself,
    read: readAfterSale,
    equations: refundEquations,
  },
})

import type { Receipt } from '../../port.ts'
import { optionalId, optionalIsoTime } from '../../shared/fields.ts'
import { connectorOf } from '../../shared/reading.ts'
import { parseWith } from '../../shared/schema-form.ts'
import { optionalShopOf } from '../../shared/shop.ts'
import { bare, type Source } from '../../shared/source.ts'
import { readAfterSale } from './after-sale.ts'
import { appAfterSale, appOrder } from './form.ts'
import { readOrder } from './order.ts'
import { afterSaleEquations, orderEquations } from './sums.ts'

const identify = (found: Source, receipt: Receipt) => ({
  shop: optionalShopOf(found, 'shop', receipt),
  channelOrderId: optionalId(found, 'orderId'),
  refundId: optionalId(found, 'refundId'),
  modifiedAt: optionalIsoTime(found, 'modifiedAt'),
})

export const app = connectorOf({
  channel: 'app',
  expected: 'a message of type "order" or "afterSale"',
  order: {
    find: (root) => (root.fields.type === 'order' ? root : bare(root, 'totals')),
    identify,
    parse: (found) => parseWith(appOrder, found),
    read: readOrder,
    equations: orderEquations,
  },
  afterSale: {
    find: (root) => (root.fields.type === 'afterSale' ? root : bare(root, 'refundId')),
    identify,
    parse: (found) => parseWith(appAfterSale, found),
    read: readAfterSale,
    equations: afterSaleEquations,
  },
})

import type { CanonicalAfterSale } from '../../../domain/channel/canonical.ts'
import type { Receipt } from '../../port.ts'
import {
  epochSeconds,
  fen,
  fenOrZero,
  id,
  optionalEpochSeconds,
  optionalFen,
  optionalInteger,
  optionalText,
  quantity,
  text,
} from '../../shared/fields.ts'
import { shopOf } from '../../shared/shop.ts'
import { list, object, optionalObject, type Source } from '../../shared/source.ts'
import { afterSaleKindOf, afterSaleStatusOf } from './status.ts'

/** afterSale.Detail: fen, epoch seconds. */
export function readAfterSale(found: Source, receipt: Receipt): CanonicalAfterSale {
  const order = object(found, 'order_info')
  const info = object(object(found, 'process_info'), 'after_sale_info')
  const status = afterSaleStatusOf(info)
  return {
    channel: 'douyin',
    shop: shopOf(found, 'shop_id', receipt),
    channelOrderId: id(order, 'shop_order_id'),
    refundId: id(info, 'after_sale_id'),
    kind: afterSaleKindOf(info),
    status,
    rawStatus: text(info, 'after_sale_status'),
    modifiedAt: epochSeconds(info, 'update_time'),
    requestedAt: epochSeconds(info, 'apply_time'),
    paidAt: status === 'paid' ? optionalEpochSeconds(info, 'refund_time') : null,
    lines: linesOf(order),
    refundFen: refundFenOf(info, status),
    freightFen: fenOrZero(info, 'refund_post_amount'),
    reason: optionalText(info, 'reason'),
    returnWaybill: returnWaybillOf(found),
    returnedTo: null,
    condition: null,
    serialNumbers: [],
  }
}

/** Once paid, what really went back to the buyer: the rest went back to whoever paid a promotion. */
const refundFenOf = (info: Source, status: CanonicalAfterSale['status']): number =>
  (status === 'paid' ? optionalFen(info, 'real_refund_amount') : null) ?? fen(info, 'refund_total_amount')

const linesOf = (order: Source): CanonicalAfterSale['lines'] =>
  list(order, 'sku_order_infos').flatMap((subOrder) =>
    (optionalInteger(subOrder, 'after_sale_item_count') ?? 0) > 0
      ? [{ lineId: id(subOrder, 'sku_order_id'), quantity: quantity(subOrder, 'after_sale_item_count') }]
      : [],
  )

function returnWaybillOf(found: Source): string | null {
  const logistics = optionalObject(object(found, 'process_info'), 'logistics_info')
  const back = logistics === null ? null : optionalObject(logistics, 'return')
  return back === null ? null : optionalText(back, 'tracking_no')
}

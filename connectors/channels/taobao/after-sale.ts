import type { CanonicalAfterSale } from '../../../domain/channel/canonical.ts'
import type { Receipt } from '../../port.ts'
import { id, localTime, optionalId, optionalText, quantity, text, yuan } from '../../shared/fields.ts'
import { shopOf } from '../../shared/shop.ts'
import type { Source } from '../../shared/source.ts'
import { refundKindOf, refundStatusOf } from './status.ts'

/** taobao.refund.get. Its number of units belongs to the one sub-order it names. */
export function readAfterSale(refund: Source, receipt: Receipt): CanonicalAfterSale {
  const lineId = optionalId(refund, 'oid')
  const saysUnits = lineId !== null && optionalId(refund, 'num') !== null
  return {
    channel: 'taobao',
    shop: shopOf(refund, 'seller_nick', receipt),
    channelOrderId: id(refund, 'tid'),
    refundId: id(refund, 'refund_id'),
    kind: refundKindOf(refund),
    status: refundStatusOf(refund),
    rawStatus: text(refund, 'status'),
    modifiedAt: localTime(refund, 'modified'),
    requestedAt: localTime(refund, 'created'),
    paidAt: null,
    lines: saysUnits ? [{ lineId, quantity: quantity(refund, 'num') }] : [],
    refundFen: yuan(refund, 'refund_fee'),
    freightFen: 0,
    reason: optionalText(refund, 'reason'),
    returnWaybill: optionalText(refund, 'sid'),
    returnedTo: null,
    condition: null,
    serialNumbers: [],
  }
}

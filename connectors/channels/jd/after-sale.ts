import type { CanonicalAfterSale } from '../../../domain/channel/canonical.ts'
import type { Receipt } from '../../port.ts'
import { fen, id, localTime, optionalFen, optionalLocalTime, optionalText, quantity, text } from '../../shared/fields.ts'
import { shopOf } from '../../shared/shop.ts'
import type { Source } from '../../shared/source.ts'
import { refundStatusOf, serviceKindOf, serviceStatusOf } from './status.ts'

export const readAfterSale = (found: Source, receipt: Receipt): CanonicalAfterSale =>
  isService(found) ? readService(found, receipt) : readRefund(found, receipt)

/** A service after delivery says what the customer expects; a refund before shipping says how much is asked for. */
const isService = (found: Source): boolean => found.fields.customerExpect !== undefined || found.fields.serviceId !== undefined

/** Of an amount that JD writes as fen with a decimal point behind: `12900.0`. */
const wholeFen = (found: Source, key: string): Source => {
  const value = optionalText(found, key)
  return { ...found, fields: { ...found.fields, [key]: value?.replace(/\.0+$/, '') } }
}

/** jingdong.pop.afs.soa.refundapply.queryById: a refund of the order before it left; `applyRefundSum` is in fen. */
function readRefund(refund: Source, receipt: Receipt): CanonicalAfterSale {
  const requestedAt = localTime(refund, 'applyTime')
  const checkedAt = optionalLocalTime(refund, 'checkTime')
  const status = refundStatusOf(refund)
  return {
    channel: 'jd',
    shop: shopOf(refund, 'venderId', receipt),
    channelOrderId: id(refund, 'orderId'),
    refundId: id(refund, 'id'),
    kind: 'cancelBeforeShip',
    status,
    rawStatus: text(refund, 'status'),
    modifiedAt: checkedAt ?? requestedAt,
    requestedAt,
    paidAt: status === 'paid' ? checkedAt : null,
    lines: [],
    refundFen: fen(wholeFen(refund, 'applyRefundSum'), 'applyRefundSum'),
    freightFen: 0,
    reason: optionalText(refund, 'reason'),
    returnWaybill: null,
    returnedTo: null,
    condition: null,
    serialNumbers: [],
  }
}

/** jingdong.asc.query.view: a service for one SKU; its money is known once refunded. */
function readService(service: Source, receipt: Receipt): CanonicalAfterSale {
  const requestedAt = localTime(service, 'applyTime')
  const modifiedAt = optionalLocalTime(service, 'updateDate') ?? optionalLocalTime(service, 'approvedDate') ?? requestedAt
  const status = serviceStatusOf(service)
  return {
    channel: 'jd',
    shop: shopOf(service, 'venderId', receipt),
    channelOrderId: id(service, 'orderId'),
    refundId: id(service, 'serviceId'),
    kind: serviceKindOf(service),
    status,
    rawStatus: text(service, 'serviceStatus'),
    modifiedAt,
    requestedAt,
    paidAt: status === 'paid' ? modifiedAt : null,
    lines: [
      { lineId: id(service, 'wareId'), quantity: optionalText(service, 'serviceCount') === null ? 1 : quantity(service, 'serviceCount') },
    ],
    refundFen: optionalFen(wholeFen(service, 'applyRefundSum'), 'applyRefundSum') ?? 0,
    freightFen: 0,
    reason: optionalText(service, 'questionDesc'),
    returnWaybill: optionalText(service, 'expressCode'),
    returnedTo: null,
    condition: null,
    serialNumbers: [],
  }
}

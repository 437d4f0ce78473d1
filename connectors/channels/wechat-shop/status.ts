import type { CanonicalAfterSale, CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { oneOf, optionalEpochSeconds, optionalText } from '../../shared/fields.ts'
import { optionalObject, type Source } from '../../shared/source.ts'

type Status = CanonicalOrder['status']

const statuses: Readonly<Record<string, Status>> = {
  '10': 'unpaid',
  '12': 'held',
  '13': 'held',
  '20': 'toShip',
  '21': 'partShipped',
  '30': 'shipped',
  '100': 'finished',
  '200': 'closedAfterPay',
  '250': 'closedUnpaid',
}

export function statusOf(order: Source, detail: Source): Status {
  const status = oneOf<Status>(order, 'status', statuses, 'unpaid')
  const payment = optionalObject(detail, 'pay_info')
  const isPaid = payment !== null && optionalEpochSeconds(payment, 'pay_time') !== null
  return status === 'closedUnpaid' && isPaid ? 'closedAfterPay' : status
}

export const holdsOf = (rawStatus: string): CanonicalOrder['holds'] => {
  if (rawStatus === '12') return [{ reason: 'gift', detail: 'status 12' }]
  return rawStatus === '13' ? [{ reason: 'groupBuying', detail: 'status 13' }] : []
}

const lineStatuses: Readonly<Partial<Record<Status, CanonicalLine['status']>>> = {
  shipped: 'shipped',
  finished: 'finished',
  closedUnpaid: 'closed',
  closedAfterPay: 'closed',
}
export const lineStatusOf = (status: Status): CanonicalLine['status'] => lineStatuses[status] ?? 'open'

const afterSaleStatuses: Readonly<Record<string, CanonicalAfterSale['status']>> = {
  MERCHANT_PROCESSING: 'requested',
  USER_WAIT_CONFIRM_UPDATE: 'requested',
  USER_WAIT_HANDLE_MERCHANT_AFTER_SALE: 'requested',
  USER_WAIT_RETURN: 'approved',
  WAIT_PACKAGE_INTERCEPT: 'approved',
  PLATFORM_REFUNDING: 'approved',
  PLATFORM_REFUND_FAIL: 'approved',
  MERCHANT_OVERDUE_REFUND: 'approved',
  MERCHANT_REFUND_RETRY_FAIL: 'approved',
  MERCHANT_WAIT_RECEIPT: 'goodsOnTheWay',
  MERCHANT_REJECT_REFUND: 'refused',
  MERCHANT_REJECT_RETURN: 'refused',
  MERCHANT_FAIL: 'refused',
  USER_WAIT_CONFIRM: 'refused',
  MERCHANT_REFUND_SUCCESS: 'paid',
  MERCHANT_RETURN_SUCCESS: 'paid',
  MERCHANT_EXCHANGE_SUCCESS: 'closed',
  USER_CANCELD: 'closed',
  RETURN_CLOSED: 'closed',
}
export const afterSaleStatusOf = (afterSale: Source) =>
  oneOf<CanonicalAfterSale['status']>(afterSale, 'status', afterSaleStatuses, 'requested')

const afterSaleTypes: Readonly<Record<string, CanonicalAfterSale['kind']>> = {
  REFUND: 'refundOnly',
  RETURN: 'returnAndRefund',
  EXCHANGE: 'exchange',
}
/** That a parcel is to be turned round is a status for a while, and no type. */
export function afterSaleKindOf(afterSale: Source): CanonicalAfterSale['kind'] {
  const kind = oneOf<CanonicalAfterSale['kind']>(afterSale, 'type', afterSaleTypes, 'refundOnly')
  return kind === 'refundOnly' && optionalText(afterSale, 'status') === 'WAIT_PACKAGE_INTERCEPT' ? 'intercept' : kind
}

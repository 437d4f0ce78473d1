import type { CanonicalAfterSale, CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { oneOf, optionalLocalTime } from '../../shared/fields.ts'
import type { Source } from '../../shared/source.ts'

type Status = CanonicalOrder['status']

const statuses: Readonly<Record<string, Status>> = {
  NOT_PAY: 'unpaid',
  WAIT_SELLER_STOCK_OUT: 'toShip',
  WAIT_SELLER_DELIVERY: 'toShip',
  LOCKED: 'held',
  POP_ORDER_PAUSE: 'held',
  PAUSE: 'held',
  WAIT_GOODS_RECEIVE_CONFIRM: 'shipped',
  FINISHED_L: 'finished',
  TRADE_CANCELED: 'closed',
}

/** A cancelled order may have been paid or not: only a time of payment tells. */
export function statusOf(order: Source): Status {
  const status = oneOf<Status>(order, 'orderState', statuses, 'toShip')
  return status === 'closed' && optionalLocalTime(order, 'paymentConfirmTime') !== null ? 'closedAfterPay' : status
}

export function holdsOf(order: Source): CanonicalOrder['holds'] {
  const detail = typeof order.fields.orderState === 'string' ? order.fields.orderState : ''
  if (detail === 'LOCKED') return [{ reason: 'locked', detail }]
  return detail === 'POP_ORDER_PAUSE' || detail === 'PAUSE' ? [{ reason: 'channelHold', detail }] : []
}

const lineStatuses: Readonly<Partial<Record<Status, CanonicalLine['status']>>> = {
  shipped: 'shipped',
  finished: 'finished',
  closed: 'closed',
  closedAfterPay: 'closed',
}
export const lineStatusOf = (status: Status): CanonicalLine['status'] => lineStatuses[status] ?? 'open'

/** jingdong.pop.afs.soa.refundapply: refunds of orders that have not left. */
const refundStatuses: Readonly<Record<string, CanonicalAfterSale['status']>> = {
  '0': 'requested',
  '1': 'approved',
  '2': 'refused',
  '3': 'paid',
  '4': 'refused',
  '5': 'approved',
  '6': 'approved',
  '7': 'approved',
  '8': 'refused',
  '9': 'paid',
  '10': 'requested',
  '11': 'closed',
}
export const refundStatusOf = (refund: Source) => oneOf<CanonicalAfterSale['status']>(refund, 'status', refundStatuses, 'requested')

/** jingdong.asc: services after delivery. */
const serviceStatuses: Readonly<Record<string, CanonicalAfterSale['status']>> = {
  '10000': 'requested',
  '10001': 'requested',
  '10002': 'approved',
  '10004': 'refused',
  '10005': 'goodsOnTheWay',
  '10007': 'goodsBack',
  '10009': 'goodsBack',
  '10010': 'paid',
  '10011': 'closed',
}
export const serviceStatusOf = (service: Source) =>
  oneOf<CanonicalAfterSale['status']>(service, 'serviceStatus', serviceStatuses, 'requested')

const expectations: Readonly<Record<string, CanonicalAfterSale['kind']>> = {
  '10': 'returnAndRefund',
  '20': 'exchange',
  '30': 'repair',
  '40': 'refundOnly',
  '90': 'resend',
}
export const serviceKindOf = (service: Source) => oneOf<CanonicalAfterSale['kind']>(service, 'customerExpect', expectations, 'refundOnly')

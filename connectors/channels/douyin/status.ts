import type { CanonicalAfterSale, CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { oneOf, optionalEpochSeconds, optionalText } from '../../shared/fields.ts'
import type { Source } from '../../shared/source.ts'

type Status = CanonicalOrder['status']

const statuses: Readonly<Record<string, Status>> = {
  '1': 'unpaid',
  '103': 'depositPaid',
  '105': 'held',
  '2': 'toShip',
  '101': 'partShipped',
  '3': 'shipped',
  '5': 'finished',
  '4': 'closedUnpaid',
  '21': 'closedAfterPay',
  '22': 'closedAfterPay',
  '39': 'closedAfterPay',
}

/** `main_status` tells more than `order_status`, which it replaces. */
export const statusKey = (order: Source): 'main_status' | 'order_status' =>
  optionalText(order, 'main_status') === null ? 'order_status' : 'main_status'

export function statusOf(order: Source): Status {
  const status = oneOf<Status>(order, statusKey(order), statuses, 'unpaid')
  return status === 'closedUnpaid' && optionalEpochSeconds(order, 'pay_time') !== null ? 'closedAfterPay' : status
}

const lineStatuses: Readonly<Partial<Record<Status, CanonicalLine['status']>>> = {
  shipped: 'shipped',
  finished: 'finished',
  closedUnpaid: 'closed',
  closedAfterPay: 'closed',
}
/** A word that is new to us says nothing about the line: the order's own status does. */
export function lineStatusOf(line: Source): CanonicalLine['status'] {
  const status = statuses[optionalText(line, statusKey(line)) ?? '']
  return (status && lineStatuses[status]) ?? 'open'
}

export const holdsOf = (status: Status, rawStatus: string): CanonicalOrder['holds'] => {
  if (status === 'held') return [{ reason: 'channelHold', detail: rawStatus }]
  return status === 'depositPaid' ? [{ reason: 'presale', detail: rawStatus }] : []
}

const types: Readonly<Record<string, CanonicalOrder['type']>> = {
  '0': 'normal',
  '1': 'groupBuy',
  '2': 'presale',
  '10': 'trial',
  '12': 'trial',
}
export const typeOf = (order: Source): CanonicalOrder['type'] => types[optionalText(order, 'trade_type') ?? '0'] ?? 'other'

const afterSaleStatuses: Readonly<Record<string, CanonicalAfterSale['status']>> = {
  '6': 'requested',
  '7': 'approved',
  '8': 'approved',
  '11': 'goodsOnTheWay',
  '12': 'approved',
  '13': 'goodsBack',
  '14': 'closed',
  '27': 'refused',
  '28': 'closed',
  '29': 'refused',
  '51': 'approved',
  '53': 'closed',
}
const paidBack = new Set(['3', '5'])

/** The after-sales case succeeds before its money has gone back: `refund_status` 3 says that it has. */
export function afterSaleStatusOf(info: Source): CanonicalAfterSale['status'] {
  const status = oneOf<CanonicalAfterSale['status']>(info, 'after_sale_status', afterSaleStatuses, 'requested')
  return paidBack.has(optionalText(info, 'refund_status') ?? '') ? 'paid' : status
}

const afterSaleTypes: Readonly<Record<string, CanonicalAfterSale['kind']>> = {
  '0': 'returnAndRefund',
  '1': 'refundOnly',
  '2': 'cancelBeforeShip',
  '3': 'exchange',
  '4': 'cancelBeforeShip',
  '5': 'cancelBeforeShip',
  '6': 'priceProtection',
  '7': 'resend',
  '8': 'repair',
}
export const afterSaleKindOf = (info: Source) => oneOf<CanonicalAfterSale['kind']>(info, 'after_sale_type', afterSaleTypes, 'refundOnly')

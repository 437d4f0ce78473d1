import type { CanonicalAfterSale, CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { oneOf, optionalText } from '../../shared/fields.ts'
import type { Source } from '../../shared/source.ts'

type Status = CanonicalOrder['status']
type Hold = CanonicalOrder['holds'][number]

const shippingStatuses: Readonly<Record<string, Status>> = { '1': 'toShip', '2': 'shipped', '3': 'signed' }

const word = (order: Source, key: string): string => optionalText(order, key)?.trim() ?? ''

/** The deposit is paid and the balance is not, as `step_order_info` says. */
const isDepositPaid = (step: Source | null): boolean => step !== null && word(step, 'step_trade_status') === '1'

export function holdsOf(order: Source, step: Source | null): Hold[] {
  const holds: Hold[] = []
  if (word(order, 'group_status') === '0') holds.push({ reason: 'groupBuying', detail: 'group_status 0' })
  if (word(order, 'risk_control_status') === '1')
    holds.push({ reason: 'riskReview', detail: 'risk_control_status 1' }, { reason: 'addressHidden', detail: 'risk_control_status 1' })
  if (isDepositPaid(step)) holds.push({ reason: 'presale', detail: 'step_trade_status 1' })
  return holds
}

/** Pinduoduo has a status for the sale, the group, the shipment and the refund; older answers leave out the first two. */
export function statusOf(order: Source, step: Source | null, holds: readonly Hold[]): Status {
  const shipping = oneOf<Status>(order, 'order_status', { ...shippingStatuses, '0': 'toShip' }, 'toShip')
  const isConfirmed = word(order, 'confirm_status') !== '0'
  if (word(order, 'confirm_status') === '2') return 'closedUnpaid'
  if (isDepositPaid(step)) return 'depositPaid'
  if (!isConfirmed && word(order, 'group_status') !== '0') return 'unpaid'
  if (word(order, 'refund_status') === '4' || word(order, 'group_status') === '2') return 'closedAfterPay'
  if (shipping === 'signed' && word(order, 'refund_status') === '1') return 'finished'
  return shipping === 'toShip' && holds.length > 0 ? 'held' : shipping
}

export const rawStatusOf = (order: Source): string =>
  ['confirm_status', 'group_status', 'order_status', 'refund_status'].map((key) => word(order, key) || '-').join('/')

const lineStatuses: Readonly<Partial<Record<Status, CanonicalLine['status']>>> = {
  shipped: 'shipped',
  signed: 'shipped',
  finished: 'finished',
  closedUnpaid: 'closed',
  closedAfterPay: 'closed',
}
export const lineStatusOf = (status: Status): CanonicalLine['status'] => lineStatuses[status] ?? 'open'

const afterSaleStatuses: Readonly<Record<string, CanonicalAfterSale['status']>> = {
  '2': 'requested',
  '3': 'requested',
  '4': 'approved',
  '5': 'approved',
  '6': 'refused',
  '7': 'approved',
  '8': 'requested',
  '9': 'refused',
  '10': 'paid',
  '11': 'closed',
  '12': 'closed',
  '13': 'closed',
  '14': 'requested',
  '15': 'approved',
  '16': 'closed',
  '17': 'closed',
  '18': 'goodsBack',
  '21': 'requested',
  '22': 'approved',
  '24': 'closed',
  '25': 'closed',
  '27': 'goodsBack',
  '31': 'approved',
  '32': 'approved',
  '33': 'goodsOnTheWay',
}
export const afterSaleStatusOf = (refund: Source) =>
  oneOf<CanonicalAfterSale['status']>(refund, 'after_sales_status', afterSaleStatuses, 'requested')

const afterSaleTypes: Readonly<Record<string, CanonicalAfterSale['kind']>> = {
  '1': 'refundOnly',
  '2': 'returnAndRefund',
  '3': 'exchange',
  '4': 'resend',
  '5': 'repair',
}
export function afterSaleKindOf(refund: Source): CanonicalAfterSale['kind'] {
  const kind = oneOf<CanonicalAfterSale['kind']>(refund, 'after_sales_type', afterSaleTypes, 'refundOnly')
  if (kind === 'refundOnly' && word(refund, 'after_sales_status') === '31') return 'rejectedDelivery'
  return kind === 'refundOnly' && word(refund, 'user_shipping_status') === '0' ? 'cancelBeforeShip' : kind
}

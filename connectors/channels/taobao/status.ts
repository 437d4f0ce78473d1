import type { CanonicalAfterSale, CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { flag, oneOf, optionalText } from '../../shared/fields.ts'
import { pathOf, type Source } from '../../shared/source.ts'

type Status = CanonicalOrder['status']
type Hold = CanonicalOrder['holds'][number]

const statuses: Readonly<Record<string, Status>> = {
  TRADE_NO_CREATE_PAY: 'unpaid',
  WAIT_BUYER_PAY: 'unpaid',
  PAY_PENDING: 'unpaid',
  WAIT_PRE_AUTH_CONFIRM: 'unpaid',
  PAID_FORBID_CONSIGN: 'held',
  WAIT_SELLER_SEND_GOODS: 'toShip',
  SELLER_CONSIGNED_PART: 'partShipped',
  WAIT_BUYER_CONFIRM_GOODS: 'shipped',
  TRADE_BUYER_SIGNED: 'signed',
  TRADE_FINISHED: 'finished',
  TRADE_CLOSED: 'closedAfterPay',
  TRADE_CLOSED_BY_TAOBAO: 'closedUnpaid',
}

const holdFlags: Readonly<Record<string, Hold['reason']>> = {
  top_hold: 'channelHold',
  forbid_consign: 'channelHold',
  ofp_hold: 'channelHold',
  team_buy_hold: 'groupBuying',
  share_group_hold: 'groupBuying',
}

export const depositPaid = 'FRONT_PAID_FINAL_NOPAID'

export function holdsOf(trade: Source): Hold[] {
  const holds = Object.entries(holdFlags).flatMap(([key, reason]) => (flag(trade, key) ? [{ reason, detail: key }] : []))
  if (optionalText(trade, 'status') === 'PAID_FORBID_CONSIGN') holds.push({ reason: 'channelHold', detail: 'PAID_FORBID_CONSIGN' })
  if (optionalText(trade, 'step_trade_status') === depositPaid) holds.push({ reason: 'presale', detail: depositPaid })
  return holds
}

export function statusOf(trade: Source, holds: readonly Hold[]): Status {
  const status = oneOf<Status>(trade, 'status', statuses, 'unpaid')
  if (status === 'unpaid' && optionalText(trade, 'step_trade_status') === depositPaid) return 'depositPaid'
  return status === 'toShip' && holds.length > 0 ? 'held' : status
}

const lineStatuses: Readonly<Partial<Record<Status, CanonicalLine['status']>>> = {
  shipped: 'shipped',
  signed: 'shipped',
  finished: 'finished',
  closedAfterPay: 'closed',
  closedUnpaid: 'closed',
}

/** A word that is new to us says nothing about the line: the trade's own status does. */
export function lineStatusOf(line: Source): CanonicalLine['status'] {
  const status = statuses[optionalText(line, 'status') ?? '']
  return (status && lineStatuses[status]) ?? 'open'
}

const types: Readonly<Record<string, CanonicalOrder['type']>> = {
  fixed: 'normal',
  auction: 'normal',
  guarantee_trade: 'normal',
  ec: 'normal',
  cod: 'normal',
  o2o_offlinetrade: 'normal',
  step: 'presale',
  team: 'groupBuy',
  fenxiao: 'wholesale',
  nopaid: 'trial',
}

export const typeOf = (trade: Source): CanonicalOrder['type'] => types[optionalText(trade, 'type') ?? 'fixed'] ?? 'other'

const refundStatuses: Readonly<Record<string, CanonicalAfterSale['status']>> = {
  WAIT_SELLER_AGREE: 'requested',
  WAIT_BUYER_RETURN_GOODS: 'approved',
  WAIT_SELLER_CONFIRM_GOODS: 'goodsOnTheWay',
  SELLER_REFUSE_BUYER: 'refused',
  CLOSED: 'closed',
  SUCCESS: 'paid',
}

export const refundStatusOf = (refund: Source) => oneOf<CanonicalAfterSale['status']>(refund, 'status', refundStatuses, 'requested')

const disputeTypes: Readonly<Record<string, CanonicalAfterSale['kind']>> = {
  REFUND: 'refundOnly',
  REFUND_AND_RETURN: 'returnAndRefund',
  TMALL_EXCHANGE: 'exchange',
  TAOBAO_EXCHANGE: 'exchange',
  REPAIR: 'repair',
  RESHIPPING: 'resend',
  OTHERS: 'refundOnly',
}

const specialTypes: Readonly<Record<string, CanonicalAfterSale['kind']>> = { priceProtect: 'priceProtection', cashBack: 'compensation' }

export function refundKindOf(refund: Source): CanonicalAfterSale['kind'] {
  const special = specialTypes[optionalText(refund, 'special_refund_type') ?? '']
  if (special !== undefined) return special
  const fallback = flag(refund, 'has_good_return') ? 'REFUND_AND_RETURN' : 'REFUND'
  const type = optionalText(refund, 'dispute_type') ?? fallback
  const kind = disputeTypes[type]
  if (kind === undefined)
    refund.problems.push({ path: pathOf(refund, 'dispute_type'), expected: `one of ${Object.keys(disputeTypes).join(', ')}` })
  if (kind === 'refundOnly' && optionalText(refund, 'order_status') === 'WAIT_SELLER_SEND_GOODS') return 'cancelBeforeShip'
  return kind ?? 'refundOnly'
}

import type { Discount } from '../../../domain/channel/canonical.ts'
import { sum } from '../../../domain/shared/money.ts'
import { discount } from '../../shared/discount.ts'
import { optionalSignedYuan, optionalText, optionalYuan, yuanOrZero } from '../../shared/fields.ts'
import { list, optionalObject, type Source } from '../../shared/source.ts'
import { groupLeaderDiscountBearer } from './profile.ts'

/** Positive when the merchant lowered the price, negative when it raised it. */
export const priceChangeFen = (order: Source): number => optionalSignedYuan(order, 'order_change_amount') ?? 0

export interface Subsidy {
  readonly amountFen: number | null
  readonly mode: 'payment' | 'order' | null
}

export function subsidyOf(order: Source): Subsidy | null {
  const subsidy = optionalObject(order, 'gov_subsidy')
  if (subsidy === null) return null
  const type = optionalText(subsidy, 'trade_in_national_subsidy_amount_type')?.trim()
  const amountFen = optionalYuan(subsidy, 'trade_in_national_subsidy_amount')
  return { amountFen, mode: type === '1' ? 'payment' : type === '2' ? 'order' : null }
}

/** Reduced when ordering, the subsidy is part of what the platform takes off; reduced when paying, it is in no amount of the order. */
const subsidyFen = (order: Source): number => {
  const subsidy = subsidyOf(order)
  return subsidy?.mode === 'order' ? (subsidy.amountFen ?? 0) : 0
}

export interface OrderShares {
  readonly governmentFen: number
  /** Never below zero, so that a wrong subsidy breaks the sum that says so. */
  readonly platformFen: number
  readonly merchantFen: number
  readonly groupLeaderFen: number
}

export const orderShares = (order: Source): OrderShares => ({
  governmentFen: subsidyFen(order),
  platformFen: Math.max(0, yuanOrZero(order, 'platform_discount') - subsidyFen(order)),
  merchantFen: yuanOrZero(order, 'seller_discount'),
  groupLeaderFen: yuanOrZero(order, 'capital_free_discount'),
})

export function orderDiscounts(order: Source): Discount[] {
  const { governmentFen, platformFen, merchantFen, groupLeaderFen } = orderShares(order)
  return [
    ...discount(priceChangeFen(order), {
      bearer: 'merchant',
      instrument: 'priceChange',
      source: 'channel',
      reference: 'order_change_amount',
    }),
    ...discount(merchantFen, { bearer: 'merchant', instrument: 'coupon', source: 'channel', reference: 'seller_discount' }),
    ...discount(groupLeaderFen, {
      bearer: groupLeaderDiscountBearer,
      instrument: 'other',
      source: 'profile',
      reference: 'capital_free_discount',
    }),
    ...discount(platformFen, { bearer: 'platform', instrument: 'coupon', source: 'channel', reference: 'platform_discount' }),
    ...discount(governmentFen, { bearer: 'government', instrument: 'subsidy', source: 'channel', reference: 'gov_subsidy' }),
  ]
}

export const serviceFeesFen = (order: Source): number => sum(list(order, 'service_fee_detail').map((fee) => yuanOrZero(fee, 'service_fee')))

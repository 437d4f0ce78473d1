import type { Discount } from '../../../domain/channel/canonical.ts'
import { sum } from '../../../domain/shared/money.ts'
import { discount } from '../../shared/discount.ts'
import { optionalText, optionalYuan, signedYuanOrZero, yuanOrZero } from '../../shared/fields.ts'
import type { Source } from '../../shared/source.ts'
import { promotionBearer } from './profile.ts'
import { promotionsOf, subsidyOf } from './trade.ts'

type Instrument = Discount['instrument']

const instruments: readonly (readonly [RegExp, Instrument])[] = [
  [/红包/, 'redPacket'],
  [/券|bonus|coupon/i, 'coupon'],
  [/^mjs|满/i, 'fullReduction'],
  [/会员|vip/i, 'memberPrice'],
]

const instrumentOf = (promotion: Source, otherwise: Instrument): Instrument => {
  const words = `${optionalText(promotion, 'promotion_id') ?? ''} ${optionalText(promotion, 'promotion_name') ?? ''}`
  return instruments.find(([pattern]) => pattern.test(words))?.[1] ?? otherwise
}

/** Named one by one when the promotions of this id explain the amount, as one amount without a name when they do not. */
function promotionDiscounts(trade: Source, ids: readonly string[], amountFen: number, otherwise: Instrument): Discount[] {
  const named = promotionsOf(trade)
    .filter((promotion) => ids.includes(optionalText(promotion, 'id') ?? ''))
    .flatMap((promotion) =>
      discount(yuanOrZero(promotion, 'discount_fee'), {
        bearer: promotionBearer,
        instrument: instrumentOf(promotion, otherwise),
        source: 'profile',
        reference: optionalText(promotion, 'promotion_id'),
      }),
    )
  if (sum(named.map((each) => each.amountFen)) === amountFen) return named
  return discount(amountFen, { bearer: promotionBearer, instrument: otherwise, source: 'profile' })
}

export const lineDiscounts = (trade: Source, line: Source): Discount[] => [
  ...discount(-signedYuanOrZero(line, 'adjust_fee'), { bearer: 'merchant', instrument: 'priceChange', source: 'channel' }),
  ...promotionDiscounts(trade, [optionalText(line, 'oid') ?? ''], yuanOrZero(line, 'discount_fee'), 'itemDiscount'),
]

export interface OrderShares {
  readonly platformFen: number
  readonly governmentFen: number
  /** What is left of the trade's discount for the merchant; never below zero, so that a wrong share breaks the sum that says so. */
  readonly merchantFen: number
}

/** Who pays the discount over the whole trade. */
export function orderShares(trade: Source): OrderShares {
  const subsidy = subsidyOf(trade)
  const platformFen = yuanOrZero(trade, 'platform_subsidy_fee')
  const governmentFen = subsidy === null ? 0 : (optionalYuan(subsidy.source, 'gov_subsidy_amount_new') ?? 0)
  return { platformFen, governmentFen, merchantFen: Math.max(0, yuanOrZero(trade, 'discount_fee') - platformFen - governmentFen) }
}

export function orderDiscounts(trade: Source): Discount[] {
  const { platformFen, governmentFen, merchantFen } = orderShares(trade)
  return [
    ...promotionDiscounts(trade, [optionalText(trade, 'tid') ?? ''], merchantFen, 'other'),
    ...discount(platformFen, { bearer: 'platform', instrument: 'coupon', source: 'channel', reference: 'platform_subsidy_fee' }),
    ...discount(governmentFen, { bearer: 'government', instrument: 'subsidy', source: 'channel', reference: 'gov_subsidy' }),
  ]
}

/** What the merchant put on top of a price is no discount below zero but a charge. */
export const surchargeFen = (line: Source): number => Math.max(0, signedYuanOrZero(line, 'adjust_fee'))

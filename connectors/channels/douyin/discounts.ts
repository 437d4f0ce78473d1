import type { Discount } from '../../../domain/channel/canonical.ts'
import type { Bearer } from '../../../domain/shared/fields.ts'
import { sum } from '../../../domain/shared/money.ts'
import { discount } from '../../shared/discount.ts'
import { fenOrZero, optionalFen, optionalId, optionalText, signedFenOrZero } from '../../shared/fields.ts'
import { list, optionalObject, type Source } from '../../shared/source.ts'
import { issuers, subsidyCampaign } from './profile.ts'

type Cost = 'merchant' | 'platform' | 'creator'
type Costs = Readonly<Record<Cost, number>>

interface Promotion {
  readonly instrument: Discount['instrument']
  readonly reference: string | null
  readonly isSubsidy: boolean
  readonly costs: Costs
}

const issuerDetails = ['shop_discount_detail', 'platform_discount_detail', 'kol_discount_detail']

function promotionsOf(subOrder: Source): readonly Promotion[] {
  const detail = optionalObject(subOrder, 'promotion_detail')
  if (detail === null) return []
  return issuerDetails.flatMap((issuer) => {
    const details = optionalObject(detail, issuer)
    if (details === null) return []
    const coupon: Discount['instrument'] = issuer === 'kol_discount_detail' ? 'liveCoupon' : 'coupon'
    return [
      ...list(details, 'coupon_info').map((info) => promotion(info, coupon, 'coupon_meta_id')),
      ...list(details, 'full_discount_info').map((info) => promotion(info, 'fullReduction', 'campaign_id')),
      ...list(details, 'redpack_info').map((info) => promotion(info, 'redPacket', 'redpack_trans_id')),
    ]
  })
}

function promotion(info: Source, instrument: Discount['instrument'], idKey: string): Promotion {
  const shares = optionalObject(info, 'share_discount_cost')
  const cost = (key: string): number => (shares === null ? 0 : fenOrZero(shares, key))
  return {
    instrument,
    reference: optionalId(info, idKey),
    isSubsidy: optionalText(info, 'campaign_type') === subsidyCampaign,
    costs: { merchant: cost('shop_cost'), platform: cost('platform_cost'), creator: cost('author_cost') },
  }
}

const showsCosts = (subOrder: Source): boolean =>
  ['shop_cost_amount', 'platform_cost_amount', 'only_platform_cost_amount', 'author_cost_amount'].some(
    (key) => optionalFen(subOrder, key) !== null,
  )

export interface Bearing {
  readonly costs: Costs
  readonly governmentFen: number
}

/** Who bears the promotions of a sub-order, the subsidy taken out of whoever advances it. Null when the order shows no costs. */
export function bearingOf(subOrder: Source): Bearing | null {
  if (!showsCosts(subOrder)) return null
  const subsidies = promotionsOf(subOrder).filter(({ isSubsidy }) => isSubsidy)
  const advanced = (bearer: Cost): number => sum(subsidies.map(({ costs }) => costs[bearer]))
  const creatorFen = fenOrZero(subOrder, 'author_cost_amount')
  const platformFen = optionalFen(subOrder, 'only_platform_cost_amount') ?? fenOrZero(subOrder, 'platform_cost_amount') - creatorFen
  const rest = (amountFen: number, bearer: Cost): number => Math.max(0, amountFen - advanced(bearer))
  return {
    costs: {
      merchant: rest(fenOrZero(subOrder, 'shop_cost_amount'), 'merchant'),
      platform: rest(platformFen, 'platform'),
      creator: rest(creatorFen, 'creator'),
    },
    governmentFen: advanced('merchant') + advanced('platform') + advanced('creator'),
  }
}

export function lineDiscounts(subOrder: Source): Discount[] {
  const changedFen = -signedFenOrZero(subOrder, 'modify_amount')
  return [
    ...discount(changedFen, { bearer: 'merchant', instrument: 'priceChange', source: 'channel' }),
    ...promotionDiscounts(subOrder),
    ...discount(fenOrZero(subOrder, 'promotion_pay_amount'), {
      bearer: 'paymentChannel',
      instrument: 'paymentPromotion',
      source: 'channel',
    }),
  ]
}

function promotionDiscounts(subOrder: Source): Discount[] {
  const bearing = bearingOf(subOrder)
  if (bearing === null)
    return Object.entries(issuers).flatMap(([key, bearer]) =>
      discount(fenOrZero(subOrder, key), { bearer, instrument: 'other', source: 'profile' }),
    )
  const promotions = promotionsOf(subOrder)
  const subsidy = promotions.find(({ isSubsidy }) => isSubsidy)
  return [
    ...(['merchant', 'platform', 'creator'] as const).flatMap((bearer) => borneBy(bearer, bearing.costs[bearer], promotions)),
    ...discount(bearing.governmentFen, {
      bearer: 'government',
      instrument: 'subsidy',
      source: 'channel',
      reference: subsidy?.reference ?? null,
    }),
  ]
}

/** One by one when the shares of the promotions explain what this bearer pays, as one amount when they do not. */
function borneBy(bearer: Cost & Bearer, amountFen: number, promotions: readonly Promotion[]): Discount[] {
  const named = promotions
    .filter(({ isSubsidy }) => !isSubsidy)
    .flatMap(({ instrument, reference, costs }) => discount(costs[bearer], { bearer, instrument, source: 'channel', reference }))
  if (sum(named.map((each) => each.amountFen)) === amountFen) return named
  return discount(amountFen, { bearer, instrument: 'other', source: 'channel' })
}

/** What the merchant put on top of a price is no discount below zero but a charge. */
export const surchargeFen = (subOrder: Source): number => Math.max(0, signedFenOrZero(subOrder, 'modify_amount'))

import type { Discount } from '../../../domain/channel/canonical.ts'
import type { Bearer } from '../../../domain/shared/fields.ts'
import { sum } from '../../../domain/shared/money.ts'
import { discount } from '../../shared/discount.ts'
import { fen, fenOrZero, flag, optionalFen, optionalId, optionalText, quantity } from '../../shared/fields.ts'
import { fullList, list, object, refuse, type Source } from '../../shared/source.ts'
import { couponBearers, discountBearer, pointsBearer } from './profile.ts'

export const productsOf = (detail: Source): readonly Source[] => fullList(detail, 'product_infos')
export const pricesOf = (detail: Source): Source => object(detail, 'price_info')
export const listFen = (product: Source): number => fen(product, 'sale_price') * quantity(product, 'sku_cnt')

/** Newer orders say what is paid for each product; then every discount is known by product, but for the points. */
export const isByProduct = (detail: Source): boolean => productsOf(detail).every((product) => optionalFen(product, 'real_price') !== null)

interface Coupon {
  readonly bearer: Bearer
  readonly amountFen: number
  readonly reference: string | null
  readonly source: Discount['source']
}

const couponsOf = (product: Source): readonly Coupon[] =>
  list(product, 'order_product_coupon_info_list').map((coupon) => {
    const type = optionalText(coupon, 'coupon_type')?.trim() ?? ''
    const bearer = couponBearers[type]
    if (bearer === undefined) refuse(coupon, 'coupon_type', `one of ${Object.keys(couponBearers).join(', ')}`)
    return {
      bearer: bearer ?? discountBearer,
      amountFen: fen(coupon, 'discounted_price'),
      reference: optionalId(coupon, 'coupon_id') ?? optionalId(coupon, 'user_coupon_id'),
      source: bearer === 'platform' ? 'channel' : 'profile',
    }
  })

/** What was taken off a product: coupons by their bearer, a change of the price, and the rest. */
export interface ProductShares {
  readonly coupons: readonly Coupon[]
  readonly creatorFen: number
  readonly changeFen: number
  /** Never below zero, so that a wrong coupon breaks the sum that says so. */
  readonly restFen: number
}

export function productShares(product: Source): ProductShares {
  const coupons = couponsOf(product)
  const byCoupon = sum(coupons.map(({ amountFen }) => amountFen))
  const byCreatorCoupon = sum(coupons.filter(({ bearer }) => bearer === 'creator').map(({ amountFen }) => amountFen))
  const creatorFen = Math.max(0, fenOrZero(product, 'finder_discounted_price') - byCreatorCoupon)
  const before = optionalFen(product, 'estimate_price') ?? listFen(product)
  const changeFen = flag(product, 'is_change_price') ? Math.max(0, before - fen(product, 'change_price')) : 0
  return { coupons, creatorFen, changeFen, restFen: Math.max(0, takenOffFen(product) - byCoupon - creatorFen - changeFen) }
}

export const takenOffFen = (product: Source): number => listFen(product) - fenOrZero(product, 'real_price')

export function productDiscounts(product: Source): Discount[] {
  const { coupons, creatorFen, changeFen, restFen } = productShares(product)
  return [
    ...discount(changeFen, { bearer: 'merchant', instrument: 'priceChange', source: 'channel' }),
    ...coupons.flatMap(({ amountFen, ...coupon }) => discount(amountFen, { ...coupon, instrument: 'coupon' })),
    ...discount(creatorFen, { bearer: 'creator', instrument: 'liveCoupon', source: 'channel', reference: 'finder_discounted_price' }),
    ...discount(restFen, { bearer: discountBearer, instrument: 'other', source: restSource(product, restFen) }),
  ]
}

const restSource = (product: Source, restFen: number): Discount['source'] =>
  optionalFen(product, 'merchant_discounted_price') === restFen ? 'channel' : 'profile'

export const orderShares = (detail: Source): { readonly creatorFen: number; readonly merchantFen: number } => {
  const prices = pricesOf(detail)
  const creatorFen = fenOrZero(prices, 'finder_discounted_price')
  return { creatorFen, merchantFen: Math.max(0, fenOrZero(prices, 'discounted_price') - creatorFen) }
}

export function orderDiscounts(detail: Source): Discount[] {
  const prices = pricesOf(detail)
  const points = discount(fenOrZero(prices, 'deduction_price'), { bearer: pointsBearer, instrument: 'points', source: 'profile' })
  if (isByProduct(detail)) return points
  const { creatorFen, merchantFen } = orderShares(detail)
  return [
    ...discount(fenOrZero(prices, 'change_down_price'), { bearer: 'merchant', instrument: 'priceChange', source: 'channel' }),
    ...discount(merchantFen, { bearer: discountBearer, instrument: 'other', source: 'profile' }),
    ...discount(creatorFen, { bearer: 'creator', instrument: 'liveCoupon', source: 'channel', reference: 'finder_discounted_price' }),
    ...points,
  ]
}

import type { Bearer } from '../../../domain/shared/fields.ts'

/** Who pays a coupon, by `coupon_type` of `order_product_coupon_info_list`. Only the platform's (3) is attributed by the platform's own word. */
export const couponBearers: Readonly<Record<string, Bearer>> = { '1': 'merchant', '2': 'creator', '3': 'platform' }

/** A discount without a coupon behind it is the merchant's: its own promotions are all the price information of an order holds. */
export const discountBearer: Bearer = 'merchant'

/** Points of the shop's own membership, which the merchant gives and takes back. */
export const pointsBearer: Bearer = 'merchant'

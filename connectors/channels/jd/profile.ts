import type { Discount } from '../../../domain/channel/canonical.ts'
import type { Bearer } from '../../../domain/shared/fields.ts'

export interface Meaning {
  readonly bearer: Bearer
  readonly instrument: Discount['instrument']
}

/** The buyer's own money, which JD takes off the payable amount like a discount. */
export const ownMoney = null

/**
 * Who pays a coupon, by the number its `couponType` begins with. JD shows one amount of the merchant (`sellerDiscount`) and the list of all
 * coupons; the type tells which of them are the merchant's: promotions of the shop are, JD's own coupons, beans and red packets are not.
 */
export const couponTypes: Readonly<Record<string, Meaning | null>> = {
  '20': { bearer: 'merchant', instrument: 'itemDiscount' },
  '28': { bearer: 'merchant', instrument: 'itemDiscount' },
  '29': { bearer: 'merchant', instrument: 'itemDiscount' },
  '30': { bearer: 'merchant', instrument: 'itemDiscount' },
  '34': { bearer: 'platform', instrument: 'redPacket' },
  '35': { bearer: 'merchant', instrument: 'fullReduction' },
  '39': { bearer: 'platform', instrument: 'points' },
  '41': { bearer: 'platform', instrument: 'coupon' },
  '52': ownMoney,
  '100': { bearer: 'merchant', instrument: 'coupon' },
}

/** Types of `amountExpands`, which lists what is taken off when paying, and who pays each unless the payload says so. */
export const expandTypes: Readonly<Record<string, Meaning | null>> = {
  '110': ownMoney,
  '178': ownMoney,
  '179': { bearer: 'platform', instrument: 'paymentPromotion' },
  '181': { bearer: 'merchant', instrument: 'paymentPromotion' },
  '183': { bearer: 'merchant', instrument: 'paymentPromotion' },
  '244': { bearer: 'government', instrument: 'subsidy' },
  '1044': { bearer: 'merchant', instrument: 'paymentPromotion' },
  '1083': { bearer: 'bank', instrument: 'paymentPromotion' },
  '1123': { bearer: 'paymentChannel', instrument: 'subsidy' },
  '1124': { bearer: 'paymentChannel', instrument: 'subsidy' },
}

/** `orderCostAmounts[].bearer`. Other numbers are seen but not explained anywhere: the type of the amount decides then. */
export const bearerCodes: Readonly<Record<string, Bearer>> = { '5': 'government' }

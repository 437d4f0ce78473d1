import type { Discount } from '../../../domain/channel/canonical.ts'
import { sum } from '../../../domain/shared/money.ts'
import { discount } from '../../shared/discount.ts'
import { optionalId, optionalText, optionalYuan, yuan, yuanOrZero } from '../../shared/fields.ts'
import { isObject, jsonInText, list, pathOf, refuse, type Source } from '../../shared/source.ts'
import { bearerCodes, couponTypes, expandTypes, type Meaning, ownMoney } from './profile.ts'

/** One amount JD takes off what the goods cost. */
export interface Deduction {
  readonly at: Source
  readonly amountFen: number
  /** Null for the buyer's own money. */
  readonly meaning: Meaning | null
  readonly sku: string | null
  readonly reference: string
  /** Who pays it as the payload says; empty when only the tables of the profile know. */
  readonly shown: readonly { readonly bearer: Meaning['bearer']; readonly amountFen: number; readonly source: Discount['source'] }[]
}

type Discounting = Deduction & { readonly meaning: Meaning }

/** Coupons stand in a list, or in lists of lists; entries without type and price are no coupons (the gateway fills in strangers). */
const couponsOf = (order: Source): readonly Source[] => {
  const value = order.fields.couponDetailList
  if (!Array.isArray(value)) return list(order, 'couponDetailList')
  return value.flat().flatMap((fields, index) => {
    const isCoupon = isObject(fields) && (fields.couponType !== undefined || fields.couponPrice !== undefined)
    return isCoupon ? [{ fields, path: `${pathOf(order, 'couponDetailList')}[${index}]`, problems: order.problems }] : []
  })
}

export const deductionsOf = (order: Source): readonly Deduction[] => [
  ...couponsOf(order).map((coupon) => deduction(coupon, 'couponType', 'couponPrice', couponTypes)),
  ...list(order, 'paymentDetailList')
    .flatMap((payment) => list(payment, 'amountExpands'))
    .map((expand) => deduction(expand, 'type', 'amount', expandTypes)),
]

function deduction(at: Source, typeKey: string, amountKey: string, table: typeof couponTypes): Deduction {
  const type = optionalText(at, typeKey)?.trim() ?? ''
  const meaning = table[/^\d+/.exec(type)?.[0] ?? '']
  if (meaning === undefined) refuse(at, typeKey, `one of the types ${Object.keys(table).join(', ')}, whose bearer is known`)
  return {
    at,
    amountFen: yuan(at, amountKey),
    meaning: meaning ?? ownMoney,
    sku: optionalId(at, 'skuId'),
    reference: type,
    shown: meaning === undefined || meaning === ownMoney ? [] : costsOf(at, meaning),
  }
}

const costsOf = (at: Source, { bearer }: Meaning): Deduction['shown'] =>
  list(at, 'orderCostAmounts').map((cost) => {
    const named = bearerCodes[optionalText(cost, 'bearer')?.trim() ?? '']
    return { bearer: named ?? bearer, amountFen: yuanOrZero(cost, 'bearAmount'), source: named === undefined ? 'profile' : 'channel' }
  })

const isMerchantCoupon = ({ at, meaning }: Deduction): boolean =>
  meaning !== ownMoney && meaning.bearer === 'merchant' && at.fields.couponPrice !== undefined

const isDiscount = (deduction: Deduction): deduction is Discounting => deduction.meaning !== ownMoney

const discountsOf = ({ meaning, amountFen, reference, shown }: Discounting): Discount[] => {
  const { instrument } = meaning
  if (shown.length === 0) return discount(amountFen, { ...meaning, source: 'profile', reference })
  return shown.flatMap(({ bearer, amountFen: share, source }) => discount(share, { bearer, instrument, source, reference }))
}

export interface Discounts {
  /** By SKU, for coupons that name one. */
  readonly bySku: ReadonlyMap<string, readonly Discount[]>
  readonly ofOrder: readonly Discount[]
}

/**
 * `sellerDiscount` is the merchant's share; when its coupons explain it they are named one by one. All else is by type. A subsidy that reduces
 * the price when ordering is no coupon: it is added as the extension of the order shows it.
 */
export function discountsOfOrder(order: Source): Discounts {
  const deductions = deductionsOf(order)
  const sellerFen = yuanOrZero(order, 'sellerDiscount')
  const merchants = deductions.filter(isMerchantCoupon)
  const explained = sum(merchants.map(({ amountFen }) => amountFen)) === sellerFen
  const named = deductions.filter(isDiscount).filter((each) => explained || !isMerchantCoupon(each))
  const bySku = Map.groupBy(
    named.filter(({ sku }) => sku !== null),
    ({ sku }) => sku as string,
  )
  return {
    bySku: new Map([...bySku].map(([sku, each]) => [sku, each.flatMap(discountsOf)])),
    ofOrder: [
      ...named.filter(({ sku }) => sku === null).flatMap(discountsOf),
      ...(explained
        ? []
        : discount(sellerFen, { bearer: 'merchant', instrument: 'other', source: 'channel', reference: 'sellerDiscount' })),
      ...discount(orderSubsidyFen(order), {
        bearer: isMerchantFunded(order) ? 'merchant' : 'government',
        instrument: 'subsidy',
        source: 'channel',
        reference: 'govSubsidyAmount',
      }),
    ],
  }
}

/** Everything taken off that is not the merchant's own discount and not the buyer's own money. */
export const othersDiscountFen = (order: Source): number =>
  sum(
    deductionsOf(order)
      .filter((each) => isDiscount(each) && !isMerchantCoupon(each))
      .map(({ amountFen }) => amountFen),
  ) + orderSubsidyFen(order)

export const ownMoneyFen = (order: Source): number => {
  const deductions = deductionsOf(order).filter((each) => !isDiscount(each))
  const balanceIsListed = deductions.some(({ reference }) => reference.startsWith('110'))
  return sum(deductions.map(({ amountFen }) => amountFen)) + (balanceIsListed ? 0 : yuanOrZero(order, 'balanceUsed'))
}

const subsidyInfo = (order: Source): Source | null => {
  const extension = jsonInText(order, 'orderExt')
  return extension === null ? null : jsonInText(extension, 'govSubsidyInfo')
}
export const subsidyAmount = (order: Source): number | null => {
  const info = subsidyInfo(order)
  return info === null ? null : optionalYuan(info, 'govSubsidyAmount')
}

export const sendpay = (order: Source, key: string): string | null => {
  const map = jsonInText(order, 'sendpayMap')
  return map === null ? null : optionalText(map, key)
}
export const isMerchantFunded = (order: Source): boolean => {
  const map = jsonInText(order, 'popSignMap')
  return map !== null && optionalText(map, '24') === '2'
}

/** Type 244 in `amountExpands` is the same money: then it counts there. */
const orderSubsidyFen = (order: Source): number => {
  const isListed = deductionsOf(order).some(({ reference }) => reference === '244')
  return isListed || sendpay(order, '1064') === null ? 0 : (subsidyAmount(order) ?? 0)
}

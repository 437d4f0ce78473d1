import type { Discount } from '../channel/canonical.ts'
import type { LineAmounts } from '../order/cutting.ts'
import type { Promotion } from '../policy/kinds/promotion.ts'
import type { Bearer, Channel } from '../shared/fields.ts'

/** What somebody wants to buy, and the facts of it as they are when it is priced. */
export interface BasketLine {
  readonly lineId: string
  readonly sku: string
  readonly category: string
  readonly brand: string
  readonly quantity: number
  readonly unitListPriceFen: number
  /** Of a bundle that is one sales SKU; empty for a stock SKU. */
  readonly components: readonly { readonly sku: string; readonly quantity: number; readonly priceShare: number }[]
}

export interface OldUnit {
  readonly category: string
  readonly assessedFen: number
  readonly pickupFrom: number | null
  readonly pickupTo: number | null
}

export interface GiftFacts {
  readonly category: string
  readonly brand: string
  readonly listPriceFen: number
  /** Units that may still be promised to anybody. */
  readonly available: number
}

export interface Basket {
  readonly at: number
  readonly channel: Channel
  readonly shop: string
  readonly lines: readonly BasketLine[]
  readonly isPresale: boolean
  readonly tradeIn: OldUnit | null
  readonly freightFen: number
  /** Of every SKU that may be given. */
  readonly gifts: ReadonlyMap<string, GiftFacts>
}

/** What was made of one promotion. `missingFen`, `missingUnits`: what the basket lacks for it. */
export interface Finding {
  readonly promotion: string
  readonly kind: Promotion['kind']
  readonly applied: boolean
  readonly reason:
    | 'applied'
    | 'nothingInScope'
    | 'belowThreshold'
    | 'setIncomplete'
    | 'giftOutOfStock'
    | 'notAPresale'
    | 'noOldUnit'
    | 'nothingToTakeOff'
  readonly lineIds: readonly string[]
  readonly basisFen: number
  readonly offFen: number
  readonly missingFen: number
  readonly missingUnits: number
}

export interface QuotedLine extends LineAmounts {
  readonly lineId: string
  readonly kind: 'goods' | 'gift'
  readonly giftOf: string | null
  readonly sku: string
  readonly quantity: number
  readonly unitListPriceFen: number
  /** Its own discounts, as an order states them. */
  readonly own: readonly Discount[]
  /** Of a bundle, what of each unit's price is for which stock SKU: the shares of a unit sum to its price. */
  readonly parts: readonly { readonly sku: string; readonly quantity: number; readonly unitFen: readonly number[] }[]
}

export interface Quote {
  readonly lines: readonly QuotedLine[]
  readonly listFen: number
  readonly discountFen: number
  readonly freightFen: number
  /** What the buyer pays in all. */
  readonly payableFen: number
  readonly bearers: readonly { readonly bearer: Bearer; readonly amountFen: number }[]
  readonly presale: { readonly depositFen: number; readonly balanceFen: number; readonly balanceDueAt: number } | null
  readonly tradeIn: { readonly quotedFen: number; readonly pickupFrom: number | null; readonly pickupTo: number | null } | null
  readonly findings: readonly Finding[]
}

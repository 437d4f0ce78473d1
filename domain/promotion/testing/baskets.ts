import { type PromotionDocument, promotionKind } from '../../policy/kinds/promotion.ts'
import type { Basket, BasketLine } from '../basket.ts'

export const at = Date.UTC(2026, 10, 11)

/** A document of these promotions, what they leave out filled in. */
export const documentOf = (...promotions: readonly object[]): PromotionDocument => promotionKind.document.parse({ promotions })

export const basketLine = (lineId: string, quantity: number, unitListPriceFen: number, more: Partial<BasketLine> = {}): BasketLine => ({
  ...{ lineId, sku: `sku-${lineId}`, category: 'fridge', brand: 'Snow', quantity, unitListPriceFen, components: [] },
  ...more,
})

export const basketOf = (lines: readonly BasketLine[], more: Partial<Basket> = {}): Basket => ({
  ...{ at, channel: 'app', shop: 's1', lines, isPresale: false, tradeIn: null, freightFen: 0, gifts: new Map() },
  ...more,
})

import type { Discount } from '../channel/canonical.ts'
import type { PromotionOf } from '../policy/kinds/promotion.ts'
import { apportion } from '../shared/apportion.ts'
import { sum } from '../shared/money.ts'
import type { Basket, BasketLine, Finding } from './basket.ts'
import { finding, isAbout, type WorkingLine } from './working.ts'

export interface Gift {
  readonly line: BasketLine
  readonly giftOf: string | null
  readonly own: readonly Discount[]
}

/** How often each line earned it; a sum across several lines is earned by no single one. */
function timesEarned({ forQuantity, forFen, most }: PromotionOf<'gift'>, lines: readonly WorkingLine[], basisFen: number) {
  let open = most ?? Number.MAX_SAFE_INTEGER
  const earned = (giftOf: string | null, wanted: number) => {
    const times = Math.min(open, wanted)
    open -= times
    return { giftOf, times }
  }
  if (forFen !== null) return [earned(lines.length === 1 ? lines[0]!.line.lineId : null, basisFen >= forFen ? 1 : 0)]
  return lines.map(({ line }) => earned(line.lineId, Math.floor(line.quantity / forQuantity!)))
}

/** @param taken Units of each SKU that earlier gifts of the basket took. */
export function giveGifts(
  promotion: PromotionOf<'gift'>,
  all: readonly WorkingLine[],
  { gifts: facts }: Basket,
  taken: Map<string, number>,
): { readonly finding: Finding; readonly gifts: readonly Gift[] } {
  const lines = all.filter(({ line }) => isAbout(promotion, line))
  if (lines.length === 0) return { finding: finding(promotion, 'nothingInScope'), gifts: [] }
  const basisFen = sum(lines.map(({ leftFen }) => leftFen))
  const lineIds = lines.map(({ line }) => line.lineId)
  const earned = timesEarned(promotion, lines, basisFen).filter(({ times }) => times > 0)
  if (earned.length === 0) {
    const missingFen = promotion.forFen === null ? 0 : promotion.forFen - basisFen
    const missingUnits = promotion.forQuantity === null ? 0 : promotion.forQuantity - Math.max(...lines.map(({ line }) => line.quantity))
    return { finding: finding(promotion, 'belowThreshold', { lineIds, basisFen, missingFen, missingUnits }), gifts: [] }
  }
  const gifts = earned.flatMap(({ giftOf, times }, place) => {
    const chosen = promotion.gifts.find(({ sku, quantity }) => (facts.get(sku)?.available ?? 0) - (taken.get(sku) ?? 0) >= times * quantity)
    if (chosen === undefined) return []
    const { sku } = chosen
    const quantity = times * chosen.quantity
    taken.set(sku, (taken.get(sku) ?? 0) + quantity)
    const { category, brand, listPriceFen: unitListPriceFen } = facts.get(sku)!
    const line = { lineId: `gift-${promotion.id}-${place + 1}`, sku, category, brand, quantity, unitListPriceFen, components: [] }
    return [{ line, giftOf, own: givenAway(promotion, quantity * unitListPriceFen) }]
  })
  if (gifts.length === 0) return { finding: finding(promotion, 'giftOutOfStock', { lineIds, basisFen }), gifts }
  const offFen = sum(gifts.flatMap(({ own }) => own.map(({ amountFen }) => amountFen)))
  return { finding: finding(promotion, 'applied', { lineIds, basisFen, offFen }), gifts }
}

/** Whoever gives a gift bears what it would cost. */
function givenAway({ id, bearers }: PromotionOf<'gift'>, listFen: number): Discount[] {
  const parts = apportion(
    listFen,
    bearers.map(({ percent }) => percent),
  )
  return bearers.flatMap(({ bearer }, place) => {
    const amountFen = parts[place]!
    return amountFen === 0 ? [] : [{ bearer, instrument: 'itemDiscount', amountFen, source: 'channel', reference: id }]
  })
}

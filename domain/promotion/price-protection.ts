import type { PromotionDocument } from '../policy/kinds/promotion.ts'
import type { Basket, Quote } from './basket.ts'
import { isAbout, isOn } from './working.ts'

export interface PaidLine {
  readonly lineId: string
  /** What the buyer paid for each unit, and what of it went back since. */
  readonly unitBuyerFen: readonly number[]
  readonly unitRefundedFen: readonly number[]
}

export interface ProtectedLine {
  readonly lineId: string
  readonly promotion: string
  readonly unitFen: readonly number[]
  readonly refundFen: number
}

/**
 * What is to be paid back for units that cost less now than when they were bought: at most what is left of each. Units that went back whole
 * have nothing left.
 * @param now The same units, priced now by the same document.
 */
export function protectedBy(
  { promotions }: PromotionDocument,
  basket: Basket,
  now: Quote,
  placedAt: number,
  paid: readonly PaidLine[],
): readonly ProtectedLine[] {
  const on = promotions.filter((one) => one.kind === 'priceProtection' && isOn(one, basket) && basket.at - placedAt <= one.withinMs)
  return paid.flatMap(({ lineId, unitBuyerFen, unitRefundedFen }) => {
    const line = basket.lines.find((one) => one.lineId === lineId)
    const quoted = now.lines.find((one) => one.lineId === lineId)
    const promotion = line === undefined ? undefined : on.find((one) => isAbout(one, line))
    if (line === undefined || quoted === undefined || promotion === undefined) return []
    // Which unit is dear and which is cheap by a fen is chance: dear ones stand against dear ones.
    const cheaper = quoted.unitBuyerFen.toSorted((a, b) => b - a)
    const order = unitBuyerFen.map((_, unit) => unit).sort((a, b) => unitBuyerFen[b]! - unitBuyerFen[a]! || a - b)
    const unitFen = unitBuyerFen.map(() => 0)
    for (const [place, unit] of order.entries()) {
      const leftFen = unitBuyerFen[unit]! - unitRefundedFen[unit]!
      unitFen[unit] = Math.max(0, Math.min(leftFen, leftFen - (cheaper[place] ?? leftFen)))
    }
    const refundFen = unitFen.reduce((sum, fen) => sum + fen, 0)
    return refundFen > 0 ? [{ lineId, promotion: promotion.id, unitFen, refundFen }] : []
  })
}

import type { Discount } from '../channel/canonical.ts'
import { amountsOfCutting, type LineAmounts, startCutting, takeOff } from '../order/cutting.ts'
import { layerOf } from '../order/discount-layers.ts'
import type { Promotion, PromotionDocument, PromotionOf } from '../policy/kinds/promotion.ts'
import { apportion } from '../shared/apportion.ts'
import { bearers } from '../shared/fields.ts'
import { sum } from '../shared/money.ts'
import type { Basket, BasketLine, Finding, Quote, QuotedLine } from './basket.ts'
import { type Gift, giveGifts } from './gifts.ts'
import { reduceBundles, reduceFull, reduceItems, reduceTradeIn } from './reductions.ts'
import { finding, isAbout, isOn, startWorking, takeOffLines, type WorkingLine } from './working.ts'

/**
 * What a basket costs by a document, down to each unit and payer, and what was made of each promotion. Kinds in the order in which an order
 * takes their discounts off, so that the order placed with these amounts is cut to the same fen, and any unit can be given back for exactly
 * what it carried.
 */
export function quote({ promotions }: PromotionDocument, basket: Basket): Quote {
  const on = promotions.filter((promotion) => isOn(promotion, basket))
  const of = <Kind extends Promotion['kind']>(kind: Kind) => on.filter((one): one is PromotionOf<Kind> => one.kind === kind)
  const lines = basket.lines.map(startWorking)
  const taken = new Map<string, number>()
  const findings: Finding[] = []
  for (const one of of('itemDiscount')) findings.push(reduceItems(one, lines))
  for (const one of of('bundle')) findings.push(reduceBundles(one, lines))
  for (const one of of('fullReduction')) findings.push(reduceFull(one, lines))
  const gifts: Gift[] = []
  for (const one of of('gift')) {
    const given = giveGifts(one, lines, basket, taken)
    findings.push(given.finding)
    gifts.push(...given.gifts)
  }
  const tradeIn = firstApplied(of('tradeIn'), findings, (one) => reduceTradeIn(one, lines, basket.tradeIn))
  const presale = presaleOf(of('presale'), findings, lines, basket)
  const quoted = [
    ...lines.map(({ line, own }) => quotedLine(line, own, null)),
    ...gifts.map(({ line, own, giftOf }) => quotedLine(line, own, giftOf, 'gift')),
  ]
  const { tradeIn: old, freightFen } = basket
  const payableFen = sum(quoted.map(({ buyerFen }) => buyerFen)) + freightFen
  return {
    ...{ lines: quoted, freightFen, payableFen, findings },
    listFen: sum(quoted.map(({ listFen }) => listFen)),
    discountFen: sum(quoted.map(({ listFen, buyerFen }) => listFen - buyerFen)),
    bearers: bearers.flatMap((bearer) => {
      const amountFen = sum(quoted.flatMap(({ own }) => own.filter((one) => one.bearer === bearer).map((one) => one.amountFen)))
      return amountFen > 0 ? [{ bearer, amountFen }] : []
    }),
    presale: presale === null ? null : { ...presale, balanceFen: payableFen - presale.depositFen },
    tradeIn: tradeIn && old ? { quotedFen: old.assessedFen, pickupFrom: old.pickupFrom, pickupTo: old.pickupTo } : null,
  }
}

/** An old unit is taken in once, a deposit is paid once: the first promotion that applies. */
function firstApplied<One extends Promotion>(promotions: readonly One[], findings: Finding[], apply: (one: One) => Finding): boolean {
  for (const one of promotions) {
    const found = apply(one)
    findings.push(found)
    if (found.applied) return true
  }
  return false
}

/** The deposit is a part of what is to be paid then. What it counts for beyond its amount is taken off the balance. */
function presaleOf(
  promotions: readonly PromotionOf<'presale'>[],
  findings: Finding[],
  lines: readonly WorkingLine[],
  { isPresale, at }: Basket,
) {
  let presale: { depositFen: number; balanceDueAt: number } | null = null
  firstApplied(promotions, findings, (promotion) => {
    if (!isPresale) return finding(promotion, 'notAPresale')
    if (lines.length === 0 || !lines.every(({ line }) => isAbout(promotion, line))) return finding(promotion, 'nothingInScope')
    const basisFen = sum(lines.map(({ leftFen }) => leftFen))
    const depositFen = Math.ceil((basisFen * promotion.depositPercent) / 100)
    const moreFen = Math.min(Math.floor((depositFen * (promotion.worthPercent - 100)) / 100), basisFen - depositFen)
    const offFen = takeOffLines(promotion, 'coupon', lines, moreFen)
    presale = { depositFen, balanceDueAt: at + promotion.balanceWithinMs }
    return finding(promotion, 'applied', { lineIds: lines.map(({ line }) => line.lineId), basisFen, offFen })
  })
  return presale as { depositFen: number; balanceDueAt: number } | null
}

function quotedLine(line: BasketLine, own: readonly Discount[], giftOf: string | null, kind: QuotedLine['kind'] = 'goods'): QuotedLine {
  const { lineId, sku, quantity, unitListPriceFen } = line
  const amounts = amountsOfLine(line, own)
  return { lineId, kind, giftOf, sku, quantity, unitListPriceFen, own, ...amounts, parts: partsOf(line, amounts.unitBuyerFen) }
}

/** As an order cuts the discounts a line states. */
export function amountsOfLine(
  { quantity, unitListPriceFen }: Pick<BasketLine, 'quantity' | 'unitListPriceFen'>,
  own: readonly Discount[],
): LineAmounts {
  const cutting = startCutting(quantity, unitListPriceFen, own)
  for (const discount of own.toSorted((a, b) => layerOf(a) - layerOf(b))) takeOff(cutting, discount, discount.amountFen)
  return amountsOfCutting(cutting)
}

/** A unit of a bundle costs what its parts cost together, by their shares of the price. */
function partsOf({ components }: BasketLine, unitBuyerFen: readonly number[]): QuotedLine['parts'] {
  if (components.length === 0) return []
  const shares = components.map(({ priceShare }) => priceShare)
  const cut = unitBuyerFen.map((unitFen) => apportion(unitFen, shares))
  return components.map(({ sku, quantity }, place) => ({ sku, quantity, unitFen: cut.map((parts) => parts[place]!) }))
}

import type { PromotionOf } from '../policy/kinds/promotion.ts'
import { sum } from '../shared/money.ts'
import type { Finding, OldUnit } from './basket.ts'
import { finding, isAbout, takeOffLines, type WorkingLine } from './working.ts'

const left = (lines: readonly WorkingLine[]): number => sum(lines.map(({ leftFen }) => leftFen))
const idsOf = (lines: readonly WorkingLine[]) => lines.map(({ line }) => line.lineId)

export function reduceItems(promotion: PromotionOf<'itemDiscount'>, all: readonly WorkingLine[]): Finding {
  const lines = all.filter(({ line }) => isAbout(promotion, line))
  if (lines.length === 0) return finding(promotion, 'nothingInScope')
  const basisFen = left(lines)
  const offFen = sum(
    lines.map((working) => {
      const { quantity, unitListPriceFen } = working.line
      const unitOffFen = Math.floor((unitListPriceFen * promotion.percentOff) / 100) + promotion.unitOffFen
      return takeOffLines(promotion, 'itemDiscount', [working], quantity * unitOffFen)
    }),
  )
  return finding(promotion, offFen > 0 ? 'applied' : 'nothingToTakeOff', { lineIds: idsOf(lines), basisFen, offFen })
}

/** As many whole sets as the basket holds, whichever lines they are from; a unit is in one set of a promotion only. */
export function reduceBundles(promotion: PromotionOf<'bundle'>, all: readonly WorkingLine[]): Finding {
  const ofPart = promotion.parts.map(({ sku }) => all.filter(({ line }) => line.sku === sku && isAbout(promotion, line)))
  const sets = Math.min(...promotion.parts.map(({ quantity }, place) => Math.floor(unitsOf(ofPart[place]!) / quantity)))
  const missingUnits = sum(promotion.parts.map(({ quantity }, place) => Math.max(0, quantity - unitsOf(ofPart[place]!))))
  if (sets === 0)
    return finding(promotion, missingUnits === sum(promotion.parts.map((part) => part.quantity)) ? 'nothingInScope' : 'setIncomplete', {
      missingUnits,
    })
  const lines = ofPart.flat()
  // What the units of the sets cost now: the first units of each part's lines.
  const basisFen = sum(promotion.parts.map(({ quantity }, place) => costOfFirst(ofPart[place]!, sets * quantity)))
  const offFen = takeOffLines(promotion, 'itemDiscount', lines, Math.max(0, basisFen - sets * promotion.priceFen))
  return finding(promotion, offFen > 0 ? 'applied' : 'nothingToTakeOff', { lineIds: idsOf(lines), basisFen, offFen })
}

const unitsOf = (lines: readonly WorkingLine[]): number => sum(lines.map(({ line }) => line.quantity))

function costOfFirst(lines: readonly WorkingLine[], units: number): number {
  let open = units
  let costFen = 0
  for (const { line, leftFen } of lines) {
    const taken = Math.min(open, line.quantity)
    costFen += Math.floor((leftFen * taken) / line.quantity)
    open -= taken
  }
  return costFen
}

export function reduceFull(promotion: PromotionOf<'fullReduction'>, all: readonly WorkingLine[]): Finding {
  const lines = all.filter(({ line }) => isAbout(promotion, line))
  if (lines.length === 0) return finding(promotion, 'nothingInScope')
  const basisFen = left(lines)
  const steps = promotion.steps.toSorted((a, b) => a.fromFen - b.fromFen)
  const step = steps.findLast(({ fromFen }) => fromFen <= basisFen)
  if (step === undefined)
    return finding(promotion, 'belowThreshold', { lineIds: idsOf(lines), basisFen, missingFen: steps[0]!.fromFen - basisFen })
  const times = promotion.repeats ? Math.floor(basisFen / step.fromFen) : 1
  const wantedFen = Math.min(times * step.offFen, promotion.mostOffFen ?? Number.MAX_SAFE_INTEGER)
  const offFen = takeOffLines(promotion, 'fullReduction', lines, wantedFen)
  const next = steps.find(({ fromFen }) => fromFen > basisFen)
  const missingFen = next === undefined ? 0 : next.fromFen - basisFen
  return finding(promotion, 'applied', { lineIds: idsOf(lines), basisFen, offFen, missingFen })
}

/** The old unit's value is the recycler's; what is given on top is whose it is declared to be. Taken off the dearest line it is about. */
export function reduceTradeIn(promotion: PromotionOf<'tradeIn'>, all: readonly WorkingLine[], old: OldUnit | null): Finding {
  const { oldCategories, bonusFen } = promotion
  if (old === null || (oldCategories.length > 0 && !oldCategories.includes(old.category))) return finding(promotion, 'noOldUnit')
  const [dearest] = all.filter(({ line }) => isAbout(promotion, line)).toSorted((a, b) => b.leftFen - a.leftFen)
  if (dearest === undefined) return finding(promotion, 'nothingInScope')
  const basisFen = dearest.leftFen
  const forBonusFen = takeOffLines(promotion, 'tradeIn', [dearest], bonusFen)
  const forValueFen = takeOffLines(promotion, 'tradeIn', [dearest], old.assessedFen, [{ bearer: 'recycler', percent: 100 }])
  const offFen = forBonusFen + forValueFen
  return finding(promotion, offFen > 0 ? 'applied' : 'nothingToTakeOff', { lineIds: idsOf([dearest]), basisFen, offFen })
}

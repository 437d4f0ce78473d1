import type { Discount } from '../channel/canonical.ts'
import { apportion } from '../shared/apportion.ts'
import { sum } from '../shared/money.ts'
import type { LineDiscount } from './events.ts'

/** A line while discounts are taken off it, down to each unit. */
export interface Cutting {
  readonly listFen: number
  readonly unitLeftFen: number[]
  readonly discounts: LineDiscount[]
  /** What the buyer would pay now. */
  leftFen: number
  /** The line's own discounts still to be taken off: what an order's discount must leave room for. */
  ownToComeFen: number
}

export function startCutting(quantity: number, unitListPriceFen: number, ownDiscounts: readonly Discount[]): Cutting {
  const listFen = quantity * unitListPriceFen
  return {
    listFen,
    leftFen: listFen,
    unitLeftFen: new Array<number>(quantity).fill(unitListPriceFen),
    discounts: [],
    ownToComeFen: sum(ownDiscounts.map(({ amountFen }) => amountFen)),
  }
}

export const roomOf = (cutting: Cutting): number => cutting.leftFen - cutting.ownToComeFen

/** Takes one discount off a line, cut over its units by what is left of each. */
export function takeOff(cutting: Cutting, discount: Discount, amountFen: number): void {
  if (amountFen === 0) return
  const unitFen = apportion(amountFen, cutting.unitLeftFen, cutting.unitLeftFen)
  for (const [index, share] of unitFen.entries()) cutting.unitLeftFen[index]! -= share
  cutting.leftFen -= amountFen
  cutting.discounts.push({ ...discount, amountFen, unitFen })
}

export interface LineAmounts {
  readonly discounts: LineDiscount[]
  readonly unitBuyerFen: number[]
  readonly listFen: number
  readonly buyerFen: number
  readonly receivableFen: number
}

/** Throws when list price, buyer, and payers of discounts do not add up: then our own arithmetic is wrong. */
export function amountsOfCutting({ listFen, leftFen, unitLeftFen, discounts }: Cutting): LineAmounts {
  const borneBy = (merchant: boolean) =>
    sum(discounts.filter(({ bearer }) => (bearer === 'merchant') === merchant).map(({ amountFen }) => amountFen))
  const receivableFen = listFen - borneBy(true)
  const addsUp = sum(unitLeftFen) === leftFen && receivableFen === leftFen + borneBy(false) && unitLeftFen.every((unit) => unit >= 0)
  if (!addsUp) throw new Error(`amounts of a line were cut wrongly: list ${listFen}, receivable ${receivableFen}, buyer ${leftFen} fen`)
  return { discounts, unitBuyerFen: unitLeftFen, listFen, buyerFen: leftFen, receivableFen }
}

import type { LineState, Order } from '../order/state.ts'
import { unitsOf } from './rules.ts'
import type { AfterSalesCase } from './state.ts'

export interface GiftDue {
  readonly line: LineState
  readonly quantity: number
}

/** Gifts that were earned by units that are sold no more, as far as no case has claimed them: of so many units the part that is whole. */
export function giftsDue(order: Readonly<Order>, undoing: readonly Readonly<AfterSalesCase>[]): readonly GiftDue[] {
  const undone = undoneUnits(order, undoing)
  return [...order.lines.values()].flatMap((line) => {
    if (line.kind !== 'gift') return []
    const earning = earningLines(order, line)
    const earned = earning.reduce((units, { quantity }) => units + quantity, 0)
    const lost = earning.reduce((units, { lineId, quantity }) => units + Math.min(quantity, undone.get(lineId) ?? 0), 0)
    const named = undone.get(line.lineId) ?? 0
    const claimed = undoing.reduce((units, { gifts }) => units + (gifts.get(line.lineId)?.quantity ?? 0), 0)
    const due = earned === 0 ? 0 : Math.floor((line.quantity * lost) / earned) - Math.max(named, line.cancelled) - claimed
    return due > 0 ? [{ line, quantity: due }] : []
  })
}

/** A gift that names no line was earned by all goods together. */
function earningLines(order: Readonly<Order>, { giftOf }: LineState): readonly LineState[] {
  const named = giftOf === null ? undefined : order.lines.get(giftOf)
  return named === undefined ? [...order.lines.values()].filter(({ kind }) => kind === 'goods') : [named]
}

/** What so many units of a gift would cost that nobody gave anything for; the last ones, as they are taken from the end. */
export function listValueFen({ unitBuyerFen, bearers, quantity: all }: LineState, quantity: number): number {
  let valueFen = 0
  for (let unit = all - quantity; unit < all; unit++) {
    valueFen += unitBuyerFen[unit]!
    for (const { unitFen } of bearers) valueFen += unitFen[unit]!
  }
  return valueFen
}

function undoneUnits(order: Readonly<Order>, undoing: readonly Readonly<AfterSalesCase>[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>()
  for (const one of undoing) for (const { lineId, quantity } of unitsOf(one, order)) units.set(lineId, (units.get(lineId) ?? 0) + quantity)
  return units
}

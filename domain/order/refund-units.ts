import { multiplyAndDivide } from '../shared/apportion.ts'
import type { Bearer } from '../shared/fields.ts'
import { freightLineId } from './freight.ts'
import type { LineState, Order } from './state.ts'

/** A unit a refund may take from, and how much. */
export interface UnitRoom {
  readonly line: LineState
  readonly unit: number
  readonly roomFen: number
}

export const roomOfUnit = (line: Readonly<LineState>, unit: number): number => line.unitDueFen[unit]! - line.unitRefundedFen[unit]!

/** Has no price and its discounts still stand: a refund of it gives no money, but undoes what others gave for it. */
const isFree = (line: Readonly<LineState>, unit: number): boolean => line.unitBuyerFen[unit] === 0 && !line.freeUnitsRefunded.has(unit)

/** Units of a line a refund of so many takes from: those with most left first, ties to the first unit. */
export function chooseUnits(line: LineState, quantity: number): UnitRoom[] {
  const rooms = line.unitBuyerFen.map((_, unit) => ({ line, unit, roomFen: roomOfUnit(line, unit) }))
  rooms.sort((a, b) => b.roomFen - a.roomFen || Number(isFree(line, b.unit)) - Number(isFree(line, a.unit)) || a.unit - b.unit)
  return rooms.slice(0, quantity).sort((a, b) => a.unit - b.unit)
}

export const unitsOfWholeOrder = (order: Readonly<Order>): UnitRoom[] =>
  [...order.lines.values()].filter(({ lineId }) => lineId !== freightLineId).flatMap((line) => chooseUnits(line, line.quantity))

export const isFreeRoom = ({ line, unit }: UnitRoom): boolean => isFree(line, unit)

/** What of a payer's discount on a unit is undone once so much of its price is given back: by proportion, all with the last fen. */
export function undoneFen(shareFen: number, unitBuyerFen: number, refundedFen: number): number {
  return unitBuyerFen === 0 ? 0 : multiplyAndDivide(shareFen, refundedFen, unitBuyerFen)[0]
}

/** What changes for each payer of discounts when what is given back of a unit changes; a free unit is undone or redone whole. */
export function* bearerChanges(
  line: Readonly<LineState>,
  unit: number,
  changeFen: number,
): Generator<{ bearer: Bearer; amountFen: number }> {
  const priceFen = line.unitBuyerFen[unit]!
  const beforeFen = line.unitRefundedFen[unit]!
  for (const { bearer, unitFen } of line.bearers) {
    const shareFen = unitFen[unit]!
    const amountFen =
      priceFen === 0 ? shareFen : undoneFen(shareFen, priceFen, beforeFen + changeFen) - undoneFen(shareFen, priceFen, beforeFen)
    yield { bearer, amountFen }
  }
}

import { type LineState, notCancelledAlone, type Order } from './state.ts'

/** Lines that are not done before a crew was there. */
export const installLines = ({ lines }: Readonly<Order>): readonly LineState[] =>
  [...lines.values()].filter(({ delivery, stock }) => delivery === 'install' && stock.length > 0)

/**
 * Units of a line that are to be installed: neither cancelled nor given back in full nor refused at the door. Units that were cancelled
 * after they were paid are mostly given back as well, and whoever refuses units gets the money for the same ones: they are gone once.
 * @param refused Units the buyer did not take.
 */
export function toInstall({ phase }: Readonly<Order>, line: Readonly<LineState>, refused: number): number {
  if (phase === 'cancelled') return 0
  const units = [...line.unitBuyerFen.keys()]
  const unpaidCancelled = units.filter((unit) => line.unitBuyerFen[unit]! > 0 && line.unitDueFen[unit] === 0).length
  const givenBack = units.filter((unit) => isGivenBack(line, unit)).length
  const left = line.quantity - unpaidCancelled - Math.max(line.cancelled - unpaidCancelled, givenBack, refused)
  return Math.max(0, Math.min(left, notCancelledAlone(line)))
}

const isGivenBack = ({ unitDueFen, unitRefundedFen, freeUnitsRefunded }: Readonly<LineState>, unit: number): boolean =>
  freeUnitsRefunded.has(unit) || (unitRefundedFen[unit]! > 0 && unitRefundedFen[unit]! >= unitDueFen[unit]!)

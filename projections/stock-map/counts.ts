import type { StockEvent } from '../../domain/stock/events.ts'
import { movementAt } from '../../domain/stock/movement.ts'

/** Units at one location, or summed over many. */
export type StockCounts = {
  onHand: number
  damaged: number
  /** Not sellable either: to be repaired first, or to be disposed of. */
  refurbish: number
  scrap: number
  reserved: number
  /** On the way here from another location. */
  inTransit: number
  safetyStock: number
  /**
   * What may still be promised to anybody: on hand less reserved less safety stock, never below zero. Over many locations the sum of
   * these: what one lacks does not lessen what another has.
   */
  availableToPromise: number
}

export const nothingCounted = (): StockCounts => ({
  ...{ onHand: 0, damaged: 0, refurbish: 0, scrap: 0, reserved: 0, inTransit: 0, safetyStock: 0, availableToPromise: 0 },
})

/** @param here Whether the location of the event is among those counted. @param there Whether the destination of a dispatched transfer is. */
export function countIn(counts: StockCounts, event: StockEvent, here: boolean, there: boolean): void {
  const moved = movementAt(event, here, there)
  counts.onHand += moved.onHand
  counts.damaged += moved.damaged
  counts.refurbish += moved.refurbish
  counts.scrap += moved.scrap
  counts.reserved += moved.reserved
  counts.inTransit += moved.inTransit
  counts.safetyStock += moved.safetyStock
  const { before, after } = event.data.availableToPromise
  if (here) counts.availableToPromise += after - before
}

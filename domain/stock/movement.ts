import type { StockChange } from './events.ts'

/** Units by which an event changes what is counted. */
export interface Movement {
  readonly onHand: number
  readonly damaged: number
  readonly refurbish: number
  readonly scrap: number
  readonly reserved: number
  readonly inTransit: number
  readonly safetyStock: number
}

const NOTHING: Movement = { onHand: 0, damaged: 0, refurbish: 0, scrap: 0, reserved: 0, inTransit: 0, safetyStock: 0 }

/**
 * What an event moves where it happened (`here`), and at the destination of a dispatched transfer (`there`); both for a place that
 * holds the two. Units on their way are counted from their dispatch, whether or not the destination expects them yet.
 */
export function movementAt({ type, data }: StockChange, here: boolean, there: boolean): Movement {
  if (type === 'TransferDispatched') return { ...NOTHING, onHand: here ? -data.quantity : 0, inTransit: there ? data.quantity : 0 }
  if (!here) return NOTHING
  switch (type) {
    case 'StockReceived':
      return { ...NOTHING, onHand: data.quantity }
    case 'StockReserved':
      return { ...NOTHING, reserved: data.quantity }
    case 'ReservationReleased':
      return { ...NOTHING, reserved: -data.quantity }
    case 'StockIssued':
      return { ...NOTHING, onHand: -data.quantity, reserved: -data.quantity }
    case 'StockReturned':
      return { ...NOTHING, [data.condition === 'sellable' ? 'onHand' : data.condition]: data.quantity }
    case 'StockAdjusted':
    case 'StockCounted':
      return { ...NOTHING, onHand: data.difference }
    case 'StockDamaged':
      return { ...NOTHING, onHand: -data.quantity, damaged: data.quantity }
    case 'StockScrapped':
      return { ...NOTHING, [data.condition]: -data.quantity }
    case 'StockGraded':
      return { ...NOTHING, [data.was]: -data.quantity, [data.condition === 'sellable' ? 'onHand' : data.condition]: data.quantity }
    case 'TransferReceived':
      return { ...NOTHING, onHand: data.quantity, inTransit: -data.quantity }
    case 'TransferLost':
      return { ...NOTHING, inTransit: -data.quantity }
    case 'SafetyStockSet':
      return { ...NOTHING, safetyStock: data.safetyStock - data.safetyStockBefore }
    case 'TransferExpected':
    case 'ChannelQuotaSet':
      return NOTHING
  }
}

import type { Breach, Law, RawEvent } from './law.ts'

interface Counted {
  free: number
  safetyStock: number
  after: number
}

/** What each event does to sellable units that nobody was promised. */
function freed({ type, data }: RawEvent): number {
  switch (type) {
    case 'StockReceived':
    case 'TransferReceived':
    case 'ReservationReleased':
      return data.quantity
    case 'StockReturned':
      return data.condition === 'sellable' ? data.quantity : 0
    case 'StockGraded':
      return data.condition === 'sellable' ? data.quantity : 0
    case 'StockReserved':
    case 'StockDamaged':
    case 'TransferDispatched':
      return -data.quantity
    case 'StockAdjusted':
    case 'StockCounted':
      return data.difference
    default:
      return 0
  }
}

/** What an event says was available before and after it: on hand less reserved less safety stock, and each begins where the last ended. */
export function availabilityLaw(): Law {
  const counted = new Map<string, Counted>()
  const broken: Breach[] = []
  return {
    name: 'availability',
    types: [
      ...['StockReceived', 'StockReserved', 'ReservationReleased', 'StockIssued', 'StockReturned', 'StockAdjusted', 'StockCounted'],
      ...['StockDamaged', 'StockScrapped', 'StockGraded', 'TransferDispatched', 'TransferExpected', 'TransferReceived', 'TransferLost'],
      ...['SafetyStockSet', 'ChannelQuotaSet'],
    ],
    see(event) {
      const { stream, type, data, position } = event
      const known = counted.get(stream) ?? { free: 0, safetyStock: 0, after: 0 }
      counted.set(stream, known)
      const { before, after } = data.availableToPromise
      const breach = (says: string, wanted: number, said: number) => {
        if (wanted === said || broken.length >= 100) return
        broken.push({ law: this.name, where: stream, says, counted: wanted, shown: said, position: String(position) })
      }
      breach('available before the event', known.after, before)
      known.free += freed(event)
      if (type === 'SafetyStockSet') known.safetyStock = data.safetyStock
      known.after = Math.max(0, known.free - known.safetyStock)
      breach('available after the event', known.after, after)
    },
    async *breaches() {
      yield* broken
    },
  }
}

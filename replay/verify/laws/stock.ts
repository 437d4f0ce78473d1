import type { Law, RawEvent } from './law.ts'

interface Counted {
  units: number
  reserved: number
}

/** What each movement does to all units at a location, whatever their condition. */
function unitsMoved({ type, data }: RawEvent): number {
  switch (type) {
    case 'StockReceived':
    case 'StockReturned':
    case 'TransferReceived':
      return data.quantity
    case 'StockIssued':
    case 'TransferDispatched':
    case 'StockScrapped':
      return -data.quantity
    case 'StockAdjusted':
    case 'StockCounted':
      return data.difference
    default:
      return 0
  }
}

const reservedMoved = ({ type, data }: RawEvent): number =>
  type === 'StockReserved' ? data.quantity : type === 'ReservationReleased' || type === 'StockIssued' ? -data.quantity : 0

const zero: Counted = { units: 0, reserved: 0 }

/** On hand + damaged (of every grade) = received + transferred in + returned - issued - transferred out - scrapped + adjusted + count differences. */
export function stockLaw(): Law {
  const counted = new Map<string, Counted>()
  return {
    name: 'units at a location',
    types: [
      ...['StockReceived', 'StockReturned', 'TransferReceived', 'StockIssued', 'TransferDispatched', 'StockScrapped', 'StockAdjusted'],
      ...['StockCounted', 'StockReserved', 'ReservationReleased'],
    ],
    see(event) {
      const key = event.stream.slice('stock-'.length)
      const { units, reserved } = counted.get(key) ?? zero
      counted.set(key, { units: units + unitsMoved(event), reserved: reserved + reservedMoved(event) })
    },
    async *breaches(shown) {
      const unseen = new Set(counted.keys())
      for await (const { key, onHand, damaged, refurbish, scrap, reserved } of shown.stock()) {
        unseen.delete(key)
        const known = counted.get(key) ?? zero
        const there = onHand + damaged + refurbish + scrap
        if (known.units !== there) yield { law: this.name, where: key, says: 'on hand + damaged', counted: known.units, shown: there }
        if (known.reserved !== reserved) yield { law: this.name, where: key, says: 'reserved', counted: known.reserved, shown: reserved }
      }
      for (const key of unseen) yield { law: this.name, where: key, says: 'is on the stock map', counted: 'yes', shown: 'no' }
    },
  }
}

import { areasOf } from '../../domain/shared/region.ts'
import { type StockEvent, stockEvents } from '../../domain/stock/events.ts'
import { projection } from '../projection.ts'
import { areaLevels } from '../stock-by-area/stock-by-area.ts'
import { movementAt } from '../stock-map/movement.ts'

/** All SKUs of one location, or of one area, together. Units. */
export type StockTotal = {
  /** `location` or the level of an area. */
  level: 'location' | (typeof areaLevels)[number]
  /** Location, or division code; `CN` for the country. */
  place: string
  onHand: number
  damaged: number
  reserved: number
  inTransit: number
}

const LOCATION = 'location:'
const AREA = 'area:'

/** How much there is at each place, whatever it is. Ids are `location:<location>` and `area:<code>`. */
export const stockTotals = projection<StockTotal>({
  name: 'stock-totals',
  version: 1,
  indexes: [{ fields: ['level', 'place'] }],
  handles: (Object.keys(stockEvents) as StockEvent['type'][]).filter(
    (type) => type !== 'TransferExpected' && type !== 'ChannelQuotaSet' && type !== 'SafetyStockSet',
  ),
  keys(event) {
    const { data, type } = event as StockEvent
    const here = [LOCATION + data.location, ...areasOf(data.regionPath).map((area) => AREA + area)]
    if (type !== 'TransferDispatched') return here
    return [...new Set([...here, LOCATION + data.to, ...areasOf(data.toRegionPath).map((area) => AREA + area)])]
  },
  evolve(document, event, key) {
    const { data, type } = event as StockEvent
    const place = key.slice(key.indexOf(':') + 1)
    const isLocation = key.startsWith(LOCATION)
    const here = isLocation ? Number(data.location === place) - 1 : areasOf(data.regionPath).indexOf(place)
    const there =
      type !== 'TransferDispatched' ? -1 : isLocation ? Number(data.to === place) - 1 : areasOf(data.toRegionPath).indexOf(place)
    const level = isLocation ? 'location' : areaLevels[Math.max(here, there)]!
    const total = document ?? { level, place, onHand: 0, damaged: 0, reserved: 0, inTransit: 0 }
    const moved = movementAt(event as StockEvent, here >= 0, there >= 0)
    total.onHand += moved.onHand
    total.damaged += moved.damaged
    total.reserved += moved.reserved
    total.inTransit += moved.inTransit
    return total
  },
})

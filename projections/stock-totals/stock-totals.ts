import { country } from '../../domain/shared/region.ts'
import { type StockEvent, stockEvents } from '../../domain/stock/events.ts'
import { projection } from '../projection.ts'
import { areaLevels } from '../stock-by-area/stock-by-area.ts'
import { countIn, nothingCounted, type StockCounts } from '../stock-map/counts.ts'
import { levelOf } from '../stock-map/place.ts'

/** All SKUs of one location, or of one area, together. Units. */
export type StockTotal = StockCounts & {
  /** `location` or the level of an area. */
  level: 'location' | (typeof areaLevels)[number]
  /** Location, or division code; `CN` for the country. */
  place: string
}

const LOCATION = 'location:'
const AREA = 'area:'
const COUNTRY = AREA + country

/** The same few keys again and again: joining and hashing them anew for every event would cost more than the fold. */
const MOST_KEYS = 20_000
const knownKeys = { [LOCATION]: new Map<string, string>(), [AREA]: new Map<string, string>() }

function keyOf(prefix: typeof LOCATION | typeof AREA, place: string): string {
  const known = knownKeys[prefix]
  let key = known.get(place)
  if (key !== undefined) return key
  if (known.size >= MOST_KEYS) known.clear()
  key = prefix + place
  known.set(place, key)
  return key
}

/** Id of the total of an area. */
export const totalOfArea = (area: string): string => AREA + area

/** How much there is at each place, whatever it is. Ids are `location:<location>` and `area:<code>`. */
export const stockTotals = projection<StockTotal>({
  name: 'stock-totals',
  version: 2,
  weight: 2,
  indexes: [{ fields: ['level', 'place'] }],
  handles: (Object.keys(stockEvents) as StockEvent['type'][]).filter((type) => type !== 'TransferExpected' && type !== 'ChannelQuotaSet'),
  keys(event) {
    const { data, type } = event as StockEvent
    const keys = [keyOf(LOCATION, data.location), COUNTRY]
    for (const area of data.regionPath) keys.push(keyOf(AREA, area))
    if (type !== 'TransferDispatched') return keys
    if (data.to !== data.location) keys.push(keyOf(LOCATION, data.to))
    for (const area of data.toRegionPath) if (!data.regionPath.includes(area)) keys.push(keyOf(AREA, area))
    return keys
  },
  evolve(document, event, key) {
    const { data, type } = event as StockEvent
    const place = document?.place ?? key.slice(key.indexOf(':') + 1)
    const isLocation = key.startsWith(LOCATION)
    const here = isLocation ? Number(data.location === place) - 1 : levelOf(place, data.regionPath)
    const there = type !== 'TransferDispatched' ? -1 : isLocation ? Number(data.to === place) - 1 : levelOf(place, data.toRegionPath)
    const level = isLocation ? 'location' : areaLevels[Math.max(here, there)]!
    const total = document ?? { level, place, ...nothingCounted() }
    countIn(total, event as StockEvent, here >= 0, there >= 0)
    return total
  },
})

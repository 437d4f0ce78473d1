import { country } from '../../domain/shared/region.ts'
import { type StockEvent, stockEvents } from '../../domain/stock/events.ts'
import { projection } from '../projection.ts'
import { countIn, nothingCounted, type StockCounts } from '../stock-map/counts.ts'
import { levelOf, placeOf } from '../stock-map/place.ts'

export const areaLevels = ['country', 'province', 'city', 'district', 'town'] as const
export type AreaLevel = (typeof areaLevels)[number]

/** One SKU in one area: all its locations there together. Units. */
export type AreaStock = StockCounts & {
  sku: string
  area: string
  level: AreaLevel
  category: string
  brand: string
  /** How many locations there have, or had, something to say of this SKU. */
  locations: number
}

/** The stock map rolled up by district, city, province and country. */
export const stockByArea = projection<AreaStock>({
  name: 'stock-by-area',
  version: 2,
  weight: 3,
  indexes: [{ fields: ['sku', 'level'] }, { fields: ['area', 'sku'] }, { fields: ['level', 'category', 'sku'] }],
  handles: Object.keys(stockEvents) as StockEvent['type'][],
  keys(event) {
    const { data, type } = event as StockEvent
    const place = placeOf(event.stream)
    const keys = [place.inArea(country)]
    for (const area of data.regionPath) keys.push(place.inArea(area))
    if (type !== 'TransferDispatched') return keys
    for (const area of data.toRegionPath) if (!data.regionPath.includes(area)) keys.push(place.inArea(area))
    return keys
  },
  evolve(document, event, key) {
    const { data, type } = event as StockEvent
    const area = document?.area ?? key.slice(key.lastIndexOf('@') + 1)
    const here = levelOf(area, data.regionPath)
    const there = type === 'TransferDispatched' ? levelOf(area, data.toRegionPath) : -1
    const stock = document ?? emptyArea(data, area, Math.max(here, there))
    countIn(stock, event as StockEvent, here >= 0, there >= 0)
    if (here < 0) return stock
    stock.category = data.category
    stock.brand = data.brand
    if (event.revision === 0) stock.locations += 1
    return stock
  },
})

const emptyArea = ({ sku, category, brand }: StockEvent['data'], area: string, level: number): AreaStock => ({
  ...{ sku, area, level: areaLevels[level]!, category, brand, locations: 0 },
  ...nothingCounted(),
})

import { country } from '../../domain/shared/region.ts'
import { type StockEvent, stockEvents } from '../../domain/stock/events.ts'
import { projection } from '../projection.ts'
import { movementAt } from '../stock-map/movement.ts'
import { levelOf, placeOf } from '../stock-map/place.ts'

export const areaLevels = ['country', 'province', 'city', 'district', 'town'] as const
export type AreaLevel = (typeof areaLevels)[number]

/** One SKU in one area: all its locations there together. Units. */
export type AreaStock = {
  sku: string
  area: string
  level: AreaLevel
  category: string
  brand: string
  onHand: number
  damaged: number
  reserved: number
  inTransit: number
  /** The sum of what each location may still promise: what one lacks does not lessen what another has. */
  availableToPromise: number
  /** On hand, reserved and safety stock of each location, because availability adds up by location only. */
  locations: { [location: string]: [onHand: number, reserved: number, safetyStock: number] }
}

/** The stock map rolled up by district, city, province and country. */
export const stockByArea = projection<AreaStock>({
  name: 'stock-by-area',
  version: 1,
  weight: 3,
  indexes: [{ fields: ['sku', 'level'] }, { fields: ['area', 'sku'] }, { fields: ['level', 'category', 'sku'] }],
  handles: (Object.keys(stockEvents) as StockEvent['type'][]).filter((type) => type !== 'TransferExpected' && type !== 'ChannelQuotaSet'),
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
    const moved = movementAt(event as StockEvent, here >= 0, there >= 0)
    stock.onHand += moved.onHand
    stock.damaged += moved.damaged
    stock.reserved += moved.reserved
    stock.inTransit += moved.inTransit
    if (here < 0) return stock
    stock.category = data.category
    stock.brand = data.brand
    const safety = type === 'SafetyStockSet' ? data.safetyStock : null
    if (moved.onHand !== 0 || moved.reserved !== 0 || safety !== null) {
      takeLocation(stock, data.location, moved.onHand, moved.reserved, safety)
    }
    return stock
  },
})

function emptyArea({ sku, category, brand }: StockEvent['data'], area: string, level: number): AreaStock {
  const counts = { onHand: 0, damaged: 0, reserved: 0, inTransit: 0, availableToPromise: 0 }
  return { sku, area, level: areaLevels[level]!, category, brand, ...counts, locations: {} }
}

function takeLocation(stock: AreaStock, location: string, onHand: number, reserved: number, safety: number | null): void {
  let counts = stock.locations[location]
  if (counts === undefined) {
    counts = [0, 0, 0]
    stock.locations[location] = counts
  }
  stock.availableToPromise -= available(counts)
  counts[0] += onHand
  counts[1] += reserved
  if (safety !== null) counts[2] = safety
  stock.availableToPromise += available(counts)
}

const available = ([onHand, reserved, safety]: readonly [number, number, number]): number => Math.max(0, onHand - reserved - safety)

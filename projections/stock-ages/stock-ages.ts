import { chinaDay } from '../../domain/shared/china-day.ts'
import { areasOf } from '../../domain/shared/region.ts'
import { streamKey } from '../../domain/shared/stream-name.ts'
import type { StockEvent } from '../../domain/stock/events.ts'
import { type ProjectedEvent, projection } from '../projection.ts'
import { placeOf } from '../stock-map/place.ts'
import { type Layer, put, take } from './layers.ts'
import { type SoldWeek, sold } from './sold-weeks.ts'

/** How long the sellable units of a SKU have lain, at one location or at all together, and when they last sold. Units. */
export type StockAge = {
  level: 'location' | 'all'
  sku: string
  /** Null for all together. */
  location: string | null
  category: string
  brand: string
  /** Country, province, city, district; empty for all together. */
  areas: string[]
  /** Reserved ones included; of all together those on their way from one location to another, too. */
  onHand: number
  /** By the day they came in, first in, first out. */
  layers: Layer[]
  firstReceivedAt: number | null
  lastReceivedAt: number | null
  /** When a buyer's order last took some. */
  lastSoldAt: number | null
  /** Since when nothing was sold: the last sale, or the first receipt where there was none. */
  idleSince: number | null
  /** Whether there are any. */
  stocked: boolean
  soldByWeek: SoldWeek[]
}

const handled = [
  ...(['StockReceived', 'StockIssued', 'StockReturned', 'StockAdjusted', 'StockCounted', 'StockDamaged', 'StockGraded'] as const),
  ...(['TransferDispatched', 'TransferReceived', 'TransferLost'] as const),
] as const
type AgeEvent = Extract<ProjectedEvent, { type: (typeof handled)[number] }>

/** Ages of stock. At a location age begins anew with a transfer's arrival; of all locations together a transfer changes nothing. */
export const stockAges = projection<StockAge>({
  name: 'stock-ages',
  version: 1,
  indexes: [
    { fields: ['level', 'idleSince'] },
    { fields: ['level', 'stocked', 'idleSince'] },
    { fields: ['level', 'category', 'idleSince'] },
    { fields: ['level', 'location', 'idleSince'] },
    { fields: ['sku', 'level'] },
    { fields: ['areas', 'idleSince'] },
  ],
  handles: [...handled],
  keys: (event) => [placeOf(event.stream).cell, streamKey([(event as AgeEvent).data.sku])],
  evolve(document, event, key) {
    const ageEvent = event as AgeEvent
    const { data } = ageEvent
    const level = key === placeOf(event.stream).cell ? 'location' : 'all'
    const age = document ?? begin(level, data)
    age.category = data.category
    age.brand = data.brand
    if (level === 'location') age.areas = [...areasOf(data.regionPath)]
    move(age, ageEvent)
    age.stocked = age.onHand > 0
    age.idleSince = age.lastSoldAt ?? age.firstReceivedAt
    return age
  },
})

const begin = (level: StockAge['level'], { sku, location, category, brand }: StockEvent['data']): StockAge => ({
  ...{ level, sku, location: level === 'location' ? location : null, category, brand, areas: [], onHand: 0, layers: [] },
  ...{ firstReceivedAt: null, lastReceivedAt: null, lastSoldAt: null, idleSince: null, stocked: false, soldByWeek: [] },
})

/** Units that came in there, negative when they left. A transfer moves nothing of all locations together until a part is lost. */
function movedBy({ type, data }: AgeEvent, isAll: boolean): number {
  switch (type) {
    case 'StockReceived':
      return data.quantity
    case 'StockIssued':
    case 'StockDamaged':
      return -data.quantity
    case 'StockReturned':
    case 'StockGraded':
      return data.condition === 'sellable' ? data.quantity : 0
    case 'StockAdjusted':
    case 'StockCounted':
      return data.difference
    case 'TransferDispatched':
      return isAll ? 0 : -data.quantity
    case 'TransferReceived':
      return isAll ? 0 : data.quantity
    case 'TransferLost':
      return isAll ? -data.quantity : 0
  }
}

function move(age: StockAge, event: AgeEvent): void {
  const { type, data, metadata } = event
  const at = 'askedAt' in data ? data.askedAt : metadata.occurredAt
  const units = movedBy(event, age.level === 'all')
  age.onHand += units
  if (units < 0) take(age.layers, -units)
  if (type === 'StockIssued') {
    age.lastSoldAt = Math.max(age.lastSoldAt ?? at, at)
    sold(age.soldByWeek, at, data.quantity)
  }
  if (units <= 0) return
  put(age.layers, chinaDay(at), units)
  age.firstReceivedAt = Math.min(age.firstReceivedAt ?? at, at)
  age.lastReceivedAt = Math.max(age.lastReceivedAt ?? at, at)
}

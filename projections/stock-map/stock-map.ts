import type { Channel } from '../../domain/shared/fields.ts'
import { areasOf } from '../../domain/shared/region.ts'
import { parseStreamKey, stockKey } from '../../domain/shared/stream-name.ts'
import { type StockEvent, stockEvents } from '../../domain/stock/events.ts'
import { projection } from '../projection.ts'
import { deriveAvailability } from './availability.ts'
import { countIn, nothingCounted } from './counts.ts'
import type { ChannelStock, StockCell } from './document.ts'
import { placeOf } from './place.ts'

/** Stock of every SKU at every location, for every channel. Units in transit stand where they go to. */
export const stockMap = projection<StockCell>({
  name: 'stock-map',
  version: 2,
  weight: 3,
  indexes: [
    { fields: ['sku', 'location'] },
    { fields: ['location', 'sku'] },
    { fields: ['areas', 'sku'] },
    { fields: ['category', 'sku'] },
  ],
  handles: Object.keys(stockEvents) as StockEvent['type'][],
  keys(event) {
    const here = placeOf(event.stream).cell
    const isSent = event.type === 'TransferDispatched' && event.data.to !== event.data.location
    return isSent ? [here, stockKey(event.data.sku, event.data.to)] : [here]
  },
  evolve(document, event, key) {
    const stockEvent = event as StockEvent
    const isHere = key === placeOf(event.stream).cell
    const cell = document ?? emptyCell(key, stockEvent)
    if (isHere) takeWhereabouts(cell, stockEvent)
    else if (stockEvent.type === 'TransferDispatched') takeDestination(cell, stockEvent.data.toRegionPath)
    countIn(cell, stockEvent, isHere, stockEvent.type === 'TransferDispatched' && stockEvent.data.to === cell.location)
    if (isHere) takeChannel(cell, stockEvent)
    return deriveAvailability(cell)
  },
})

function emptyCell(key: string, { data }: StockEvent): StockCell {
  const { sku, category, brand } = data
  const location = parseStreamKey(key).at!
  return { sku, location, category, brand, regionPath: [], areas: [], ...nothingCounted(), channels: {} }
}

function takeWhereabouts(cell: StockCell, { data }: StockEvent): void {
  cell.category = data.category
  cell.brand = data.brand
  takeDestination(cell, data.regionPath)
}

function takeDestination(cell: StockCell, path: readonly string[]): void {
  if (cell.areas.length === path.length + 1 && cell.areas.at(-1) === path.at(-1)) return
  cell.regionPath = [...path]
  cell.areas = [...areasOf(path)]
}

function takeChannel(cell: StockCell, { type, data }: StockEvent): void {
  if (type === 'StockReserved') shareOf(cell, data.channel).reserved += data.quantity
  else if (type === 'ReservationReleased') shareOf(cell, data.channel).reserved -= data.quantity
  else if (type === 'StockIssued') {
    const share = shareOf(cell, data.channel)
    share.reserved -= data.quantity
    share.issued += data.quantity
  } else if (type === 'ChannelQuotaSet') {
    const share = shareOf(cell, data.channel)
    share.quota = data.quota
    share.quotaKind = data.quota === null ? null : data.kind
    share.issued = 0
  }
}

function shareOf(cell: StockCell, channel: Channel): ChannelStock {
  const known = cell.channels[channel]
  if (known !== undefined) return known
  const share: ChannelStock = { reserved: 0, issued: 0, quota: null, quotaKind: null, availableToPromise: 0 }
  cell.channels[channel] = share
  return share
}

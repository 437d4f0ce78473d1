import { country } from '../../domain/shared/region.ts'
import { keyOf, stockKey } from '../../domain/shared/stream-name.ts'

/** What a stock stream's name says, ready to be used as keys: building and hashing them anew for every event would be half of a fold. */
export interface Place {
  /** Key of the cell: SKU and location as in the name of the stream. */
  readonly cell: string
  /** `<sku>@<area>` of an area. */
  inArea(area: string): string
}

const MOST_PLACES = 50_000
const places = new Map<string, Place>()
const areaKeys = new Map<string, Map<string, string>>()

export function placeOf(stream: string): Place {
  let place = places.get(stream)
  if (place !== undefined) return place
  if (places.size >= MOST_PLACES) {
    places.clear()
    areaKeys.clear()
  }
  const cell = keyOf(stream)
  const prefix = cell.slice(0, cell.lastIndexOf('@') + 1)
  const keys = areaKeys.get(prefix) ?? new Map<string, string>()
  areaKeys.set(prefix, keys)
  place = { cell, inArea: (area) => keys.get(area) ?? remember(keys, area, prefix + area) }
  places.set(stream, place)
  return place
}

function remember(keys: Map<string, string>, area: string, key: string): string {
  keys.set(area, key)
  return key
}

/** Key of the stock of a SKU in an area. */
export const stockInArea = (sku: string, area: string): string => stockKey(sku, area)

/** Level of an area on a path, 0 for the country; -1 when it is not on it. */
export function levelOf(area: string, path: readonly string[]): number {
  if (area === country) return 0
  const index = path.indexOf(area)
  return index < 0 ? -1 : index + 1
}

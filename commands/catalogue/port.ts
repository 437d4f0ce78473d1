import type { EventOfType } from '../../domain/events.ts'

export type SkuFacts = EventOfType<'SkuDefined'>['data']
export type ShopFacts = EventOfType<'ShopDefined'>['data']
export type LocationFacts = EventOfType<'LocationDefined'>['data']

/** What the catalogue says, as current as the log. */
export interface Catalogue {
  sku(sku: string): Promise<SkuFacts | null>
  shop(channel: string, shop: string): Promise<ShopFacts | null>
  /** Our SKU behind a channel's SKU id or outer id at an instant; null when it is not listed then. */
  listing(channel: string, shop: string, channelSku: string, at: number): Promise<string | null>
  location(location: string): Promise<LocationFacts | null>
  /** By the location's own id, or by what channels and tills call it. */
  locationByCode(code: string): LocationFacts | null
  /** All that may hold stock for sale. */
  activeLocations(): readonly LocationFacts[]
}

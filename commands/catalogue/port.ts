import type { LocationAbility } from '../../domain/catalogue/ability.ts'
import type { EventOfType } from '../../domain/events.ts'

export type SkuFacts = EventOfType<'SkuDefined'>['data']
export type ShopFacts = EventOfType<'ShopDefined'>['data']
export type LocationFacts = EventOfType<'LocationDefined'>['data']
/** A location and what was said that it can do; null where nobody said. */
export type AbleLocation = LocationFacts & { readonly ability: LocationAbility | null }

/** What the catalogue says, as current as the log. */
export interface Catalogue {
  sku(sku: string): Promise<SkuFacts | null>
  shop(channel: string, shop: string): Promise<ShopFacts | null>
  /** Our SKU behind a channel's SKU id or outer id at an instant; null when it is not listed then. */
  listing(channel: string, shop: string, channelSku: string, at: number): Promise<string | null>
  location(location: string): Promise<LocationFacts | null>
  /** By the location's own id, or by what channels and tills call it. */
  locationByCode(code: string): LocationFacts | null
  /** What kind of place it is, active or not; null for one that is not known. */
  locationKind(location: string): LocationFacts['kind'] | null
  /** All that may hold stock for sale. */
  activeLocations(): readonly AbleLocation[]
  /** The last event of a location that is known: with all before it, and none after, they are what `activeLocations` says. */
  locationsKnownAt(): bigint
}

import { listingAggregate, targetAt } from '../../domain/catalogue/listing.ts'
import { locationAggregate } from '../../domain/catalogue/location.ts'
import { shopAggregate } from '../../domain/catalogue/shop.ts'
import { skuAggregate } from '../../domain/catalogue/sku.ts'
import { streamKey } from '../../domain/shared/stream-name.ts'
import type { CommandBus } from '../command-bus.ts'
import type { LocationDirectory } from './location-directory.ts'
import type { Catalogue } from './port.ts'

/** The catalogue as the aggregates themselves have it: as current as any decision. */
export const busCatalogue = (bus: CommandBus, locations: LocationDirectory): Catalogue => ({
  sku: async (sku) => (await bus.look(skuAggregate, streamKey([sku])))?.definition ?? null,
  shop: async (channel, shop) => (await bus.look(shopAggregate, streamKey([channel, shop])))?.definition ?? null,
  async listing(channel, shop, channelSku, at) {
    const listing = await bus.look(listingAggregate, streamKey([channel, shop, channelSku]))
    return listing === null ? null : targetAt(listing, at)
  },
  location: async (location) => (await bus.look(locationAggregate, streamKey([location])))?.definition ?? null,
  locationByCode: locations.byCode,
  locationKind: locations.kindOf,
  activeLocations: locations.active,
  locationsKnownAt: locations.knownAt,
})

import { z } from 'zod'
import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { catalogueEvents, component } from './events.ts'

/** Bundles are checked against what the catalogue says of each component, which the asker looks up. A SKU never changes between the two kinds. */
const componentAsked = component.extend({
  kind: z.enum(['stock', 'bundle']).nullable().describe('What the catalogue says the component is; null when it does not know it'),
})

export const skuCommands = defineCommands({
  DefineSku: {
    description: 'Say what a stock SKU or a bundle is; the latest decision holds',
    data: catalogueEvents.SkuDefined.data.extend({
      components: z.array(componentAsked).max(100).describe('Of a bundle; empty for a stock SKU'),
    }),
  },
})

export const locationCommands = defineCommands({
  DefineLocation: { description: 'Say what a location is; the latest decision holds', data: catalogueEvents.LocationDefined.data },
  SetLocationAbility: {
    description: 'Say what a location can do for orders that are sourced by cost; the latest decision holds',
    data: catalogueEvents.LocationAbilitySet.data,
  },
})

export const shopCommands = defineCommands({
  DefineShop: { description: 'Say what a shop is; the latest decision holds', data: catalogueEvents.ShopDefined.data },
})

export const listingCommands = defineCommands({
  DefineListing: {
    description: 'Say what a channel sells under an id in a shop from an instant on',
    data: catalogueEvents.ListingDefined.data,
  },
})

export const catalogueCommands = { ...skuCommands, ...locationCommands, ...shopCommands, ...listingCommands }

export type SkuCommand = CommandsOf<typeof skuCommands>
export type LocationCommand = CommandsOf<typeof locationCommands>
export type ShopCommand = CommandsOf<typeof shopCommands>
export type ListingCommand = CommandsOf<typeof listingCommands>
export type CatalogueCommand = CommandsOf<typeof catalogueCommands>

import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { channel, count, id, instant, location, nonNegativeFen, quantity, shop, sku } from '../shared/fields.ts'
import { region } from '../shared/region.ts'
import { locationAbility } from './ability.ts'

export const component = z.object({ sku, quantity: quantity('Units in one bundle'), priceShare: count('Weight of its part of the price') })

const definedAt = instant('When it was decided; of two definitions the later decided one holds')

export const catalogueEvents = defineEvents({
  SkuDefined: {
    description: 'What a stock SKU or a bundle is; a later one replaces it',
    data: z.object({
      sku,
      name: z.string().describe('Name people know it by'),
      category: z.string().describe('Kind of appliance it is counted under'),
      brand: z.string().describe('Brand it is sold under'),
      model: z.string().nullable().describe('Model number of its maker'),
      maker: z.string().nullable().describe('Whose numbering serial numbers follow'),
      energyGrade: z.enum(['level1', 'level2', 'other']).nullable().describe('Energy grade on its label; null when it has none'),
      barCode: z.string().nullable().describe('69 code'),
      weightGrams: count('Packed weight in grams'),
      sizeMillimetres: z.array(z.int().positive()).length(3).nullable().describe('Length, width, height, packed'),
      listPriceFen: nonNegativeFen('List price'),
      serialNumberRequired: z.boolean().describe('Whether each unit leaves with its serial number'),
      components: z.array(component).describe('Of a bundle; empty for a stock SKU'),
      definedAt,
    }),
  },
  LocationDefined: {
    description: 'A place that holds stock; a later one replaces it',
    data: z.object({
      location,
      name: z.string().describe('Name people know it by'),
      kind: z.enum(['warehouse', 'store', 'supplier', 'transit']).describe('What kind of place it is; nothing is promised from transit'),
      region: region.describe('Where it is'),
      storeCode: z.string().nullable().describe('What channels and tills call it'),
      covers: z.array(z.string()).describe('Division codes it may send to; empty for everywhere'),
      active: z.boolean().describe('Whether new orders may be promised its stock'),
      definedAt,
    }),
  },
  LocationAbilitySet: {
    description: 'What a location can do for orders that are sourced by cost; a later one replaces it',
    data: z.object({
      location,
      ability: locationAbility.nullable().describe('What it can do; null for what the policy says of its kind'),
      setAt: instant('When it was decided; of two the later decided one holds'),
    }),
  },
  ShopDefined: {
    description: 'One account on a channel; a later one replaces it',
    data: z.object({
      channel,
      shop,
      name: z.string().describe('Name people know it by'),
      invoicingEntity: z.string().describe('Company that invoices'),
      unpaidTimeoutMs: count('How long an unpaid order keeps its units, milliseconds; null for the rule of the channel').nullable(),
      definedAt,
    }),
  },
  ListingDefined: {
    description: 'From an instant on, what a channel sells under this id in this shop is this SKU or bundle of ours',
    data: z.object({
      channel,
      shop,
      channelSku: id("The channel's SKU id, or the outer id the merchant gave"),
      channelItem: id("The channel's item the SKU belongs to, by which it is told of stock; left out where it is not known").optional(),
      sku: sku.nullable().describe('Null ends the listing'),
      effectiveFrom: instant('From when'),
    }),
  },
})

export type CatalogueEvent = EventsOf<typeof catalogueEvents>

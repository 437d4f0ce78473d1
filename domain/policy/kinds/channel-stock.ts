import { z } from 'zod'
import { channel, location, shop, sku } from '../../shared/fields.ts'
import { defineKind } from '../kind.ts'

const units = z.int().nonnegative().max(1_000_000_000)
const percent = z.int().min(0).max(100)

/** What each shop says for all it sells, and may say otherwise for one SKU. */
const rule = {
  sharePercent: percent.describe('Percent of the units that are kept for no channel which this shop shows'),
  exclusivePercent: percent.describe(
    'Percent of the units kept for its channel alone which this shop shows; several shops of one channel divide them',
  ),
  safety: units.describe('Units shown fewer than there are for it, so that a sale elsewhere in the same moment does not oversell'),
  cap: units.nullable().describe('Units it shows at the most; null for as many as there are'),
  stores: z.boolean().describe('Whether stock of stores counts'),
  suppliers: z.boolean().describe('Whether stock of suppliers, sent by them, counts'),
  inTransitPercent: percent.describe('Percent of the units on their way to a location that count'),
  locations: z.array(location).max(2_000).describe('Locations that count, each only if its kind does; empty for all'),
  minimumChange: z
    .int()
    .positive()
    .max(1_000_000)
    .describe('Units by which the quantity must differ to be told; from and to nothing is told always'),
}

const usual = z.strictObject({
  sharePercent: rule.sharePercent.default(100),
  exclusivePercent: rule.exclusivePercent.default(100),
  safety: rule.safety.default(0),
  cap: rule.cap.default(null),
  stores: rule.stores.default(false),
  suppliers: rule.suppliers.default(false),
  inTransitPercent: rule.inTransitPercent.default(0),
  locations: rule.locations.default([]),
  minimumChange: rule.minimumChange.default(1),
})

const ofShop = usual.extend({
  channel,
  shop,
  intervalMs: z
    .int()
    .min(100)
    .max(86_400_000)
    .default(5_000)
    .describe('How long movements of a SKU are gathered before the quantity that is left is told, milliseconds'),
  skus: z
    .array(
      z.strictObject({
        sku: sku.describe('SKU or bundle that is sold'),
        published: z.boolean().default(true).describe('Whether its quantity is told at all'),
        ...z.strictObject(rule).partial().shape,
      }),
    )
    .max(20_000)
    .default([])
    .describe('What is otherwise for single SKUs'),
})

const document = z
  .strictObject({ shops: z.array(ofShop).max(1_000).describe('Shops that are told how many units they may show; no others are') })
  .superRefine(({ shops }, context) => {
    const names = shops.map((each) => `${each.channel}.${each.shop}`)
    const again = names.findIndex((each, place) => names.indexOf(each) < place)
    if (again >= 0) context.addIssue({ code: 'custom', path: ['shops', again, 'shop'], message: 'the shop is named twice' })
  })

export type ChannelStockDocument = z.infer<typeof document>
export type ShopStockRule = ChannelStockDocument['shops'][number]
export type StockRule = z.infer<typeof usual>

/** How many units each shop shows; applied by `domain/publishing/shown-quantity.ts`. */
export const channelStockKind = defineKind<ChannelStockDocument>({
  description: 'How many units of what it sells each shop of a channel shows',
  document: document as unknown as z.ZodType<ChannelStockDocument>,
  builtIn: { shops: [] },
})

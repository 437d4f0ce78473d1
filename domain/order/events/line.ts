import { z } from 'zod'
import { canonicalOrder, discount } from '../../channel/canonical.ts'
import { lineId, nonNegativeFen, quantity, sku, skuFacts } from '../../shared/fields.ts'

/** One discount as cut for one line, and for each of its units; unit shares sum to the amount. */
export const lineDiscount = discount.extend({ unitFen: z.array(z.int().nonnegative()).describe('Share of each unit, in fen') })

export const orderLine = z.object({
  lineId,
  kind: z.enum(['goods', 'gift', 'service', 'freight']).describe('Goods that are sold, goods that come with others, work, or freight'),
  giftOf: z.string().nullable().describe('Line it is a gift of'),
  channelSku: z.string().nullable().describe("The channel's SKU id, or its product id when it has no SKUs"),
  sku: sku.nullable().describe('Our sales SKU; null for freight and services we do not list'),
  ...skuFacts,
  title: z.string().describe('Title the channel showed the buyer'),
  quantity: quantity(),
  unitListPriceFen: nonNegativeFen('List price of one unit'),
  discounts: z.array(lineDiscount).describe("Its own discounts, and its shares of the order's"),
  unitBuyerFen: z.array(z.int().nonnegative()).describe('What the buyer pays for each unit, in fen'),
  listFen: nonNegativeFen('List price of all units'),
  buyerFen: nonNegativeFen('Buyer pays'),
  receivableFen: nonNegativeFen("Merchant receivable: list less the merchant's own discount, = what all other payers pay"),
  stock: z
    .array(
      z.object({
        sku,
        ...skuFacts,
        quantityPerUnit: quantity('Stock units in one sales unit'),
        serialNumberRequired: z.boolean().describe('Whether each unit leaves with its serial number'),
        maker: z.string().nullable().describe('Whose numbering serial numbers follow'),
      }),
    )
    .describe('Stock SKUs it takes; a bundle has several, freight and services none'),
  delivery: z.enum(['ship', 'storePickup', 'carryOut', 'install']).describe('How its units reach the buyer'),
  appointedLocation: z.string().nullable().describe('Location of ours the channel or the till appointed'),
  serialNumbers: z.array(z.string()).describe('Known already at the till'),
  creator: canonicalOrder.shape.lines.element.shape.creator,
  subsidy: canonicalOrder.shape.lines.element.shape.subsidy,
})
export type OrderLine = z.infer<typeof orderLine>
export type LineDiscount = z.infer<typeof lineDiscount>

import { z } from 'zod'

/** Fields that mean the same wherever they stand, described once. */

export const channels = ['taobao', 'jd', 'douyin', 'pdd', 'wechat-shop', 'app', 'pos'] as const
export const channel = z.enum(channels).describe('Channel the order came through; taobao includes Tmall')
export type Channel = z.infer<typeof channel>

export const bearers = ['merchant', 'platform', 'creator', 'paymentChannel', 'bank', 'government', 'recycler'] as const
export const bearer = z.enum(bearers).describe('Who pays a discount')
export type Bearer = z.infer<typeof bearer>

export const id = (description: string) => z.string().min(1).max(200).describe(description)
export const fen = (description: string) => z.int().describe(`${description}, in fen`)
export const nonNegativeFen = (description: string) => z.int().nonnegative().describe(`${description}, in fen`)
export const quantity = (description = 'Units') => z.int().positive().max(1_000_000).describe(description)
export const count = (description: string) => z.int().nonnegative().describe(description)
export const instant = (description: string) => z.int().describe(`${description}, epoch milliseconds`)

/** What tells a late repeat from something new once the thing itself is forgotten: see `remembered.ts`. */
export const askedAt = instant('When it was first asked for or documented; the same in every repeat')

export const sku = id('Our stock SKU')
export const location = id('Location that holds the stock: warehouse, store, supplier or in transit')
export const shop = id('Shop: one account on a channel')
export const orderId = id('Order: channel, shop and channel order id as in the name of its stream')
export const lineId = id("Order line: the channel's sub-order id, or one made from its place in the order")
export const reservationId = id('Reservation: a promise of units to one order line at one location')
export const fulfilmentId = id('Fulfilment: work given to one location for one order')
export const regionPath = z
  .array(z.string().regex(/^\d{6}$/))
  .max(4)
  .describe('Division codes (GB/T 2260) from province to district; empty when unknown')
export const serialNumbers = z.array(z.string().min(1).max(100)).describe('Serial numbers of the units')

/** What is made of a unit that came back. `damaged` is not to be sold and not graded yet: all that was known before there were grades. */
export const conditions = ['sellable', 'damaged', 'refurbish', 'scrap'] as const
export const condition = z
  .enum(conditions)
  .describe('As inspected: sellable again, to be refurbished first, scrap, or damaged and not graded yet')
export type Condition = z.infer<typeof condition>

export const skuFacts = {
  category: z.string().describe('Category of the SKU as the catalogue had it then'),
  brand: z.string().describe('Brand of the SKU as the catalogue had it then'),
}

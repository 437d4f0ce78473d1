import { z } from 'zod'
import { count, lineId, location, nonNegativeFen, quantity, regionPath, sku } from '../shared/fields.ts'

/** Everything a plan is made of beside the policies: the order, and what was seen of each location when it was asked. JSON, to be kept. */

const stockFacts = z.object({
  beyondSafety: z.int().describe('Units not promised, beyond safety stock'),
  channelLeft: z.int().nullable().describe("Units the order's channel may still be promised there; null without a quota"),
  daysOfSupply: count('Days the stock lasts at the rate it sells there'),
})

export const nodeFacts = z.object({
  location,
  card: z.string().describe('Card of the tariff it sends by'),
  takesWork: z.boolean().describe('Open, below its daily limit, and has not refused this order'),
  covers: z.array(z.string()).describe('Division codes it may send to; empty for everywhere'),
  abilities: z.array(z.string()).describe('What it can do, such as scanning serial numbers or installing a category'),
  invoicingEntities: z.array(z.string()).describe('Companies whose stock it may send'),
  subsidyRegions: z.array(z.string()).describe('Regions whose subsidy scheme it is registered for'),
  hasSlot: z.boolean().describe('Whether a visit can still be booked on the day its units arrive, or later'),
  deliveryDays: count('Days until it arrives'),
  handlingFen: nonNegativeFen('What picking and packing one delivery costs'),
  stock: z.record(z.string(), stockFacts).describe('By SKU; none where it holds nothing'),
})

export const orderedLine = z.object({
  lineId,
  sku,
  category: z.string().describe('Category of the SKU, by which the tariff tells what is bulky'),
  quantity: quantity(),
  weightGrams: count('Packed weight of a unit in grams'),
  sizeMillimetres: z.array(z.int().positive()).length(3).nullable().describe('Length, width, height, packed; null when nobody measured'),
  declaredFen: nonNegativeFen('Value declared for a unit'),
  oldUnits: count('Old units taken away for each unit'),
  needs: z.array(z.string()).describe('Abilities its location must have'),
  needsSlot: z.boolean().describe('Whether it is delivered by appointment'),
  slotDays: z
    .array(count('Days from the day of the question'))
    .optional()
    .describe('When a crew could still come to where it goes; left out where nobody can, or need not'),
  subsidised: z.boolean().describe('Whether a government pays a part of it'),
  appointedLocation: location.nullable().describe('Location the channel or the till appointed: no other will do'),
  shipTogether: z
    .string()
    .nullable()
    .describe('Lines of the same name leave from one location: sets, gifts, an appliance and its fittings'),
  handedOver: z.boolean().optional().describe('Whether the buyer takes it where it is, so that nothing is carried; not when left out'),
})

export const question = z.object({
  shipTo: regionPath,
  invoicingEntity: z.string().describe('Company that invoices, fixed before sourcing'),
  subsidyRegion: z.string().nullable().describe('Region whose scheme pays for the subsidised lines'),
  promisedDays: count('Days within which it was promised'),
  floors: count('Floors without a lift'),
  lines: z
    .array(orderedLine)
    .min(1)
    .refine((lines) => new Set(lines.map((line) => line.lineId)).size === lines.length, { error: 'a line is named twice' }),
  nodes: z
    .array(nodeFacts)
    .refine((nodes) => new Set(nodes.map((node) => node.location)).size === nodes.length, { error: 'a location is named twice' }),
})

export type Question = z.infer<typeof question>
export type OrderedLine = z.infer<typeof orderedLine>
export type NodeFacts = z.infer<typeof nodeFacts>
export type StockFacts = z.infer<typeof stockFacts>

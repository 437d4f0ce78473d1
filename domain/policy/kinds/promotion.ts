import { z } from 'zod'
import { bearer, channel, nonNegativeFen, quantity, sku } from '../../shared/fields.ts'
import { defineKind } from '../kind.ts'

const percent = (description: string) => z.int().min(0).max(100).describe(description)
/** May be left out; described as a whole, since what may be null says nothing of itself. */
const orNull = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  schema
    .nullable()
    .default(null as never)
    .describe(description)
const words = (description: string) => z.array(z.string().min(1).max(100)).max(1_000).default([]).describe(description)

const shares = z
  .array(z.strictObject({ bearer, percent: percent('Part of it, whole percent') }))
  .min(1)
  .default([{ bearer: 'merchant', percent: 100 }])
  .describe('Who pays for it; the parts sum to 100')

const common = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,99}$/)
    .describe('Names it in what was quoted; once in a document'),
  from: orNull(z.int(), 'From when it applies, epoch milliseconds; null: as long as the document'),
  until: orNull(z.int(), 'Until when, epoch milliseconds; null: as long as the document'),
  channels: z.array(channel).default([]).describe('Channels it applies on; empty for all'),
  shops: words('Shops it applies in; empty for all'),
  skus: words('Sales SKUs it is about; empty for all'),
  categories: words('Categories it is about; empty for all'),
  brands: words('Brands it is about; empty for all'),
  bearers: shares,
}

const step = z.strictObject({ fromFen: nonNegativeFen('Of so much').min(1), offFen: nonNegativeFen('so much is taken off').min(1) })

const promotion = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('itemDiscount').describe('Each unit is cheaper'),
    ...common,
    percentOff: percent('Taken off the price of a unit, rounded down').default(0),
    unitOffFen: nonNegativeFen('Taken off each unit').default(0),
  }),
  z.strictObject({
    kind: z.literal('bundle').describe('Units that are bought together have a price together'),
    ...common,
    parts: z
      .array(z.strictObject({ sku, quantity: quantity('Units in one set') }))
      .min(1)
      .max(20)
      .describe('What makes a set; each SKU once'),
    priceFen: nonNegativeFen('Price of a set'),
  }),
  z.strictObject({
    kind: z.literal('fullReduction').describe('Over a sum across lines, a sum is taken off'),
    ...common,
    steps: z.array(step).min(1).max(20).describe('The highest step that is reached counts'),
    repeats: z.boolean().default(false).describe('Whether the step is taken as often as the sum holds it'),
    mostOffFen: orNull(z.int().nonnegative(), 'Taken off at most, in fen; null: however much'),
  }),
  z.strictObject({
    kind: z.literal('gift').describe('Units that are bought earn others'),
    ...common,
    forQuantity: orNull(quantity(), 'Units of one line that earn it, as often as the line holds them'),
    forFen: orNull(z.int().min(1), 'Sum across lines that earns it once, in fen'),
    gifts: z
      .array(z.strictObject({ sku, quantity: quantity('Units given each time') }))
      .min(1)
      .max(10)
      .describe('The first of which enough is there is given'),
    most: orNull(quantity(), 'Times at most in one basket; null: however often'),
  }),
  z.strictObject({
    kind: z.literal('presale').describe('A deposit now, the balance later'),
    ...common,
    depositPercent: z.int().min(1).max(99).describe('Of what is to be paid, rounded up'),
    worthPercent: z.int().min(100).max(1_000).default(100).describe('What the deposit counts for: 100 its amount, 200 twice as much'),
    balanceWithinMs: z.int().positive().describe('How long after the order the balance is due, milliseconds'),
  }),
  z.strictObject({
    kind: z.literal('tradeIn').describe('An old unit is taken in: its value is taken off, and more'),
    ...common,
    oldCategories: words('Categories of old units it takes; empty for all'),
    bonusFen: nonNegativeFen('Taken off beyond its value').default(0),
  }),
  z.strictObject({
    kind: z.literal('priceProtection').describe('What becomes cheaper is paid back in part'),
    ...common,
    withinMs: z.int().positive().describe('How long after the order, milliseconds'),
  }),
])

const document = z
  .strictObject({
    promotions: z
      .array(promotion)
      .max(500)
      .default([])
      .describe('Those of a kind from the first to the last; kinds in the order their discounts are taken off'),
  })
  .superRefine(({ promotions }, context) => {
    const fault = (place: number, field: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['promotions', place, field], message })
    const ids = promotions.map(({ id }) => id)
    for (const [place, one] of promotions.entries()) {
      if (ids.indexOf(one.id) < place) fault(place, 'id', 'another promotion has this id')
      if (one.bearers.reduce((sum, share) => sum + share.percent, 0) !== 100) fault(place, 'bearers', 'the parts do not sum to 100')
      if (one.kind === 'gift' && (one.forQuantity === null) === (one.forFen === null))
        fault(place, 'forQuantity', 'either forQuantity or forFen')
      if (one.kind === 'bundle' && new Set(one.parts.map((part) => part.sku)).size < one.parts.length)
        fault(place, 'parts', 'a SKU is named twice')
    }
  })

export type PromotionDocument = z.infer<typeof document>
export type Promotion = PromotionDocument['promotions'][number]
export type PromotionOf<Kind extends Promotion['kind']> = Extract<Promotion, { readonly kind: Kind }>

/** What a basket of our own channels costs, and who pays for what is taken off; applied by `domain/promotion/quote.ts`. */
export const promotionKind = defineKind<PromotionDocument>({
  description:
    'What a basket costs on our own channels: discounts, gifts, bundles, presales, trade-ins, price protection, and who pays for each',
  document: document as z.ZodType<PromotionDocument>,
  builtIn: { promotions: [] },
})

import { z } from 'zod'
import { count } from '../shared/fields.ts'

/** The document of the policy `tariff`: what each carrier charges. Integer grams, millimetres and fen throughout. */

const area = z
  .string()
  .regex(/^(CN|\d{6})$/)
  .describe('Division code the row is for, or CN for the whole country; of the rows on the way to a place the most specific one holds')
const category = z.string().min(1).describe('Category of the SKU')

/** Bounded, so that whatever a lorry holds costs a whole number that can be counted exactly. */
const priceFen = (description: string) => z.int().nonnegative().max(10_000_000).describe(`${description}, in fen`)

const parcelRow = z.strictObject({
  area,
  firstGrams: z.int().positive().describe('Weight the first price covers, in grams'),
  firstFen: priceFen('Price up to the first weight'),
  stepGrams: z.int().positive().describe('Weight of one further step, in grams; a step begun is a step paid'),
  stepFen: priceFen('Price of each further step'),
})

const pieceRow = z.strictObject({
  area,
  category,
  pieceFen: priceFen('Price of one piece, whatever its size'),
})
const volumeRow = z.strictObject({
  area,
  category,
  cubicMetreFen: priceFen('Price of a cubic metre; a fen begun is a fen paid'),
  minimumFen: priceFen('Least price of one piece'),
})

const surchargeBase = {
  name: z.string().min(1).describe('What it is called on the bill; for one name the most specific area holds'),
  area,
}
const each = priceFen('Price of each')

const surcharge = z.discriminatedUnion('per', [
  z.strictObject({ ...surchargeBase, per: z.literal('parcel').describe('Of all that goes as a parcel, once'), fen: each }),
  z.strictObject({ ...surchargeBase, per: z.literal('bulkyPiece').describe('Of each bulky piece'), fen: each }),
  z.strictObject({ ...surchargeBase, per: z.literal('oldUnit').describe('Of each old unit taken away'), fen: each }),
  z.strictObject({ ...surchargeBase, per: z.literal('redelivery').describe('Of each further visit'), fen: each }),
  z.strictObject({
    ...surchargeBase,
    per: z.literal('floor').describe('Of each floor without a lift that a bulky piece is carried up'),
    free: count('Floors that cost nothing'),
    fen: each,
  }),
  z.strictObject({
    ...surchargeBase,
    per: z.literal('storageDay').describe('Of each day a bulky piece is kept'),
    free: count('Days that cost nothing'),
    fen: each,
  }),
  z.strictObject({
    ...surchargeBase,
    per: z.literal('declaredValue').describe('Of the value each unit declares'),
    fen: priceFen('Price of each 10,000 fen of value; a fen begun is a fen paid'),
  }),
])

const card = z.strictObject({
  card: z.string().min(1).max(200).describe('Name of the card: a carrier, and from where'),
  volumetricDivisor: z
    .int()
    .min(1_000)
    .max(100_000)
    .nullable()
    .describe('Cubic centimetres that weigh a kilogram, such as 6000, 8000 or 12000; null when only the real weight counts'),
  parcel: z.array(parcelRow).describe('First and continued weight, of everything that is not bulky together'),
  bulky: z.array(z.union([pieceRow, volumeRow])).describe('Per piece, of the categories named here; other categories go as parcels'),
  surcharges: z.array(surcharge).describe('What comes on top of carrying'),
})

const distinct = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): boolean => new Set(rows.map(keyOf)).size === rows.length

export const tariffDocument = z.strictObject({
  cards: z
    .array(
      card
        .refine(({ parcel }) => distinct(parcel, (row) => row.area), { path: ['parcel'], error: 'an area has two rows' })
        .refine(({ bulky }) => distinct(bulky, (row) => `${row.category} ${row.area}`), {
          path: ['bulky'],
          error: 'a category has two rows for one area',
        })
        .refine(({ surcharges }) => distinct(surcharges, (row) => `${row.name} ${row.area}`), {
          path: ['surcharges'],
          error: 'a surcharge has two rows for one area',
        }),
    )
    .refine((cards) => distinct(cards, (each) => each.card), { error: 'two cards have one name' })
    .describe('What each carrier charges from where'),
})

export type TariffDocument = z.infer<typeof tariffDocument>
export type Card = TariffDocument['cards'][number]
export type ParcelRow = z.infer<typeof parcelRow>
export type BulkyRow = Card['bulky'][number]
export type Surcharge = z.infer<typeof surcharge>

/** What a location sends by that names no card of its own. */
export const standardCard = 'standard'

/** Prices nothing: where no tariff is published, what is weighed is handling, lateness, splitting and the price of stock. */
export const builtInTariff: TariffDocument = {
  cards: [
    {
      card: standardCard,
      volumetricDivisor: null,
      parcel: [{ area: 'CN', firstGrams: 1_000, firstFen: 0, stepGrams: 1_000, stepFen: 0 }],
      bulky: [],
      surcharges: [],
    },
  ],
}

import { z } from 'zod'
import { type LocationAbility, locationAbility } from '../catalogue/ability.ts'
import { channels } from '../shared/fields.ts'
import { standardCard } from '../tariff/document.ts'
import { defaultSourcing, type SourcingDocument, sourcingDocument } from './document.ts'

/** The document of the policy `sourcing`: by what rule locations are chosen, and everything that rule weighs. */

const usual: LocationAbility = {
  tasks: ['ship', 'install', 'scanSerial'],
  card: standardCard,
  invoicingEntities: null,
  subsidyRegions: null,
  handlingFen: 0,
  deliveryDays: [1, 1, 2, 4],
  paused: false,
}
const usualOfKind = {
  warehouse: usual,
  store: { ...usual, tasks: [...usual.tasks, 'storePickup', 'carryOut'] },
  supplier: usual,
} satisfies Record<string, LocationAbility>

const { maxSplit, splitQuantities, splitPenaltyFen, lateDayFen, opportunity, workLimit } = sourcingDocument.shape
const reserveAt = z.enum(['placing', 'paying'])
const ofKind = (kind: keyof typeof usualOfKind, name: string) =>
  locationAbility.default(usualOfKind[kind]).describe(`What ${name} can do that nobody set the ability of`)

const byCost = z.strictObject({
  by: z.literal('cost').describe('The cheapest plan of all that keep the rules'),
  maxSplit: maxSplit.default(defaultSourcing.maxSplit),
  splitQuantities: splitQuantities.default(defaultSourcing.splitQuantities),
  splitPenaltyFen: splitPenaltyFen.default(defaultSourcing.splitPenaltyFen),
  lateDayFen: lateDayFen.default(defaultSourcing.lateDayFen),
  opportunity: opportunity.default(defaultSourcing.opportunity),
  workLimit: workLimit.default(defaultSourcing.workLimit),
  sales: z
    .array(
      z.strictObject({
        sku: z.string().nullable().describe('SKU the row is for; null for every SKU'),
        location: z.string().nullable().describe('Location the row is for; null for every location'),
        unitsPer100Days: z.int().positive().max(1_000_000_000).describe('Units expected to sell there in a hundred days'),
      }),
    )
    .max(20_000)
    .default([])
    .describe(
      'By which stock lasts for so many days: of the rows that hold, one of SKU and location goes before one of SKU, of location, and neither',
    ),
  promisedDays: z.int().min(0).max(1_000).default(3).describe('Days within which it was promised, where the channel names none'),
  mostStocks: z
    .int()
    .min(1)
    .max(500)
    .default(300)
    .describe('Stocks, each of one SKU at one location, that are read for one order at most; locations further away are left out'),
  setsTogether: z.boolean().default(true).describe('Whether the parts of a set leave from one location'),
  giftsTogether: z.boolean().default(true).describe('Whether gifts leave from where what they came with does'),
  reserveAt: reserveAt.default('placing').describe('When units are reserved: once an order is placed, or once money for it came'),
  reserveAtOf: z
    .array(
      z.strictObject({
        channel: z.enum(channels).describe('Channel the order came through'),
        reserveAt: reserveAt.describe('When units are reserved for its orders'),
      }),
    )
    .max(channels.length)
    .default([])
    .describe('Channels with a rule of their own'),
  abilityOf: z
    .strictObject({
      warehouse: ofKind('warehouse', 'a warehouse'),
      store: ofKind('store', 'a store'),
      supplier: ofKind('supplier', 'a supplier'),
    })
    .default(usualOfKind)
    .describe('What locations can do that nobody set the ability of'),
})

const byDistance = z.strictObject({
  by: z.literal('distance').describe('The nearest location that has everything, else the nearest that have something of it'),
})

export const sourcingRules = z.discriminatedUnion('by', [byDistance, byCost])
export type SourcingRules = z.infer<typeof sourcingRules>
export type CostRules = z.infer<typeof byCost>

/** Whether units are reserved before anything was paid. */
export const reservesAtPlacing = ({ reserveAt, reserveAtOf }: CostRules, channel: string): boolean =>
  (reserveAtOf.find((own) => own.channel === channel)?.reserveAt ?? reserveAt) === 'placing'

/** What of the rules the search looks at. */
export const searchRulesOf = (rules: CostRules): SourcingDocument => ({
  maxSplit: rules.maxSplit,
  splitQuantities: rules.splitQuantities,
  splitPenaltyFen: rules.splitPenaltyFen,
  lateDayFen: rules.lateDayFen,
  opportunity: rules.opportunity,
  workLimit: rules.workLimit,
})

/** Stock nobody expects to sell lasts. */
const lasting = 1_000_000

const ratesOf = new WeakMap<CostRules['sales'], ReadonlyMap<string, number>>()
const rowName = (sku: string | null, location: string | null): string => JSON.stringify([sku, location])

/** Whole days that so many units last at the rate they are expected to sell there. Of two rows for the same, the later one holds. */
export function daysOfSupply({ sales }: CostRules, sku: string, location: string, units: number): number {
  let rates = ratesOf.get(sales)
  if (rates === undefined) {
    rates = new Map(sales.map((row) => [rowName(row.sku, row.location), row.unitsPer100Days]))
    ratesOf.set(sales, rates)
  }
  for (const name of [rowName(sku, location), rowName(sku, null), rowName(null, location), rowName(null, null)]) {
    const rate = rates.get(name)
    if (rate !== undefined) return Math.floor((Math.max(0, units) * 100) / rate)
  }
  return lasting
}

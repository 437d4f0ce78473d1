import { z } from 'zod'
import { policyName } from '../../policy/events.ts'
import { defineEvents } from '../../shared/event.ts'
import { count, instant, lineId, location, nonNegativeFen, quantity, regionPath, reservationId, sku } from '../../shared/fields.ts'
import { dropReasons } from '../../sourcing/filters.ts'
import { orderedLine } from '../../sourcing/question.ts'
import { which } from './fields.ts'

const policy = (what: string) =>
  z.object({ name: policyName, version: z.int().nonnegative().describe('0: built in') }).describe(`Which version of the ${what} decided`)

const units = z.object({ lineId, sku, quantity: quantity() })

const leg = z.object({
  location,
  card: z.string().describe('Card of the tariff it sends by'),
  units: z.array(units).min(1).describe('What it sends'),
  chargeableGrams: count('What the parcel is charged for, in grams; 0 when nothing goes as a parcel'),
  lateDays: count('Days after the promised one'),
})

const cost = z.object({
  parcelFen: nonNegativeFen('Carriage of parcels'),
  bulkyFen: nonNegativeFen('Carriage of bulky pieces'),
  surchargeFen: nonNegativeFen('Surcharges of the carriers'),
  handlingFen: nonNegativeFen('Picking and packing'),
  latenessFen: nonNegativeFen('Days after the promised one'),
  splitFen: nonNegativeFen('Locations beyond the first'),
  opportunityFen: nonNegativeFen('Price of the stock it takes'),
  totalFen: nonNegativeFen('All of it'),
})

/** What was decided, and everything it takes to decide the same again. */
export const sourcingDecision = z.object({
  decision: z.int().positive().describe('Counted from 1 in the order'),
  policy: policy('rules'),
  tariff: policy('tariff'),
  asked: z
    .object({
      invoicingEntity: z.string().describe('Company that invoices'),
      subsidyRegion: z.string().nullable().describe('Region whose scheme pays for the subsidised lines; null when none does'),
      promisedDays: count('Days within which it was promised'),
      lines: z.array(orderedLine).min(1).max(2_000).describe('What needed a location, one for each line and SKU'),
      refusedBy: z.array(location).max(1_000).describe('Locations that would not do the work for this order'),
    })
    .describe('What was asked about the order'),
  locationsAt: z
    .string()
    .regex(/^\d+$/)
    .describe('Position of the last definition or ability of a location that was known: they are seen as of there'),
  stocks: z
    .array(z.object({ sku, location, revision: count('Of the last event of its stream that was seen') }))
    .max(2_000)
    .describe('Stocks that were read; a location without one had none'),
  beyond: count('Locations that were left out as too many stocks would have been read'),
  dropped: z
    .partialRecord(z.enum(dropReasons), z.int().positive())
    .describe('How many locations could send nothing, by the first filter that left nothing'),
  candidates: count('Locations that could send something'),
  steps: count('Steps the search took'),
  best: z
    .array(z.object({ legs: z.array(leg).min(1).max(5).describe('What each location sends'), cost: cost.describe('What it costs') }))
    .max(10)
    .describe('The cheapest plans, the chosen one first; none where there is no plan. Of a large order fewer are kept'),
  proven: z
    .boolean()
    .describe('Whether nothing is cheaper, or nothing possible where there is no plan; never where locations were left out'),
  boundFen: nonNegativeFen('What no plan costs less than; null where there is no plan').nullable(),
  gapFen: nonNegativeFen('How far the chosen plan may be from the cheapest; null where there is none').nullable(),
  decidedAt: instant('When'),
})
export type SourcingDecision = z.infer<typeof sourcingDecision>

export const sourcingEvents = defineEvents({
  SourcingDecided: {
    description: 'It was decided by cost which locations are to send what, or that no plan keeps the rules; units are promised after it',
    data: z.object({ ...which, ...sourcingDecision.shape }),
  },
  OrderSourced: {
    description: 'Every unit has a location that promised it',
    data: z.object({
      ...which,
      plan: z
        .array(z.object({ lineId, sku, location, locationRegionPath: regionPath, reservationId, quantity: quantity() }))
        .describe('Which reservation at which location holds which units'),
    }),
  },
  OrderBackordered: {
    description: 'Not every unit is in stock; the order waits for stock until it is due',
    data: z.object({
      ...which,
      missing: z.array(z.object({ sku, quantity: quantity() })).describe('Units no location can promise'),
      dueAt: instant('When waiting ends'),
    }),
  },
})

import { z } from 'zod'

/** The document of the policy `sourcing`: how many locations an order may be sent from, and what is weighed against freight. */

/** Bounded, so that the costs of an order can be added exactly. */
const weightFen = (description: string) => z.int().nonnegative().max(10_000_000).describe(`${description}, in fen`)

const opportunityRow = z.strictObject({
  sku: z.string().nullable().describe('SKU the row is for; null for every SKU'),
  location: z.string().nullable().describe('Location the row is for; null for every location'),
  underDaysOfSupply: z.int().positive().nullable().describe('Holds while the stock there lasts for fewer days than this; null for always'),
  unitFen: weightFen('What taking one unit from there costs later sales'),
})

export const sourcingDocument = z.strictObject({
  maxSplit: z.int().min(1).max(5).describe('Most locations one order may be sent from; 1 forbids splitting'),
  splitQuantities: z.boolean().describe('Whether the units of one line may come from several locations'),
  splitPenaltyFen: weightFen('What each location beyond the first costs beside its freight: a buyer who waits for two deliveries'),
  lateDayFen: weightFen('What each day after the promised one costs, for each location that is late'),
  opportunity: z
    .array(opportunityRow)
    .describe(
      'Price of stock: of the rows that hold, one of SKU and location goes before one of SKU, of location, and neither; then fewest days',
    ),
  workLimit: z
    .int()
    .min(1)
    .max(100_000_000)
    .describe('Steps the search may take; where it stops, the plan says how far from the best it may be'),
})

export type SourcingDocument = z.infer<typeof sourcingDocument>

export const defaultSourcing: SourcingDocument = {
  maxSplit: 3,
  splitQuantities: false,
  splitPenaltyFen: 500,
  lateDayFen: 1_000,
  opportunity: [],
  workLimit: 100_000,
}

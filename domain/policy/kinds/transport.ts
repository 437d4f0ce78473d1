import { z } from 'zod'
import { coveredArea } from '../../provider/fields.ts'
import { defineKind } from '../kind.ts'

const days = (description: string) => z.int().min(0).max(60).describe(description)

const row = z.strictObject({
  from: coveredArea.describe('Division code the units leave from; CN for everywhere'),
  to: coveredArea.describe('Division code they go to; CN for everywhere'),
  days: days('Days from the day they leave to the day they arrive'),
})

const document = z.strictObject({
  rows: z.array(row).max(20_000).describe('The row that names both ends most closely counts, first the end, then the beginning'),
  otherwiseDays: days('Days where no row fits').default(3),
  leavesAfterDays: days('Days from the day of the order to the day it leaves').default(1),
  lastOrderAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable()
    .default(null)
    .describe('What is ordered at this time of the day in China or later counts for the next day; null for none'),
  arrivalWithinMs: z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe('How long after it left a parcel may be on its way before somebody is shown, milliseconds; null for as long as it takes'),
})
export type TransportDocument = z.infer<typeof document>

/** How long units are on their way; applied by `domain/delivery/transport.ts` and, for parcels nobody hears of, by the process `order`. */
export const transportKind = defineKind<TransportDocument>({
  description: 'How many days units take from a location to a buyer, for dates that are offered and visits that are booked',
  document: document as z.ZodType<TransportDocument>,
  builtIn: { rows: [], otherwiseDays: 3, leavesAfterDays: 1, lastOrderAt: null, arrivalWithinMs: null },
})

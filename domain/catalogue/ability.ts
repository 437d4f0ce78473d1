import { z } from 'zod'
import { count, nonNegativeFen } from '../shared/fields.ts'

export const locationTasks = ['ship', 'install', 'storePickup', 'carryOut', 'scanSerial'] as const
export type LocationTask = (typeof locationTasks)[number]

/** What a location can do for an order, and at what price beside carrying. */
export const locationAbility = z.strictObject({
  tasks: z
    .array(z.enum(locationTasks))
    .describe('Whether it sends, sends for installation, hands over to who fetches or carries out, and scans serial numbers'),
  card: z.string().min(1).max(200).describe('Card of the tariff it sends by'),
  invoicingEntities: z.array(z.string().max(200)).max(100).nullable().describe('Companies whose stock it may send; null where nobody says'),
  subsidyRegions: z
    .array(z.string().max(20))
    .max(100)
    .nullable()
    .describe('Regions whose subsidy scheme it is registered for; null where nobody says'),
  handlingFen: nonNegativeFen('What picking and packing one delivery costs').max(10_000_000),
  deliveryDays: z
    .array(count('Days until it arrives').max(1_000))
    .length(4)
    .describe('Days until it arrives: within its district, its city, its province, and beyond'),
  paused: z.boolean().describe('Whether it takes no work for now'),
})

export type LocationAbility = z.infer<typeof locationAbility>

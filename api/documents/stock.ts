import { z } from 'zod'
import { type AreaStock, areaLevels } from '../../projections/stock-by-area/stock-by-area.ts'
import { nameOfArea } from '../reading/areas.ts'

const units = z.int().describe('Units')
const counts = {
  onHand: units,
  damaged: units,
  refurbish: units,
  scrap: units,
  reserved: units,
  inTransit: units,
  availableToPromise: units,
}

/** One SKU at one location. */
export const cellDocument = z.looseObject({
  sku: z.string(),
  location: z.string(),
  category: z.string(),
  brand: z.string(),
  areas: z.array(z.string()),
  ...counts,
  safetyStock: units,
  availableToChannel: units.optional().describe('What the channel asked for may still be promised'),
})

/** One SKU in one area. */
export const areaDocument = z.object({
  sku: z.string(),
  area: z.string(),
  name: z.string().describe('Of the area'),
  level: z.enum(areaLevels),
  category: z.string(),
  brand: z.string(),
  ...counts,
  safetyStock: units,
  locations: z.int().describe('How many locations there have had it'),
})

export type ShownArea = z.infer<typeof areaDocument>

export const shownArea = (stock: AreaStock): ShownArea => ({ ...stock, name: nameOfArea(stock.area) })

import { z } from 'zod'
import { type StockTotal, stockTotals, totalOfArea } from '../../projections/stock-totals/stock-totals.ts'
import type { Collection } from '../../stores/documents/port.ts'
import { type App, answers, position } from '../app.ts'
import { inArea, levelBelow, nameOfArea } from '../reading/areas.ts'
import { asOf, minPosition } from '../reading/page.ts'
import type { OpenStock } from '../reading/stock-at.ts'

const units = z.int().describe('Units of all SKUs')
const summary = z.object({
  area: z.string(),
  name: z.string(),
  onHand: units,
  reserved: units,
  inTransit: units,
  damaged: units,
  safety: units,
  availableToPromise: units,
})
type Summary = z.infer<typeof summary>
/** No province has so many cities, no city so many districts. */
const mostParts = 1_000

export function stockSummaryRoutes(app: App, openStock: OpenStock): void {
  app.get(
    '/v1/stock-summary',
    {
      schema: {
        summary: 'How much stock there is in each part of an area, all SKUs together',
        tags: ['stock'],
        querystring: z.object({
          area: z
            .string()
            .regex(/^(CN|\d{6})$/)
            .default('CN'),
          asOf,
          minPosition,
        }),
        response: answers(z.object({ areas: z.array(summary), position })),
      },
    },
    async ({ query: { area, ...when } }) => {
      const model = await openStock<StockTotal>(stockTotals, when)
      const areas = await partsOf(model.collection, area)
      return { areas, position: String(model.position) }
    },
  )
}

async function partsOf(totals: Collection<StockTotal>, area: string): Promise<Summary[]> {
  const level = levelBelow(area)
  const sort = [{ field: 'place', direction: 'ascending' }] as const
  const where = level === null ? null : { level, place: inArea(area) }
  const found = await (where === null ? totals.get([totalOfArea(area)]) : totals.find({ where, sort, limit: mostParts }))
  return found.flatMap(({ body }) => (body === null ? [] : [shown(body)]))
}

const shown = ({ place, onHand, reserved, inTransit, damaged, safetyStock, availableToPromise }: StockTotal): Summary => ({
  ...{ area: place, name: nameOfArea(place) },
  ...{ onHand, reserved, inTransit, damaged, safety: safetyStock, availableToPromise },
})

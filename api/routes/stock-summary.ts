import { z } from 'zod'
import { type AreaStock, stockByArea } from '../../projections/stock-by-area/stock-by-area.ts'
import type { Collection } from '../../stores/documents/port.ts'
import { type App, answers, position } from '../app.ts'
import { inArea, levelBelow, nameOfArea } from '../reading/areas.ts'
import { asOf, minPosition } from '../reading/page.ts'
import { createSharedAnswers } from '../reading/shared-answers.ts'
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
const pageSize = 1_000

export function stockSummaryRoutes(app: App, openStock: OpenStock): void {
  const shared = createSharedAnswers<readonly Summary[]>()

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
      const model = await openStock<AreaStock>(stockByArea, when)
      const areas = await shared(area, model.position, () => summarise(model.collection, area))
      return { areas, position: String(model.position) }
    },
  )
}

async function summarise(collection: Collection<AreaStock>, area: string): Promise<Summary[]> {
  const level = levelBelow(area)
  const where = level === null ? { area } : { area: inArea(area), level }
  const sort = [
    { field: 'area', direction: 'ascending' },
    { field: 'sku', direction: 'ascending' },
  ] as const
  const areas = new Map<string, Summary>()
  for (let after: readonly string[] | undefined; ; ) {
    const page = await collection.find({ where, sort, limit: pageSize, ...(after === undefined ? {} : { after }) })
    for (const { body } of page) if (body !== null) add(areas, body)
    const last = page.at(-1)
    if (page.length < pageSize || last?.body == null) return [...areas.values()]
    after = [last.body.area, last.body.sku, last.id]
  }
}

function add(areas: Map<string, Summary>, stock: AreaStock): void {
  const zero = { onHand: 0, reserved: 0, inTransit: 0, damaged: 0, safety: 0, availableToPromise: 0 }
  const total = areas.get(stock.area) ?? { area: stock.area, name: nameOfArea(stock.area), ...zero }
  areas.set(stock.area, total)
  total.onHand += stock.onHand
  total.reserved += stock.reserved
  total.inTransit += stock.inTransit
  total.damaged += stock.damaged
  total.availableToPromise += stock.availableToPromise
  for (const place in stock.locations) total.safety += stock.locations[place]![2]
}

import { z } from 'zod'
import { type Channel, channel } from '../../domain/shared/fields.ts'
import { type AreaStock, stockByArea } from '../../projections/stock-by-area/stock-by-area.ts'
import { deriveAvailability } from '../../projections/stock-map/availability.ts'
import type { StockCell } from '../../projections/stock-map/document.ts'
import { stockMap } from '../../projections/stock-map/stock-map.ts'
import { createAsOf } from '../../replay/as-of/as-of.ts'
import type { Collection, Condition } from '../../stores/documents/port.ts'
import { type App, answers, position } from '../app.ts'
import { areaDocument, cellDocument, shownArea } from '../documents/stock.ts'
import { Problem } from '../problem.ts'
import { inArea } from '../reading/areas.ts'
import { areasOfCells } from '../reading/areas-of-cells.ts'
import { positionAsOf } from '../reading/moments.ts'
import { asOf, findPage, given, minPosition, pageOf, pageQuery } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { OpenStock } from '../reading/stock-at.ts'
import type { ApiOptions } from '../services.ts'

const levels = ['location', 'district', 'city', 'province', 'country'] as const

const filters = z.object({
  ...pageQuery,
  level: z.enum(levels).default('location'),
  sku: z.string().max(200).optional(),
  location: z.string().max(200).optional(),
  area: z
    .string()
    .regex(/^(CN|\d{6})$/)
    .optional()
    .describe('Division code: everything in that area'),
  category: z.string().max(200).optional(),
  channel: channel.optional().describe('Shows what this channel may still be promised'),
  asOf,
})
type Filters = z.infer<typeof filters>

export function stockRoutes(
  app: App,
  { ledger, scratch }: Pick<ApiOptions, 'ledger' | 'scratch'>,
  openModel: OpenModel,
  openStock: OpenStock,
): void {
  const { events, documents } = ledger
  const past = createAsOf({ events, documents, scratch })

  app.get(
    '/v1/stock',
    {
      schema: {
        summary: 'The stock map: every SKU at every location, or rolled up by area',
        tags: ['stock'],
        querystring: filters,
        response: answers(pageOf(z.union([cellDocument, areaDocument]))),
      },
    },
    async ({ query }) => {
      if (query.level === 'location') {
        const model = await openStock<StockCell>(stockMap, query)
        const { items, next } = await cellsPage(model.collection, query)
        return { items: items.map((cell) => forChannel(cell, query.channel)), next, position: String(model.position) }
      }
      if (query.location !== undefined) throw new Problem('BAD_REQUEST', 'location: goes with level=location only')
      const model = await openStock<AreaStock>(stockByArea, query)
      const { items, next } = await areasPage(model.collection, query)
      return { items: items.map(shownArea), next, position: String(model.position) }
    },
  )

  app.get(
    '/v1/stock/:sku',
    {
      schema: {
        summary: 'One SKU at every location, and in every area',
        tags: ['stock'],
        params: z.object({ sku: z.string().max(200) }),
        querystring: z.object({ asOf, minPosition, channel: channel.optional() }),
        response: answers(z.object({ sku: z.string(), locations: z.array(cellDocument), areas: z.array(areaDocument), position })),
      },
    },
    async ({ params: { sku }, query }) => {
      const until = query.asOf === undefined ? null : await positionAsOf(events, query.asOf)
      // What it says of the past it says once it knows it: which places there were comes from the live map.
      const model = await openModel<StockCell>(stockMap, query.minPosition ?? (until === null ? undefined : String(until)))
      const cells = until === null ? await allCells(model.collection, sku) : await past.sku(sku, until)
      const locations = cells.map((cell) => forChannel(cell, query.channel))
      return { sku, locations, areas: areasOfCells(cells), position: String(until ?? model.position) }
    },
  )
}

const ascending = (...fields: readonly string[]) => fields.map((field) => ({ field, direction: 'ascending' as const }))

function cellsPage(cells: Collection<StockCell>, { sku, location, area, category, after, limit }: Filters) {
  const where = given<Condition>({ sku, location, areas: area, category })
  const sort = area === undefined && category === undefined ? ascending('sku', 'location') : ascending('sku')
  return findPage(cells, { where, sort, after, limit })
}

function areasPage(areas: Collection<AreaStock>, { level, sku, area, category, after, limit }: Filters) {
  const where = given<Condition>({ level, sku, category, area: area === undefined ? undefined : inArea(area) })
  const sort = sku === undefined && area !== undefined ? ascending('area', 'sku') : ascending('sku')
  return findPage(areas, { where, sort, after, limit })
}

async function allCells(cells: Collection<StockCell>, sku: string): Promise<StockCell[]> {
  const found: StockCell[] = []
  const sort = ascending('sku', 'location')
  for (let after: string | undefined; ; ) {
    const page = await findPage(cells, { where: { sku }, sort, after, limit: 900 })
    found.push(...page.items)
    if (page.next === null) return found
    after = page.next
  }
}

/** With what the channel may be promised here, a share of its own or not. */
function forChannel(cell: StockCell, name: Channel | undefined): StockCell & { availableToChannel?: number } {
  if (name === undefined) return cell
  const share = cell.channels[name] ?? { reserved: 0, issued: 0, quota: null, quotaKind: null, availableToPromise: 0 }
  const derived = deriveAvailability(structuredClone({ ...cell, channels: { ...cell.channels, [name]: share } }))
  return { ...cell, availableToChannel: derived.channels[name]!.availableToPromise }
}

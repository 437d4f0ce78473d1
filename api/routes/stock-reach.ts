import { z } from 'zod'
import { type LocationDocument, locations } from '../../projections/catalogue/locations.ts'
import { nothingCounted, type StockCounts } from '../../projections/stock-map/counts.ts'
import type { StockCell } from '../../projections/stock-map/document.ts'
import { stockMap } from '../../projections/stock-map/stock-map.ts'
import type { Collection } from '../../stores/documents/port.ts'
import { type App, answers, position } from '../app.ts'
import { nameOfArea } from '../reading/areas.ts'
import { asOf, findPage, minPosition } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { OpenStock } from '../reading/stock-at.ts'

const units = z.int().describe('Units')
const counts = z.object({ onHand: units, reserved: units, inTransit: units, availableToPromise: units, locations: z.int() })
const byKind = {
  warehouse: counts.describe('At warehouses'),
  store: counts.describe('At stores'),
  dropship: counts.describe('At suppliers, who send it themselves'),
  transit: counts.describe('At places between two others, from which nothing is promised'),
  inTransit: units.describe('On the way from one location to another, wherever it goes to'),
}
const reach = z.object({
  sku: z.string(),
  area: z.string(),
  ...byKind,
  areas: z.array(z.object({ area: z.string(), name: z.string(), ...byKind })),
  position,
})

const kindNames = { warehouse: 'warehouse', store: 'store', supplier: 'dropship', transit: 'transit' } as const
type Counted = Pick<StockCounts, 'onHand' | 'reserved' | 'inTransit' | 'availableToPromise'> & { locations: number }
type ByKind = Record<(typeof kindNames)[keyof typeof kindNames], Counted> & { inTransit: number }

/** What there is of one SKU, wherever it can come from: warehouses, stores, suppliers that send it themselves, and what is on its way. */
export function stockReachRoutes(app: App, openStock: OpenStock, openModel: OpenModel): void {
  app.get(
    '/v1/stock-reach',
    {
      schema: {
        summary: 'One SKU in an area and in each part of it: at warehouses, at stores, at suppliers who send it themselves, and on its way',
        tags: ['stock'],
        querystring: z.object({
          sku: z.string().min(1).max(200),
          area: z
            .string()
            .regex(/^(CN|\d{6})$/)
            .default('CN'),
          ...{ asOf, minPosition },
        }),
        response: answers(reach),
      },
    },
    async ({ query: { sku, area, ...when } }) => {
      const model = await openStock<StockCell>(stockMap, when)
      const cells = await cellsOf(model.collection, sku, area)
      const known = await openModel<LocationDocument>(locations, when.minPosition)
      const found = cells.length === 0 ? [] : await known.collection.get(cells.map(({ location }) => location))
      const kinds = new Map(found.flatMap(({ body }) => (body === null ? [] : [[body.location, kindNames[body.kind]] as const])))
      const whole = emptyByKind()
      const parts = new Map<string, ByKind>()
      for (const cell of cells) {
        // Of a location nobody defined any stock stands where most does.
        const kind = kinds.get(cell.location) ?? 'warehouse'
        count(whole, kind, cell)
        const part = cell.areas[cell.areas.indexOf(area) + 1]
        if (part === undefined) continue
        const ofPart = parts.get(part) ?? emptyByKind()
        parts.set(part, ofPart)
        count(ofPart, kind, cell)
      }
      const areas = [...parts]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([code, part]) => ({ area: code, name: nameOfArea(code), ...part }))
      return { sku, area, ...whole, areas, position: String(model.position) }
    },
  )
}

async function cellsOf(cells: Collection<StockCell>, sku: string, areas: string): Promise<readonly StockCell[]> {
  const found: StockCell[] = []
  const sort = [{ field: 'location', direction: 'ascending' }] as const
  for (let after: string | undefined; ; ) {
    const page = await findPage(cells, { where: { sku, areas }, sort, after, limit: 900 })
    found.push(...page.items)
    if (page.next === null) return found
    after = page.next
  }
}

function emptyByKind(): ByKind {
  const empty = (): Counted => {
    const { onHand, reserved, inTransit, availableToPromise } = nothingCounted()
    return { onHand, reserved, inTransit, availableToPromise, locations: 0 }
  }
  return { warehouse: empty(), store: empty(), dropship: empty(), transit: empty(), inTransit: 0 }
}

function count(by: ByKind, kind: keyof Omit<ByKind, 'inTransit'>, { onHand, reserved, inTransit, availableToPromise }: StockCell): void {
  const of = by[kind]
  of.onHand += onHand
  of.reserved += reserved
  of.inTransit += inTransit
  of.availableToPromise += availableToPromise
  of.locations += 1
  by.inTransit += inTransit
}

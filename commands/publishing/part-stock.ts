import { isBundle } from '../../domain/catalogue/sku.ts'
import type { PartStock, PlaceStock } from '../../domain/publishing/shown-quantity.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import type { ProjectionRunner } from '../../projections/runner/runner.ts'
import type { StockCell } from '../../projections/stock-map/document.ts'
import { stockMap } from '../../projections/stock-map/stock-map.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { Catalogue } from '../catalogue/port.ts'
import type { ListingDirectory } from './listing-directory.ts'
import { shared } from './shared-question.ts'

export interface PartStockSources {
  readonly events: Pick<EventStore, 'head'>
  /** Shows the read models. */
  readonly documents: DocumentStore
  readonly readModels: Pick<ProjectionRunner, 'waitFor'>
  readonly catalogue: Pick<Catalogue, 'sku' | 'activeLocations'>
  readonly directory: Pick<ListingDirectory, 'found'>
}

/**
 * The stock of what is sold, its parts where it is a bundle, at every location that may promise it, with every movement up to now. Null for a
 * SKU nobody knows. Throws when the stock map does not come after in time: then it is asked again.
 */
export type PartStockFinder = (sku: string) => Promise<readonly PartStock[] | null>

const catchUpMs = 10_000
const pageSize = 900

export function createPartStockFinder({ events, documents, readModels, catalogue, directory }: PartStockSources): PartStockFinder {
  /** What is asked of one SKU for several listings at once is asked once. */
  const placesOf = shared(async (sku: string): Promise<readonly PlaceStock[]> => {
    const head = await events.head()
    if (!(await readModels.waitFor(stockMap.name, head, catchUpMs))) throw new Error(`read model ${stockMap.name} is behind`)
    const kinds = new Map(catalogue.activeLocations().map(({ location, kind }) => [location, kind]))
    const cells = await cellsOf(sku)
    directory.found(
      sku,
      cells.map(({ location }) => location),
    )
    return cells.flatMap((cell) => {
      const kind = kinds.get(cell.location)
      return kind === undefined ? [] : [placeOf(cell, kind)]
    })
  })

  async function cellsOf(sku: string): Promise<readonly StockCell[]> {
    const model = await openReadModel<StockCell>(documents, stockMap)
    const query = { where: { sku }, sort: [{ field: 'location', direction: 'ascending' as const }], limit: pageSize }
    const cells: StockCell[] = []
    for (let page = await model?.collection.find(query); page !== undefined; ) {
      for (const { body } of page) if (body !== null) cells.push(body)
      const last = page.at(-1)
      if (last === undefined || page.length < pageSize) break
      page = await model!.collection.find({ ...query, after: [last.body!.location, last.id] })
    }
    return cells
  }

  return async (sku) => {
    const definition = await catalogue.sku(sku)
    if (definition === null) return null
    const parts = isBundle(definition)
      ? definition.components.map((part) => ({ sku: part.sku, quantityPerUnit: part.quantity }))
      : [{ sku, quantityPerUnit: 1 }]
    return Promise.all(parts.map(async (part) => ({ ...part, places: await placesOf(part.sku) })))
  }
}

const placeOf = ({ location, onHand, reserved, safetyStock, inTransit, channels }: StockCell, kind: PlaceStock['kind']): PlaceStock => ({
  ...{ location, kind, inTransit, beyondSafety: onHand - reserved - safetyStock },
  quotas: Object.entries(channels).flatMap(([name, { quota, quotaKind, reserved: open, issued }]) =>
    quota === null || quotaKind === null ? [] : [{ channel: name as Channel, kind: quotaKind, left: Math.max(0, quota - open - issued) }],
  ),
})

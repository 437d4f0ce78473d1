import { capacityKey } from '../../domain/capacity/capacity.ts'
import { streamKey, streamName } from '../../domain/shared/stream-name.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { buildView } from '../../projections/runner/build-view.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import { type SlotDocument, slotCalendar } from '../../projections/slot-calendar/slot-calendar.ts'
import type { StockCell } from '../../projections/stock-map/document.ts'
import { stockMap } from '../../projections/stock-map/stock-map.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore, Position } from '../../stores/events/port.ts'
import { eventsOf, foldDocuments } from './fold.ts'

export interface AsOf {
  /** One order; null when it was not known then. Reads its own streams alone. */
  order(orderId: string, until: Position): Promise<PooledOrder | null>
  /** One SKU at every location that has had it. Reads the streams of that SKU alone. */
  sku(sku: string, until: Position): Promise<readonly StockCell[]>
  /** Every slot of an area on a day. Reads the stream of that area and day alone. */
  capacity(area: string, date: string, until: Position): Promise<readonly SlotDocument[]>
  /** Every SKU at every location, page by page: folds the log up to there into collections of its own. */
  stockMap(until: Position): AsyncIterable<readonly StockCell[]>
}

export interface AsOfOptions {
  readonly events: EventStore
  /** Says which streams belong together. */
  readonly documents: DocumentStore
  /** Where a whole map is built, and dropped again. */
  readonly scratch: () => Promise<DocumentStore>
}

export function createAsOf({ events, documents, scratch }: AsOfOptions): AsOf {
  return {
    async order(orderId, until) {
      const model = await openReadModel<PooledOrder>(documents, orderPool)
      const [live] = (await model?.collection.get([orderId])) ?? []
      const streams = [streamName('order', orderId), ...(live?.body?.streams ?? [])]
      return foldDocuments<PooledOrder>(orderPool, await eventsOf(events, streams, until)).get(orderId) ?? null
    },
    async sku(sku, until) {
      const model = await openReadModel<StockCell>(documents, stockMap)
      const streams: string[] = []
      for (let after: string | null = null; ; ) {
        const where: { sku: string; location?: { gt: string } } = after === null ? { sku } : { sku, location: { gt: after } }
        const cells = (await model?.collection.find({ where, sort: [{ field: 'location', direction: 'ascending' }], limit: 1_000 })) ?? []
        for (const { body } of cells) streams.push(streamName('stock', streamKey([body!.sku], body!.location)))
        const last = cells.at(-1)?.body?.location
        if (last === undefined || cells.length < 1_000) break
        after = last
      }
      return [...foldDocuments<StockCell>(stockMap, await eventsOf(events, streams, until)).values()]
    },
    async capacity(area, date, until) {
      const stream = streamName('capacity', capacityKey(area, date))
      return [...foldDocuments<SlotDocument>(slotCalendar, await eventsOf(events, [stream], until)).values()]
    },
    async *stockMap(until) {
      const into = 'as-of.stock-map'
      const store = await scratch()
      try {
        await buildView({ events, documents: store, projections: [{ ...stockMap, indexes: [] }], into: () => into, until })
        const collection = await store.collection<StockCell>({ name: into, indexes: [] })
        for await (const page of collection.scan()) yield page.flatMap(({ body }) => (body === null ? [] : [body]))
      } finally {
        await store.drop(into)
        await store.close()
      }
    },
  }
}

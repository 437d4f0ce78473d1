import { LRUCache } from 'lru-cache'
import type { Projection } from '../../projections/projection.ts'
import { buildView } from '../../projections/runner/build-view.ts'
import { stockByArea } from '../../projections/stock-by-area/stock-by-area.ts'
import { stockMap } from '../../projections/stock-map/stock-map.ts'
import type { Collection, DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore, Position } from '../../stores/events/port.ts'
import { Problem } from '../problem.ts'

/** Stock maps as they stood, built when asked for and kept for those who page through them. */
export interface PastStock {
  collection<Body>(projection: Projection, until: Position): Promise<Collection<Body>>
  close(): Promise<void>
}

const mostViews = 3
const memoryBytes = 128 * 1_048_576
const viewed = [stockMap, stockByArea]
const nameOf = ({ name }: Projection): string => `as-of.${name}`

export interface PastStockOptions {
  readonly events: EventStore
  readonly scratch: () => Promise<DocumentStore>
  /** How long a caller waits for a view; it is built on, and is there when they ask again. */
  readonly waitMs: number
}

export function createPastStock({ events, scratch, waitMs }: PastStockOptions): PastStock {
  const closing = new Set<Promise<void>>()
  const stopping = new AbortController()
  const drop = (view: Promise<DocumentStore>): void => {
    const closed = view.then((store) => store.close()).catch(() => undefined)
    closing.add(closed)
    void closed.finally(() => closing.delete(closed))
  }
  const views = new LRUCache<string, Promise<DocumentStore>>({ max: mostViews, dispose: drop })

  async function build(until: Position): Promise<DocumentStore> {
    const documents = await scratch()
    try {
      await buildView({ events, documents, projections: viewed, into: nameOf, until, memoryBytes, signal: stopping.signal })
      return documents
    } catch (failure) {
      await documents.close()
      throw failure
    }
  }

  function viewAt(until: Position): Promise<DocumentStore> {
    const known = views.get(String(until))
    if (known !== undefined) return known
    const view = build(until)
    views.set(String(until), view)
    view.catch(() => views.delete(String(until)))
    return view
  }

  return {
    async collection<Body>(projection: Projection, until: Position) {
      const view = viewAt(until)
      const documents = await Promise.race([view, later(waitMs)])
      if (documents === null) throw new Problem('BEHIND', 'the stock map of that moment is being built; ask again', { asOf: until })
      return documents.collection<Body>({ name: nameOf(projection), indexes: projection.indexes })
    },
    async close() {
      stopping.abort()
      views.clear()
      await Promise.all(closing)
    },
  }
}

const later = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), ms).unref())

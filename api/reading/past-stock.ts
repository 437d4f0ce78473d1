import pLimit from 'p-limit'
import type { Projection } from '../../projections/projection.ts'
import type { BuildProgress } from '../../projections/runner/build-progress.ts'
import { buildView } from '../../projections/runner/build-view.ts'
import { type RunnerClock, systemClock } from '../../projections/runner/clock.ts'
import { stockAges } from '../../projections/stock-ages/stock-ages.ts'
import { stockByArea } from '../../projections/stock-by-area/stock-by-area.ts'
import { stockMap } from '../../projections/stock-map/stock-map.ts'
import { stockTotals } from '../../projections/stock-totals/stock-totals.ts'
import type { Collection, DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore, Position } from '../../stores/events/port.ts'
import { Problem } from '../problem.ts'

/** Stock maps as they stood, built when asked for and kept for those who look around in them. */
export interface PastStock {
  /** Throws a `Problem` while it is being built, which says how far it is. */
  collection<Body>(projection: Projection, until: Position): Promise<Collection<Body>>
  close(): Promise<void>
}

export interface PastStockOptions {
  readonly events: Pick<EventStore, 'readAll'>
  readonly scratch: () => Promise<DocumentStore>
  /** How long a caller waits for a view; it is built on, and is there when they ask again. */
  readonly waitMs: number
  readonly clock?: Pick<RunnerClock, 'elapsed'>
}

interface View {
  readonly until: Position
  readonly stopping: AbortController
  readonly documents: Promise<DocumentStore>
  progress: BuildProgress | null
  isBuilt: boolean
  askedAt: number
}

const mostViews = 3
const memoryBytes = 128 * 1_048_576
/** Whoever waits for a view asks again within a few seconds; a build nobody asked for so long makes room. */
const abandonedAfterMs = 15_000
const viewed = [stockMap, stockByArea, stockTotals, stockAges]
const nameOf = ({ name }: Projection): string => `as-of.${name}`

export function createPastStock({ events, scratch, waitMs, clock = systemClock }: PastStockOptions): PastStock {
  const views = new Map<Position, View>()
  const closing = new Set<Promise<void>>()
  /** A build reads the whole log: one at a time is what live reading and writing can spare. */
  const oneAtATime = pLimit(1)

  async function build(view: Omit<View, 'documents'>): Promise<DocumentStore> {
    const { until, stopping } = view
    stopping.signal.throwIfAborted()
    const documents = await scratch()
    const onProgress = (progress: BuildProgress): void => {
      view.progress = progress
    }
    try {
      await buildView({ events, documents, projections: viewed, into: nameOf, until, memoryBytes, signal: stopping.signal, onProgress })
      view.isBuilt = true
      return documents
    } catch (failure) {
      await documents.close()
      throw failure
    }
  }

  function begin(until: Position): View {
    makeRoom()
    const begun = { until, stopping: new AbortController(), progress: null, isBuilt: false, askedAt: clock.elapsed() }
    const view: View = Object.assign(begun, { documents: oneAtATime(() => build(begun)) })
    views.set(until, view)
    view.documents.catch(() => {
      if (views.get(until) === view) views.delete(until)
    })
    return view
  }

  function makeRoom(): void {
    if (views.size < mostViews) return
    const [oldest] = [...views.values()].filter(({ isBuilt }) => isBuilt).sort((one, other) => one.askedAt - other.askedAt)
    if (oldest === undefined) throw new Problem('OVERLOADED', 'stock maps of other moments are being built; ask again')
    giveUp(oldest)
  }

  function giveUp(view: View): void {
    views.delete(view.until)
    view.stopping.abort()
    const closed = view.documents.then((documents) => documents.close()).catch(() => undefined)
    closing.add(closed)
    void closed.finally(() => closing.delete(closed))
  }

  function giveUpAbandoned(): void {
    const now = clock.elapsed()
    for (const view of views.values()) if (!view.isBuilt && now - view.askedAt > abandonedAfterMs) giveUp(view)
  }

  return {
    async collection<Body>(projection: Projection, until: Position) {
      const known = views.get(until)
      if (known !== undefined) known.askedAt = clock.elapsed()
      giveUpAbandoned()
      const view = known ?? begin(until)
      const documents = await Promise.race([view.documents, later(waitMs)])
      if (documents === null) throw stillBuilding(view)
      return documents.collection<Body>({ name: nameOf(projection), indexes: projection.indexes })
    },
    async close() {
      for (const view of [...views.values()]) giveUp(view)
      await Promise.all(closing)
    },
  }
}

const stillBuilding = ({ until, progress }: View): Problem =>
  new Problem('BEHIND', 'the stock map of that moment is being built; ask again', {
    ...{ building: 'stock-map', asOf: until, position: progress?.position ?? 0n, remainingMs: progress?.remainingMs ?? null },
  })

const later = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), ms).unref())

import type { EventStore, LivePage, Page, Position, ReadAllOptions, SubscribeOptions } from '../port.ts'
import { START } from '../port.ts'
import { compileFilter } from './byte-filter.ts'
import { boundaryFrom, type LogView } from './log-view.ts'
import { positionAt } from './position-at.ts'
import { scanBackwards, scanForwards } from './scan.ts'
import { type PageLimits, readStreamPages } from './stream-pages.ts'
import type { StreamPositions } from './stream-positions.ts'

/** The reading half of the port, the same for the writer and for those beside it. */
export function createLogReader(
  view: LogView,
  positions: StreamPositions,
  limits: PageLimits,
): Pick<EventStore, 'readStream' | 'readAll' | 'subscribeAll' | 'head' | 'positionAt'> {
  return {
    readStream: (stream, options = {}) => readStreamPages(view, positions, limits, stream, options),
    readAll: (options = {}) =>
      options.direction === 'backwards' ? readBackwards(view, limits, options) : readForwards(view, limits, options),
    subscribeAll: (options) => subscribe(view, limits, options),
    head: async () => {
      view.assertOpen()
      return BigInt(view.lastPosition())
    },
    positionAt: async (instant) => BigInt(await positionAt(view, instant, limits)),
  }
}

type Forwards = Exclude<ReadAllOptions, { direction: 'backwards' }>
type Backwards = Extract<ReadAllOptions, { direction: 'backwards' }>

async function* readForwards(view: LogView, limits: PageLimits, { filter, signal, ...options }: Forwards): AsyncGenerator<Page> {
  view.assertOpen()
  const end = view.syncedEnd()
  const after = toOffset(options.after ?? START)
  const until = options.until === undefined ? end : toOffset(options.until)
  const matching = compileFilter(filter)
  let remaining = options.maxCount ?? Number.POSITIVE_INFINITY
  let from = boundaryFrom(view, after)
  while (from < end && remaining > 0) {
    view.assertOpen()
    signal?.throwIfAborted()
    const page = await scanForwards(view, { from, after, until, end }, narrowed(limits, remaining), matching)
    from = page.next
    remaining -= page.events.length
    if (page.position > 0) yield { events: page.events, position: BigInt(page.position) }
  }
}

async function* readBackwards(view: LogView, limits: PageLimits, { filter, signal, ...options }: Backwards): AsyncGenerator<Page> {
  view.assertOpen()
  const matching = compileFilter(filter)
  let remaining = options.maxCount ?? Number.POSITIVE_INFINITY
  let end = options.before === undefined ? view.syncedEnd() : boundaryFrom(view, toOffset(options.before))
  while (remaining > 0) {
    view.assertOpen()
    signal?.throwIfAborted()
    const page = await scanBackwards(view, end, narrowed(limits, remaining), matching)
    if (page.position === 0) return
    end = page.next
    remaining -= page.events.length
    yield { events: page.events, position: BigInt(page.position) }
  }
}

async function* subscribe(view: LogView, limits: PageLimits, { after, filter, signal }: SubscribeOptions): AsyncGenerator<LivePage> {
  const start = toOffset(after)
  const matching = compileFilter(filter)
  let from: number | undefined
  let position = after
  let told = false
  while (!signal?.aborted) {
    view.assertOpen()
    const end = view.syncedEnd()
    if (from === undefined && start < end) from = boundaryFrom(view, start)
    if (from !== undefined && from < end) {
      const page = await scanForwards(view, { from, after: start, until: end, end }, limits, matching)
      from = page.next
      if (page.position === 0) continue
      position = BigInt(page.position)
      told = page.position === view.lastPosition()
      yield { events: page.events, position, caughtUp: told }
    } else if (!told) {
      told = true
      yield { events: [], position, caughtUp: true }
    } else {
      await view.grown.next(signal)
    }
  }
}

const narrowed = (limits: PageLimits, remaining: number): PageLimits => ({
  bytes: limits.bytes,
  events: Math.min(limits.events, remaining),
})

const toOffset = (position: Position): number => Math.max(0, Number(position))

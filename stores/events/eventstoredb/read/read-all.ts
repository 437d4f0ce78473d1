import { type Page, type Position, type ReadAllOptions, type RecordedEvent, START } from '../../port.ts'
import { filtering } from '../filter.ts'
import type { ReadServices } from '../services.ts'
import { headOf } from './head.ts'
import { paged } from './paging.ts'
import { type Beyond, readBeyond } from './read-beyond.ts'
import { monotone } from './recorded.ts'
import { resuming } from './resuming.ts'

type Forwards = Exclude<ReadAllOptions, { direction: 'backwards' }>
type Backwards = Extract<ReadAllOptions, { direction: 'backwards' }>

export const readAll = (services: ReadServices, options: ReadAllOptions = {}): AsyncGenerator<Page> =>
  options.direction === 'backwards' ? readBackwards(services, options) : readForwards(services, options)

/** A server would go on with what is appended meanwhile: the end is asked for first. */
async function* readForwards(services: ReadServices, { signal, ...options }: Forwards): AsyncGenerator<Page> {
  services.assertOpen()
  signal?.throwIfAborted()
  const { after = START, maxCount = Number.POSITIVE_INFINITY } = options
  const head = await headOf(services)
  const until = options.until === undefined || options.until > head ? head : options.until
  if (after >= until || maxCount <= 0) return
  let remaining = maxCount
  let reached = after
  for await (const page of pagesBeyond(services, 'forwards', after, options, signal)) {
    const last = page.at(-1)!
    const wanted = page.filter(({ position }) => position <= until)
    const events = wanted.filter(filtering(options.filter).keeps).slice(0, remaining)
    remaining -= events.length
    const isDone = last.position >= until
    reached = remaining === 0 ? events.at(-1)!.position : isDone ? until : last.position
    yield { events, position: reached }
    if (isDone || remaining === 0) return
  }
  // Nothing more of what is asked for: it was looked for up to there.
  if (reached < until) yield { events: [], position: until }
}

async function* readBackwards(services: ReadServices, { signal, ...options }: Backwards): AsyncGenerator<Page> {
  services.assertOpen()
  signal?.throwIfAborted()
  const { before, maxCount = Number.POSITIVE_INFINITY } = options
  let remaining = maxCount
  if (remaining <= 0) return
  // From beyond its end a server reads nothing.
  const isWithin = before !== undefined && (before <= services.known.highest() || before <= (await headOf(services)))
  for await (const page of pagesBeyond(services, 'backwards', isWithin ? before : 'end', options, signal)) {
    const events = page.filter(filtering(options.filter).keeps).slice(0, remaining)
    remaining -= events.length
    yield { events, position: remaining === 0 ? events.at(-1)!.position : page.at(-1)!.position }
    if (remaining === 0) return
  }
}

/** Pages of what the server lets through, each of at least one event. Throws the reason of the signal. */
async function* pagesBeyond(
  services: ReadServices,
  direction: 'forwards' | 'backwards',
  start: Beyond,
  { filter, maxCount }: ReadAllOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly RecordedEvent[]> {
  const { server, isExact } = filtering(filter)
  const counted = isExact && maxCount !== undefined ? { count: maxCount } : {}
  const request = { direction, filter: server, ...counted }
  const read = (from: Beyond) => readBeyond(services, request, from, signal)
  const behind = ({ position }: RecordedEvent): Position => position
  const steady = monotone(direction)
  for await (const page of paged(resuming(start, read, behind, services.resuming), services.page)) {
    services.assertOpen()
    signal?.throwIfAborted()
    const { position, recordedAt } = page.at(-1)!
    services.boundaries.note({ position, recordedAt })
    yield page.map(steady)
  }
  signal?.throwIfAborted()
}

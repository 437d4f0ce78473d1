import type { EventStore } from '../../stores/events/port.ts'
import type { ProjectedEvent } from '../projection.ts'
import { decodeEvent } from './decode-event.ts'
import { messageOf } from './failures.ts'
import type { ParkedEvent, ParkedList, Parking } from './parking.ts'
import { assertHeld, type Track } from './track.ts'

export interface Retried {
  readonly ok: boolean
  /** Events the document has taken in this retry. */
  readonly folded: number
  /** Events still waiting, the failing one first; those beyond the list's limit not counted. */
  readonly left: number
  readonly cause: string | null
}

/**
 * Folds a parked document's events in order. What succeeds is written even when a later one fails again. Only between flushes:
 * the track must have nothing unwritten. Throws `Deposed`.
 */
export async function retryParked(events: EventStore, track: Track, parking: Parking, list: ParkedList): Promise<Retried> {
  const { key } = list
  const [stored] = await track.collection.get([key])
  let body: unknown = stored?.body ?? undefined
  let position = stored?.position ?? 0n
  let good: { body: string | undefined; position: bigint } = { body: textOf(body), position }
  let folded = 0
  let cause: unknown = null
  const waiting: ParkedEvent[] = []
  for await (const event of parkedEvents(events, track, list)) {
    if (cause === null && event.position > position) {
      try {
        body = track.projection.evolve(body, event, key)
        position = event.position
        good = { body: textOf(body), position }
        folded += 1
      } catch (thrown) {
        cause = thrown
      }
    }
    if (cause === null) continue
    waiting.push({ stream: event.stream, revision: event.revision, position: String(event.position) })
    if (waiting.length >= Math.max(list.events.length, 1)) break
  }
  assertHeld(track)
  if (folded > 0) await track.collection.write([{ id: key, position: good.position, body: parsed(good.body) }])
  track.cache.remove(key)
  if (cause === null) {
    await parking.remove(track, key)
    return { ok: true, folded, left: 0, cause: null }
  }
  const why = messageOf(cause)
  await parking.replace(track, key, { ...list, events: waiting, attempts: list.attempts + 1, cause: why.slice(0, 500) })
  return { ok: false, folded, left: waiting.length, cause: why }
}

const textOf = (body: unknown): string | undefined => (body === undefined ? undefined : JSON.stringify(body))
const parsed = (text: string | undefined): unknown => (text === undefined ? null : JSON.parse(text))

/** The listed events, then, when the list was too short, those of the log after them. */
async function* parkedEvents(
  events: EventStore,
  track: Track,
  { key, events: listed, overflowed }: ParkedList,
): AsyncGenerator<ProjectedEvent> {
  for (const { stream, revision } of listed) {
    for await (const page of events.readStream(stream, { from: revision, maxCount: 1 })) for (const event of page) yield decodeEvent(event)
  }
  const last = listed.at(-1)
  if (!overflowed || last === undefined) return
  const rest = events.readAll({ after: BigInt(last.position), until: track.position, filter: { types: track.projection.handles } })
  for await (const page of rest) {
    for (const stored of page.events) {
      const event = decodeEvent(stored)
      if (track.projection.keys(event).includes(key)) yield event
    }
  }
}

import type { RecordedEvent } from '../../stores/events/port.ts'
import type { ProjectedEvent } from '../projection.ts'
import { decodeEvent } from './decode-event.ts'
import type { Track } from './track.ts'

/** Which tracks read events of a type. */
export type Routes = ReadonlyMap<string, readonly Track[]>

export function routesOf(tracks: readonly Track[]): Routes {
  const routes = new Map<string, Track[]>()
  for (const track of tracks) {
    for (const type of track.handled) routes.set(type, [...(routes.get(type) ?? []), track])
  }
  return routes
}

export interface Undecodable {
  readonly event: RecordedEvent
  readonly cause: unknown
}

export interface DecodedPage {
  readonly events: readonly ProjectedEvent[]
  readonly undecodable: readonly Undecodable[]
}

/** Decodes each event that somebody reads, once for all; the bytes of the others are not looked at. */
export function decodePage(events: readonly RecordedEvent[], routes: Routes): DecodedPage {
  const decoded: ProjectedEvent[] = []
  const undecodable: Undecodable[] = []
  for (const event of events) {
    if (!routes.has(event.type)) continue
    try {
      decoded.push(decodeEvent(event))
    } catch (cause) {
      undecodable.push({ event, cause })
    }
  }
  return { events: decoded, undecodable }
}

/** What one track has to do for a page: event and document key, pair by pair, in the order of the log. */
export interface Work {
  readonly events: ProjectedEvent[]
  readonly keys: string[]
  /** Where the track has to stop before, and why. */
  stop: { readonly position: bigint; readonly cause: unknown } | null
}

/** Deals a page out to the tracks. Pairs of event and key in two arrays: no object per pair on the hot path. */
export function fanOut(page: DecodedPage, routes: Routes): Map<Track, Work> {
  const works = new Map<Track, Work>()
  const workOf = (track: Track): Work => {
    let work = works.get(track)
    if (work === undefined) {
      work = { events: [], keys: [], stop: null }
      works.set(track, work)
    }
    return work
  }
  for (const { event, cause } of page.undecodable) {
    for (const track of routes.get(event.type) ?? []) {
      if (event.position > track.position) workOf(track).stop ??= { position: event.position, cause }
    }
  }
  for (const event of page.events) {
    for (const track of routes.get(event.type)!) {
      if (event.position <= track.position) continue
      const work = workOf(track)
      if (work.stop !== null && event.position >= work.stop.position) continue
      deal(track, work, event)
    }
  }
  return works
}

function deal(track: Track, work: Work, event: ProjectedEvent): void {
  try {
    for (const key of track.projection.keys(event)) {
      work.events.push(event)
      work.keys.push(key)
    }
  } catch (cause) {
    while (work.events.at(-1) === event) {
      work.events.pop()
      work.keys.pop()
    }
    work.stop = { position: event.position, cause }
  }
}

import type { Collection, DocumentStore } from '../../stores/documents/port.ts'
import type { Position } from '../../stores/events/port.ts'
import type { ProjectedEvent } from '../projection.ts'
import { messageOf } from './failures.ts'
import type { Track } from './track.ts'

/** Where an event lies, to be read again. */
export type ParkedEvent = { readonly stream: string; readonly revision: number; readonly position: string }

/** A document whose fold failed, and the events it still has to take, in order. */
export interface ParkedList {
  readonly projection: string
  readonly collection: string
  readonly key: string
  readonly cause: string
  readonly attempts: number
  readonly events: readonly ParkedEvent[]
  /** More events came than the list holds: a retry finds them in the log, after the last one listed. */
  readonly overflowed: boolean
}

export type ParkedBody = ParkedList & {
  readonly [field: string]: string | number | boolean | readonly ParkedEvent[]
}

export const PARKED = 'projection-parked'
export const LONGEST_LIST = 200
/** So many documents failing is not a bad event but a bad projection. */
export const MOST_PARKED_DOCUMENTS = 1_000

interface Held {
  body: ParkedBody
  position: Position
  dirty: boolean
}

export interface Parking {
  has(track: Track, key: string): boolean
  count(track: Track): number
  /** Parks a document, or adds one more event to its list. */
  park(track: Track, key: string, event: ProjectedEvent, cause: unknown): void
  /** Takes the lists as they are stored. */
  load(track: Track): Promise<void>
  /** Writes the lists of these tracks, whose documents have been written. */
  write(tracks: readonly Track[]): Promise<void>
  list(track: Track, key: string): ParkedList | undefined
  lists(track: Track): readonly ParkedList[]
  /** Replaces a list after a retry that did not get to its end. Durable with the next flush of the store. */
  replace(track: Track, key: string, list: ParkedList): Promise<void>
  remove(track: Track, key: string): Promise<void>
}

const idOf = (collection: string, key: string): string => `${collection}/${key}`

export async function openParking(documents: DocumentStore): Promise<Parking> {
  const collection: Collection<ParkedBody> = await documents.collection<ParkedBody>({ name: PARKED, indexes: [{ fields: ['collection'] }] })
  const held = new Map<string, Map<string, Held>>()
  const of = (track: Track): Map<string, Held> => {
    const lists = held.get(track.name) ?? new Map<string, Held>()
    held.set(track.name, lists)
    return lists
  }
  return {
    has: (track, key) => held.get(track.name)?.has(key) ?? false,
    count: (track) => held.get(track.name)?.size ?? 0,
    park(track, key, event, cause) {
      const existing = of(track).get(key)
      if (existing === undefined) of(track).set(key, { body: begin(track, key, event, cause), position: event.position, dirty: true })
      else if (event.position > existing.position) join(existing, event)
    },
    async load(track) {
      held.delete(track.name)
      for (let after: readonly [string] | undefined; ; ) {
        const page = await collection.find({ where: { collection: track.name }, limit: 1_000, ...(after === undefined ? {} : { after }) })
        for (const { position, body } of page) if (body !== null) of(track).set(body.key, { body, position, dirty: false })
        const last = page.at(-1)
        if (last === undefined || page.length < 1_000) return
        after = [last.id]
      }
    },
    async write(tracks) {
      const dirty = tracks.flatMap((track) => [...(held.get(track.name)?.values() ?? [])].filter((list) => list.dirty))
      if (dirty.length === 0) return
      await collection.write(dirty.map(({ body, position }) => ({ id: idOf(body.collection, body.key), position, body })))
      for (const list of dirty) list.dirty = false
    },
    list: (track, key) => held.get(track.name)?.get(key)?.body,
    lists: (track) => [...(held.get(track.name)?.values() ?? [])].map(({ body }) => body),
    async replace(track, key, list) {
      await collection.compareAndSet(idOf(track.name, key), { collection: track.name }, list as ParkedBody)
      const existing = of(track).get(key)
      if (existing !== undefined) existing.body = list as ParkedBody
    },
    async remove(track, key) {
      await collection.remove(idOf(track.name, key))
      of(track).delete(key)
    },
  }
}

const placeOf = ({ stream, revision, position }: ProjectedEvent): ParkedEvent => ({ stream, revision, position: String(position) })

function begin(track: Track, key: string, event: ProjectedEvent, cause: unknown): ParkedBody {
  return {
    projection: track.projection.name,
    collection: track.name,
    key,
    cause: messageOf(cause).slice(0, 500),
    attempts: 1,
    events: [placeOf(event)],
    overflowed: false,
  }
}

function join(list: Held, event: ProjectedEvent): void {
  if (list.body.overflowed) return
  list.body =
    list.body.events.length < LONGEST_LIST
      ? { ...list.body, events: [...list.body.events, placeOf(event)] }
      : { ...list.body, overflowed: true }
  list.position = event.position
  list.dirty = true
}

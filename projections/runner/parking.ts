import type { Collection, DocumentStore, StoredDocument } from '../../stores/documents/port.ts'
import type { Position } from '../../stores/events/port.ts'
import type { ProjectedEvent } from '../projection.ts'
import { Deposed, messageOf } from './failures.ts'
import { assertHeld, type Track } from './track.ts'

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
  /** Of the last owner, where read models are shared out among workers: one of an earlier epoch changes nothing any more. */
  readonly epoch?: number
  /** Nothing is parked any more; kept, so that an earlier owner finds a later one's epoch. */
  readonly resolved?: true
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
  /** Whether the store holds it. */
  stored: boolean
}

export interface Parking {
  has(track: Track, key: string): boolean
  count(track: Track): number
  /** Parks a document, or adds one more event to its list. */
  park(track: Track, key: string, event: ProjectedEvent, cause: unknown): void
  /** Takes the lists as they are stored. */
  load(track: Track): Promise<void>
  /** Writes the lists of a track whose documents have been written. Throws `Deposed` when a later owner has one of them. */
  write(track: Track): Promise<void>
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
      if (existing === undefined)
        of(track).set(key, { body: begin(track, key, event, cause), position: event.position, dirty: true, stored: false })
      else if (event.position > existing.position) join(existing, event)
    },
    async load(track) {
      held.delete(track.name)
      for (let after: readonly [string] | undefined; ; ) {
        const page = await collection.find({ where: { collection: track.name }, limit: 1_000, ...(after === undefined ? {} : { after }) })
        for (const { body } of page) {
          if (body === null || body.resolved === true) continue
          const list: Held = { body, position: lastOf(body), dirty: false, stored: true }
          of(track).set(body.key, list)
        }
        const last = page.at(-1)
        if (last === undefined || page.length < 1_000) return
        after = [last.id]
      }
    },
    async write(track) {
      const dirty = [...(held.get(track.name)?.values() ?? [])].filter((list) => list.dirty)
      if (dirty.length === 0) return
      assertHeld(track)
      const { epoch } = track.lease
      if (epoch === null) await collection.write(dirty.map(stored))
      else await Promise.all(dirty.map((list) => writeFenced(collection, list, epoch)))
      for (const list of dirty) Object.assign(list, { dirty: false, stored: true })
    },
    list: (track, key) => held.get(track.name)?.get(key)?.body,
    lists: (track) => [...(held.get(track.name)?.values() ?? [])].map(({ body }) => body),
    async replace(track, key, list) {
      await put(collection, track, of(track).get(key), list as ParkedBody)
    },
    async remove(track, key) {
      const existing = of(track).get(key)
      if (track.lease.epoch === null) await collection.remove(idOf(track.name, key))
      else if (existing !== undefined) await put(collection, track, existing, { ...existing.body, events: [], resolved: true })
      of(track).delete(key)
    },
  }
}

const stored = ({ body, position }: Held): StoredDocument<ParkedBody> => ({ id: idOf(body.collection, body.key), position, body })

const lastOf = ({ events }: ParkedBody): Position => BigInt(events.at(-1)?.position ?? 0)

/** Once for an epoch, a list is never again written for an earlier one. */
async function writeFenced(collection: Collection<ParkedBody>, list: Held, epoch: number): Promise<void> {
  const before = list.body.epoch
  list.body = { ...list.body, epoch }
  const { id } = stored(list)
  if (!list.stored && (await collection.insert(stored(list)))) return
  if (list.stored && (await collection.compareAndSet(id, { epoch: before ?? null }, list.body))) return
  const [there] = await collection.get([id])
  const known = there?.body?.epoch
  if (known !== undefined && known > epoch) throw new Deposed(list.body.projection)
  const written =
    there === undefined ? await collection.insert(stored(list)) : await collection.compareAndSet(id, { epoch: known ?? null }, list.body)
  if (!written) throw new Deposed(list.body.projection)
}

async function put(collection: Collection<ParkedBody>, { name, lease, projection }: Track, list: Held | undefined, next: ParkedBody) {
  const { epoch } = lease
  const id = idOf(name, next.key)
  const body = epoch === null ? next : { ...next, epoch }
  const expected = epoch === null ? { collection: name } : { epoch: list?.body.epoch ?? null }
  if (!(await collection.compareAndSet(id, expected, body)) && epoch !== null) throw new Deposed(projection.name)
  if (list !== undefined) list.body = body
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

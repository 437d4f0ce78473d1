import type { EventToAppend, RecordedEvent } from '../../../stores/events/port.ts'
import { type Reading, readStream } from '../semantics/read-stream.ts'
import { lastEvent } from '../semantics/stream-states.ts'
import { METADATA_TYPE, metastreamOf } from '../semantics/system-names.ts'
import type { DoorServices } from '../services.ts'
import { type Place, placeFrom, placeText, type Source } from './source.ts'

/** Where groups keep what must outlive the server, in the streams the protocol's own server keeps it in. */

const CONFIG = '$persistentSubscriptionConfig'

export const checkpointStream = (stream: string, group: string): string => `$persistentsubscription-${stream}::${group}-checkpoint`
export const parkedStream = (stream: string, group: string): string => `$persistentsubscription-${stream}::${group}-parked`

type Keeping = Pick<DoorServices, 'events' | 'writer' | 'newId'>

const nothing = new Uint8Array()
const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))

async function write({ writer }: Keeping, stream: string, event: EventToAppend): Promise<void> {
  const { answer } = await writer.append(stream, [event], 'any')
  const written = await answer
  if ('refused' in written) throw new Error(`${stream} cannot be written: ${written.refused}`)
}

/** Every group there is, as it was last written down. */
export async function readConfig({ events }: Keeping): Promise<readonly unknown[]> {
  const last = await lastEvent(events, CONFIG)
  if (last === undefined) return []
  const { entries } = JSON.parse(Buffer.from(last.data).toString('utf8')) as { entries?: readonly unknown[] }
  return entries ?? []
}

export const writeConfig = (keeping: Keeping, entries: readonly object[], updatedBy: string, now: number): Promise<void> =>
  write(keeping, CONFIG, {
    ...{ id: keeping.newId(), type: '$PersistentConfig', metadata: nothing },
    data: json({ version: '2', updated: new Date(now).toISOString(), updatedBy, entries }),
  })

/** Null for a group that has none, or whose namesake's was deleted. */
export async function readCheckpoint(reading: Reading, { stream }: Source, group: string): Promise<Place | null> {
  const kept = checkpointStream(stream, group)
  const found = await readStream(reading, { stream: kept, backwards: true, from: 'end', maxCount: 1 })
  if (found.found !== 'stream') return null
  for await (const [last] of found.pages) {
    if (last !== undefined) return placeFrom(JSON.parse(Buffer.from(last.data).toString('utf8')) as string)
  }
  return null
}

export const writeCheckpoint = (keeping: Keeping, source: Source, group: string, place: Place): Promise<void> =>
  write(keeping, checkpointStream(source.stream, group), {
    ...{ id: keeping.newId(), type: 'SubscriptionCheckpoint', metadata: nothing },
    data: json(placeText(source, place)),
  })

/** A link to what was given up, with the reason. */
export const park = (
  keeping: Keeping,
  { stream }: Source,
  group: string,
  event: RecordedEvent,
  reason: string,
  now: number,
): Promise<void> =>
  write(keeping, parkedStream(stream, group), {
    ...{ id: keeping.newId(), type: '$>', contentType: 'application/octet-stream' as const },
    data: Buffer.from(`${event.revision}@${event.stream}`),
    metadata: json({ added: new Date(now).toISOString(), reason, subscriptionEventNumber: event.revision }),
  })

/** Links before this revision are not replayed again. */
export const truncateParked = (keeping: Keeping, { stream }: Source, group: string, before: number): Promise<void> => {
  const acl = Object.fromEntries(['$r', '$w', '$d', '$mr', '$mw'].map((right) => [right, '$admins']))
  return write(keeping, metastreamOf(parkedStream(stream, group)), {
    ...{ id: keeping.newId(), type: METADATA_TYPE, metadata: nothing },
    data: json({ $tb: before, $acl: acl }),
  })
}

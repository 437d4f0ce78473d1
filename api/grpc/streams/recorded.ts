import type { RecordedEvent } from '../../../stores/events/port.ts'
import type { ReadEventMessage, RecordedEventMessage, Timestamp, Uuid, UuidOption } from '../protocol/messages.ts'
import { structuredUuid } from '../protocol/uuid.ts'
import type { Delivered } from '../semantics/links.ts'
import { isTombstone, TOMBSTONE_REVISION } from '../semantics/system-names.ts'

export type ShowId = (id: string) => Uuid

export const showIdsAs = ({ structured }: UuidOption): ShowId => (structured === undefined ? (id) => ({ string: id }) : structuredUuid)

const nothing = new Uint8Array()

/** An event as the protocol shows it. Its position in the log is both its commit and its prepare position. */
export function recordedMessage(event: RecordedEvent, showId: ShowId): RecordedEventMessage {
  const position = Number(event.position)
  const ends = isTombstone(event)
  return {
    id: showId(event.id),
    streamIdentifier: { streamName: Buffer.from(event.stream) },
    streamRevision: ends ? TOMBSTONE_REVISION : event.revision,
    preparePosition: position,
    commitPosition: position,
    // Ticks of 100 ns since 1970.
    metadata: { type: event.type, 'content-type': event.contentType, created: `${event.recordedAt}0000` },
    customMetadata: ends ? nothing : event.metadata,
    data: event.data,
  }
}

export const readEventMessage = ({ event, link }: Delivered, showId: ShowId): ReadEventMessage => ({
  ...(event === null ? {} : { event: recordedMessage(event, showId) }),
  ...(link === null ? {} : { link: recordedMessage(link, showId) }),
  commitPosition: Number((link ?? event)!.position),
})

export const timestamp = (now: number): Timestamp => ({ seconds: Math.floor(now / 1_000), nanos: (now % 1_000) * 1_000_000 })

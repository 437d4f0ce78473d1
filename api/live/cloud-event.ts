import { decode } from '../../domain/codec.ts'
import type { RecordedEvent } from '../../stores/events/port.ts'

/** An event in the structured form of CloudEvents 1.0, and the channel it is of. */
export interface CloudEvent {
  readonly text: string
  readonly channel: string | null
}

/** Everybody who follows is sent the same text: it is made once, and kept as long as the event is. */
const made = new WeakMap<RecordedEvent, CloudEvent>()

export function cloudEventOf(event: RecordedEvent): CloudEvent {
  const known = made.get(event)
  if (known !== undefined) return known
  const cloudEvent = make(event)
  made.set(event, cloudEvent)
  return cloudEvent
}

function make(event: RecordedEvent): CloudEvent {
  const { id, stream, revision, position, recordedAt, type, data, metadata } = decode(event)
  const { secretHash: _, ...shown } = data as Record<string, unknown>
  const envelope = {
    specversion: '1.0',
    id,
    source: '/order-ledger',
    type,
    subject: stream,
    time: new Date(metadata.occurredAt).toISOString(),
    datacontenttype: 'application/json',
    position: String(position),
    revision,
    recordedtime: new Date(recordedAt).toISOString(),
    correlationid: metadata.$correlationId,
    causationid: metadata.$causationId,
    actor: metadata.actor,
    data: shown,
  }
  return { text: JSON.stringify(envelope), channel: typeof shown.channel === 'string' ? shown.channel : null }
}

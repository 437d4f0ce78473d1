import type { RecordedEvent } from '../../port.ts'
import type { NativeEvent } from '../client.ts'
import { bigintOf, numberOf, type RecordedMessage } from '../protocol/messages.ts'

/** An event as the server recorded it; `recordedAt` is the server's word, which may go back where another server has become the leader. */
export function recorded(event: RecordedMessage): RecordedEvent {
  const system = event.metadata
  return {
    id: event.id.string,
    type: system.type ?? '',
    contentType: system['content-type'] === 'application/json' ? 'application/json' : 'application/octet-stream',
    data: event.data,
    metadata: event.customMetadata,
    stream: event.streamIdentifier.streamName.toString('utf8'),
    revision: numberOf(event.streamRevision),
    position: bigintOf(event.commitPosition),
    recordedAt: Math.floor(Number(system.created) / 10_000),
  }
}

export function recordedNatively({
  streamId,
  id,
  type,
  isJson,
  revision,
  created,
  data,
  metadata,
  position,
}: NonNullable<NativeEvent['event']>): RecordedEvent {
  return {
    id,
    type,
    contentType: isJson ? 'application/json' : 'application/octet-stream',
    data,
    metadata,
    stream: streamId,
    revision: Number(revision),
    position: position?.commit ?? 0n,
    recordedAt: created,
  }
}

/**
 * Times that never go back, along one read: an event recorded by a slower clock takes the time of the one before it. Downwards, where what
 * came before is not known yet, a later time takes that of the one after it.
 */
export function monotone(direction: 'forwards' | 'backwards' = 'forwards'): (event: RecordedEvent) => RecordedEvent {
  const isBackwards = direction === 'backwards'
  let last = isBackwards ? Number.POSITIVE_INFINITY : 0
  return (event) => {
    last = isBackwards ? Math.min(last, event.recordedAt) : Math.max(last, event.recordedAt)
    return last === event.recordedAt ? event : { ...event, recordedAt: last }
  }
}

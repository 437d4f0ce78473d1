import type { EventStore, RecordedEvent } from '../../../stores/events/port.ts'
import type { StreamStates } from './stream-states.ts'
import { LINK_TYPE } from './system-names.ts'

/** What is delivered: an event, or a link with the event it leads to, if it still leads to one. */
export interface Delivered {
  readonly event: RecordedEvent | null
  readonly link: RecordedEvent | null
}

export interface Linking {
  readonly events: Pick<EventStore, 'readStream'>
  readonly states: StreamStates
  /** Whether whoever asks may see this event. */
  readonly maySee: (event: RecordedEvent) => boolean
}

export const unresolved = (event: RecordedEvent): Delivered => ({ event, link: null })

/** What an event delivers to one who wants links resolved. Data that name no event make no link. */
export async function resolved({ events, states, maySee }: Linking, event: RecordedEvent): Promise<Delivered> {
  if (event.type !== LINK_TYPE) return unresolved(event)
  const [, revision, stream] = /^(\d{1,15})@(.+)$/s.exec(Buffer.from(event.data).toString('utf8')) ?? []
  if (revision === undefined || stream === undefined) return unresolved(event)
  const { tombstoned, metadata } = await states.of(stream)
  if (tombstoned || metadata.truncateBefore === 'deleted') return { event: null, link: event }
  for await (const [target] of events.readStream(stream, { from: Number(revision), maxCount: 1 })) {
    return { event: target !== undefined && maySee(target) ? target : null, link: event }
  }
  return { event: null, link: event }
}

import type { EventStore, RecordedEvent } from '../../../stores/events/port.ts'
import type { Principal } from '../../auth/principal.ts'
import { maySee } from '../permission.ts'
import type { ReadEventMessage, UuidOption } from '../protocol/messages.ts'
import { resolved, unresolved } from '../semantics/links.ts'
import type { StreamStates } from '../semantics/stream-states.ts'
import { readEventMessage, showIdsAs } from './recorded.ts'

/** What answers to a read are made with. */
export interface ReadServices {
  readonly events: EventStore
  readonly states: StreamStates
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly newId: () => string
}

/** An event as this caller is shown it, or null when it is not. */
export type Show = (event: RecordedEvent) => { readonly event: ReadEventMessage } | Promise<{ readonly event: ReadEventMessage }> | null

export function showTo(
  caller: Principal,
  { events, states }: ReadServices,
  { resolveLinks, uuids }: { readonly resolveLinks: boolean; readonly uuids: UuidOption },
): Show {
  const showId = showIdsAs(uuids)
  const linking = { events, states, maySee: (event: RecordedEvent) => maySee(caller, event) }
  return (event) => {
    if (!maySee(caller, event)) return null
    if (!resolveLinks) return { event: readEventMessage(unresolved(event), showId) }
    return resolved(linking, event).then((delivered) => ({ event: readEventMessage(delivered, showId) }))
  }
}

import type { EventToAppend } from '../../../stores/events/port.ts'
import type { Principal } from '../../auth/principal.ts'
import type { DoorLimits } from '../limits.ts'
import type { ProposedMessage } from '../protocol/messages.ts'
import { uuidText } from '../protocol/uuid.ts'
import type { Refusal } from '../refusals.ts'
import { looksLikeTombstone } from '../semantics/write.ts'

const nothing = new Uint8Array()

export function eventOf({ id, metadata, customMetadata, data }: ProposedMessage): EventToAppend | Refusal {
  const { type, 'content-type': contentType } = metadata
  const missing = Object.entries({ type, 'content-type': contentType }).flatMap(([name, value]) => (value === undefined ? [name] : []))
  if (missing.length > 0) return { refused: 'missing-required-metadata-property', missing }
  const uuid = uuidText(id ?? {})
  if (uuid === undefined) return { refused: 'bad-request', message: 'the id of an event is a UUID' }
  if (type === '') return { refused: 'bad-request', message: 'the type of an event is not empty' }
  const event: EventToAppend = {
    ...{ id: uuid, type: type!, data: data ?? nothing, metadata: customMetadata ?? nothing },
    contentType: contentType === 'application/json' ? 'application/json' : 'application/octet-stream',
  }
  return looksLikeTombstone(event) ? { refused: 'bad-request', message: 'a stream is ended by a tombstone, not by an event' } : event
}

/** What of an append has come so far. Beyond what may be kept only the size is counted: the answer then is a refusal whatever follows. */
export interface Collected {
  readonly events: EventToAppend[]
  dataBytes: number
  keptBytes: number
  refusal: Refusal | null
}

export const collecting = (): Collected => ({ events: [], dataBytes: 0, keptBytes: 0, refusal: null })

export function collect(collected: Collected, message: ProposedMessage, mostBytes: number): void {
  const event = eventOf(message)
  if ('refused' in event) {
    collected.refusal ??= event
    return
  }
  collected.dataBytes += event.data.byteLength
  if (collected.dataBytes > mostBytes) collected.refusal ??= { refused: 'maximum-append-size-exceeded', limit: mostBytes }
  if (collected.refusal !== null) {
    collected.events.length = 0
    collected.keptBytes = 0
    return
  }
  collected.events.push(event)
  collected.keptBytes += event.data.byteLength + event.metadata.byteLength + event.type.length
}

export const mostBytesFor = ({ role }: Principal, limits: DoorLimits): number =>
  role === 'integrator' ? limits.integratorAppendBytes : limits.appendBytes

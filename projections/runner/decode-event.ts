import { currentVersion, decode, type StoredEvent, UndecodableEvent } from '../../domain/codec.ts'
import { definitionOf } from '../../domain/events.ts'
import type { EventMetadata, LedgerEvent } from '../../domain/shared/event.ts'
import type { ProjectedEvent } from '../projection.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })
const versionOne = new TextEncoder().encode('"schemaVersion":1}')
const currentIsOne = new Map<string, boolean>()

/**
 * Bytes to an event, as `domain/codec.ts` does it, except that metadata is parsed when a fold first asks for it: few do, and
 * parsing it would be a third of a replay. Only for events of version 1 that say so in their last bytes; all others go the long way.
 */
export function decodeEvent(stored: StoredEvent): ProjectedEvent {
  if (!isVersionOne(stored.type) || !endsWith(stored.metadata, versionOne)) return decode(stored) as ProjectedEvent
  let data: unknown
  try {
    data = JSON.parse(decoder.decode(stored.data))
  } catch (cause) {
    // The message of a `SyntaxError` repeats a part of what it read, which may be somebody's.
    throw new UndecodableEvent(stored, 'not JSON', cause instanceof SyntaxError ? undefined : cause)
  }
  return new EventWithLazyMetadata(stored, data) as ProjectedEvent
}

class EventWithLazyMetadata implements LedgerEvent {
  readonly type: string
  readonly data: unknown
  readonly id: string
  readonly stream: string
  readonly revision: number
  readonly position: bigint
  readonly recordedAt: number
  private readonly metadataBytes: Uint8Array
  private parsedMetadata: EventMetadata | undefined

  constructor(stored: StoredEvent, data: unknown) {
    this.type = stored.type
    this.data = data
    this.id = stored.id
    this.stream = stored.stream
    this.revision = stored.revision
    this.position = stored.position
    this.recordedAt = stored.recordedAt
    this.metadataBytes = stored.metadata
    this.parsedMetadata = undefined
  }

  get metadata(): EventMetadata {
    this.parsedMetadata ??= JSON.parse(decoder.decode(this.metadataBytes)) as EventMetadata
    return this.parsedMetadata
  }
}

function isVersionOne(type: string): boolean {
  let known = currentIsOne.get(type)
  if (known === undefined) {
    const definition = definitionOf(type)
    known = definition !== undefined && currentVersion(definition) === 1
    currentIsOne.set(type, known)
  }
  return known
}

function endsWith(bytes: Uint8Array, end: Uint8Array): boolean {
  const start = bytes.length - end.length
  if (start < 0) return false
  for (let index = 0; index < end.length; index += 1) if (bytes[start + index] !== end[index]) return false
  return true
}

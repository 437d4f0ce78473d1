import { definitionOf } from './events.ts'
import type { EventDefinition, EventMetadata, LedgerEvent } from './shared/event.ts'

/** What a store hands back: exact bytes, and where they stand. */
export interface StoredEvent {
  readonly id: string
  readonly stream: string
  readonly revision: number
  readonly position: bigint
  readonly recordedAt: number
  readonly type: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

const decoder = new TextDecoder('utf-8', { fatal: true })

export class UndecodableEvent extends Error {
  readonly stored: Pick<StoredEvent, 'stream' | 'revision' | 'position' | 'type'>
  constructor({ stream, revision, position, type }: StoredEvent, why: string, cause?: unknown) {
    super(`event ${revision} of stream ${stream} (${type}, position ${position}) cannot be decoded: ${why}`, { cause })
    this.name = 'UndecodableEvent'
    this.stored = { stream, revision, position, type }
  }
}

/** Its `SyntaxError` repeats a part of what it read, which must not get into a log. */
const parse = (bytes: Uint8Array): unknown => JSON.parse(decoder.decode(bytes))

/** `Buffer.from` takes half as long as a `TextEncoder`; its small buffers share memory, so the bytes are to be copied or written, never transferred. */
export const encodeJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))

export const currentVersion = (definition: EventDefinition): number => definition.version ?? 1

/** Bytes to an event of the current version. Throws `UndecodableEvent`: the log holds something this code does not know. */
export function decode(stored: StoredEvent): LedgerEvent {
  const definition = definitionOf(stored.type)
  if (definition === undefined) throw new UndecodableEvent(stored, 'this type is not in the catalogue of events')
  const { id, stream, revision, position, recordedAt, type } = stored
  try {
    const metadata = parse(stored.metadata) as EventMetadata
    const data = upcast(definition, parse(stored.data), metadata.schemaVersion)
    return { type, data, metadata, id, stream, revision, position, recordedAt }
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new UndecodableEvent(stored, 'not JSON')
    throw new UndecodableEvent(stored, cause instanceof Error ? cause.message : String(cause), cause)
  }
}

/** Data of an older schema version as data of the current one, step by step. Throws when a step is missing or the version is none of the definition's. */
export function upcast(definition: EventDefinition, data: unknown, from: number): unknown {
  const version = currentVersion(definition)
  if (from === version) return data
  if (!(from >= 1 && from < version)) throw new Error(`schema version ${from} is not one of 1 to ${version}`)
  let upcasted = data as Record<string, unknown>
  for (let step = from; step < version; step++) {
    const next = definition.upcasts?.[step]
    if (next === undefined) throw new Error(`no upcast from schema version ${step}`)
    upcasted = next(upcasted)
  }
  return upcasted
}

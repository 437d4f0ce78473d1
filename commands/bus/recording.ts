import { currentVersion, encodeJson } from '../../domain/codec.ts'
import { definitionOf } from '../../domain/events.ts'
import type { AnyEvent, EventMetadata } from '../../domain/shared/event.ts'
import type { EventToAppend } from '../../stores/events/port.ts'
import type { Asking } from '../command-bus.ts'
import { eventId } from '../ids.ts'

/** Events of one command as they will be read back, and the bytes they are kept as. */
export interface Recording {
  readonly events: readonly AnyEvent[]
  readonly toAppend: readonly EventToAppend[]
  readonly bytes: number
}

/**
 * Turns a decision into what is appended. The keys of data stand in the order of the schema and those of metadata in a fixed one, so that
 * the same commands give the same bytes. Every event is checked against its schema, always: it costs 2 µs, and what is written stays.
 * Throws when an event breaks its schema: the decider is wrong, not the asker.
 * @param commandHash Null for a command nothing is remembered of.
 * @param decision As in `eventId`.
 */
export function record(
  stream: string,
  decided: readonly AnyEvent[],
  asking: Asking,
  commandHash: string | null,
  decision: string | null = null,
): Recording {
  const events: AnyEvent[] = []
  const toAppend: EventToAppend[] = []
  let bytes = 0
  let metadata: Uint8Array = Buffer.of()
  let versionTold = 0
  for (const [index, { type, data }] of decided.entries()) {
    const { checked, version } = check(stream, type, data)
    const encoded = encodeJson(checked)
    if (version !== versionTold) metadata = encodeJson(metadataOf(asking, commandHash, version))
    versionTold = version
    events.push({ type, data: checked })
    toAppend.push({ id: eventId(stream, asking.commandId, index, decision), type, data: encoded, metadata })
    bytes += encoded.byteLength + metadata.byteLength
  }
  return { events, toAppend, bytes }
}

function check(stream: string, type: string, data: unknown): { readonly checked: unknown; readonly version: number } {
  const definition = definitionOf(type)
  if (definition === undefined) throw new Error(`decided ${type} for ${stream}: this type is not in the catalogue of events`)
  const result = definition.data.safeParse(data)
  if (!result.success) {
    const where = result.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join(', ')
    throw new Error(`decided ${type} for ${stream} with data that break its schema (${where})`)
  }
  return { checked: result.data, version: currentVersion(definition) }
}

const metadataOf = (asking: Asking, commandHash: string | null, schemaVersion: number): EventMetadata => ({
  occurredAt: asking.occurredAt,
  $correlationId: asking.correlationId,
  $causationId: asking.causationId,
  commandId: asking.commandId,
  ...(commandHash === null ? {} : { commandHash }),
  actor: asking.actor,
  schemaVersion,
})

import { EventStoreError, type EventToAppend, type ExpectedRevision } from './port.ts'

/** EventStoreDB's default: the data bytes of one append, metadata not counted. */
export const MAX_APPEND_BYTES = 1_048_576
/** Keeps every record's length far inside 32 bits. */
export const MAX_METADATA_BYTES = 16 * 1_048_576
export const MAX_NAME_BYTES = 65_535
export const MAX_ID_BYTES = 255

/** Throws `TOO_LARGE` over a limit and `TypeError` for what no store could keep. */
export function assertAppendable(
  stream: string,
  events: readonly EventToAppend[],
  expected: ExpectedRevision,
  maxAppendBytes: number,
): void {
  if (stream === '') throw new TypeError('An append needs the name of a stream')
  if (typeof expected === 'number' && (!Number.isSafeInteger(expected) || expected < 0)) {
    throw new TypeError(`An expected revision is a whole number from 0, or a name; got ${expected}`)
  }
  assertName('stream name', stream, MAX_NAME_BYTES)
  let bytes = 0
  let metadataBytes = 0
  for (const event of events) {
    if (event.type === '' || event.id === '') throw new TypeError(`An event of ${stream} has no ${event.type === '' ? 'type' : 'id'}`)
    assertName('event type', event.type, MAX_NAME_BYTES)
    assertName('event id', event.id, MAX_ID_BYTES)
    bytes += event.data.byteLength
    metadataBytes += event.metadata.byteLength
  }
  assertWithin('data', bytes, maxAppendBytes, stream)
  assertWithin('metadata', metadataBytes, MAX_METADATA_BYTES, stream)
}

function assertName(what: string, name: string, limit: number): void {
  if (name.length * 3 <= limit) return
  const bytes = Buffer.byteLength(name)
  if (bytes > limit) throw new EventStoreError('TOO_LARGE', `The ${what} has ${bytes} bytes, the limit is ${limit}`, { bytes, limit })
}

function assertWithin(what: string, bytes: number, limit: number, stream: string): void {
  if (bytes <= limit) return
  throw new EventStoreError('TOO_LARGE', `An append to ${stream} has ${bytes} bytes of ${what}, the limit is ${limit}: split it`, {
    bytes,
    limit,
    stream,
  })
}

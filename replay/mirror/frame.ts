import type { RecordedEvent } from '../../stores/events/port.ts'

/** What of an event is compared, in this order: all of it but positions and times, which belong to the store it lies in. */
export const comparedFields = ['stream', 'revision', 'id', 'type', 'contentType', 'data', 'metadata'] as const
export type ComparedField = (typeof comparedFields)[number]

const LENGTH_BYTES = 4

const bytesOf = (event: RecordedEvent, field: ComparedField): Uint8Array => {
  const value = event[field]
  return typeof value === 'object' ? value : Buffer.from(String(value))
}

/**
 * The bytes an event adds to the digest of a log: each field behind its length in bytes (32 bits, big-endian), text in UTF-8, the revision in
 * decimal digits, data and metadata as they were appended. The lengths keep one field from passing for the end of another.
 */
export function frameOf(event: RecordedEvent): Buffer {
  const fields = comparedFields.map((field) => bytesOf(event, field))
  const frame = Buffer.allocUnsafe(fields.reduce((sum, { byteLength }) => sum + LENGTH_BYTES + byteLength, 0))
  let at = 0
  for (const field of fields) {
    at = frame.writeUInt32BE(field.byteLength, at)
    frame.set(field, at)
    at += field.byteLength
  }
  return frame
}

/** Fields whose bytes are not the same. */
export const differingFields = (one: RecordedEvent, other: RecordedEvent): readonly ComparedField[] =>
  comparedFields.filter((field) => Buffer.compare(bytesOf(one, field), bytesOf(other, field)) !== 0)

import { crc32 } from 'node:zlib'
import type { EventToAppend, RecordedEvent } from '../port.ts'
import { corruption } from './corruption.ts'
import { RECORD_HEAD, RECORD_TRAILER } from './layout.ts'

/*
 * One event, little-endian:
 *   0 length u32 | 4 crc32 of bytes 8 to length-4 u32 | 8 position f64 | 16 recordedAt f64 | 24 revision u32 | 28 data length u32
 *   32 metadata length u32 | 36 stream length u16 | 38 type length u16 | 40 id length u8 | 41 flags u8 | 42 zero u16
 *   44 stream, type, id, metadata, data | length u32
 * The length at the end lets the log be read backwards; the position inside tells a misplaced record from a good one.
 */
const OCTETS = 1
const ASCII = 2

/** An upper bound, without looking at the characters. */
export const encodedBound = (stream: string, event: EventToAppend): number =>
  RECORD_HEAD +
  RECORD_TRAILER +
  3 * (stream.length + event.type.length + event.id.length) +
  event.data.byteLength +
  event.metadata.byteLength

/** Writes the record at `at` and returns where it ends. */
export function encodeRecord(
  into: Buffer,
  at: number,
  position: number,
  recordedAt: number,
  stream: string,
  revision: number,
  event: EventToAppend,
): number {
  const { type, id, metadata, data } = event
  let end = at + RECORD_HEAD
  const streamLength = into.write(stream, end)
  end += streamLength
  const typeLength = into.write(type, end)
  end += typeLength
  const idLength = into.write(id, end)
  end += idLength
  into.set(metadata, end)
  end += metadata.byteLength
  into.set(data, end)
  end += data.byteLength
  const length = end + RECORD_TRAILER - at
  const ascii = streamLength + typeLength + idLength === stream.length + type.length + id.length ? ASCII : 0
  into.writeUInt32LE(length, at)
  into.writeDoubleLE(position, at + 8)
  into.writeDoubleLE(recordedAt, at + 16)
  into.writeUInt32LE(revision, at + 24)
  into.writeUInt32LE(data.byteLength, at + 28)
  into.writeUInt32LE(metadata.byteLength, at + 32)
  into.writeUInt16LE(streamLength, at + 36)
  into.writeUInt16LE(typeLength, at + 38)
  into[at + 40] = idLength
  into[at + 41] = ascii | (event.contentType === 'application/octet-stream' ? OCTETS : 0)
  into.writeUInt16LE(0, at + 42)
  into.writeUInt32LE(crc32(into.subarray(at + 8, end)), at + 4)
  into.writeUInt32LE(length, end)
  return end + RECORD_TRAILER
}

/** Length of the record that starts here, 0 when the four bytes cannot be one's. */
export function recordLength(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32LE(at)
  return length > RECORD_HEAD + RECORD_TRAILER && length < 0x80000000 ? length : 0
}

/** Whether a whole record stands here unharmed; its bytes must be there as far as its length says. */
export function isIntact(bytes: Buffer, at: number, position: number): boolean {
  const length = recordLength(bytes, at)
  if (length === 0 || at + length > bytes.length) return false
  const end = at + length - RECORD_TRAILER
  return (
    bytes.readUInt32LE(end) === length &&
    bytes.readDoubleLE(at + 8) === position &&
    bytes.readUInt32LE(at + 4) === crc32(bytes.subarray(at + 8, end)) &&
    dataStart(bytes, at) + bytes.readUInt32LE(at + 28) === end
  )
}

export function assertIntact(bytes: Buffer, at: number, position: number): void {
  if (!isIntact(bytes, at, position)) throw corruption('A stored event does not match its checksum', position, legibleStream(bytes, at))
}

/** The stream's name, if what is left of a damaged record still shows one. */
export function legibleStream(bytes: Buffer, at: number): string | undefined {
  if (at + RECORD_HEAD > bytes.length) return undefined
  const length = bytes.readUInt16LE(at + 36)
  const start = at + RECORD_HEAD
  if (length === 0 || start + length > bytes.length) return undefined
  const name = bytes.toString('utf8', start, start + length)
  return /^[\p{L}\p{N}\p{P}\p{S} ]+$/u.test(name) && !name.includes('\uFFFD') ? name : undefined
}

const text = (bytes: Buffer, flags: number, start: number, end: number): string =>
  bytes.toString((flags & ASCII) === 0 ? 'utf8' : 'latin1', start, end)

export const revisionOf = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at + 24)
export const recordedAtOf = (bytes: Buffer, at: number): number => bytes.readDoubleLE(at + 16)
export const streamLengthOf = (bytes: Buffer, at: number): number => bytes.readUInt16LE(at + 36)
export const typeLengthOf = (bytes: Buffer, at: number): number => bytes.readUInt16LE(at + 38)

export const streamOf = (bytes: Buffer, at: number): string =>
  text(bytes, bytes[at + 41]!, at + RECORD_HEAD, at + RECORD_HEAD + streamLengthOf(bytes, at))

export function idOf(bytes: Buffer, at: number): string {
  const start = at + RECORD_HEAD + streamLengthOf(bytes, at) + typeLengthOf(bytes, at)
  return text(bytes, bytes[at + 41]!, start, start + bytes[at + 40]!)
}

const dataStart = (bytes: Buffer, at: number): number =>
  at + RECORD_HEAD + streamLengthOf(bytes, at) + typeLengthOf(bytes, at) + bytes[at + 40]! + bytes.readUInt32LE(at + 32)

/** The event of an intact record; data and metadata are views of these bytes. */
export function decodeRecord(bytes: Buffer, at: number, position: number): RecordedEvent {
  const flags = bytes[at + 41]!
  const typeStart = at + RECORD_HEAD + bytes.readUInt16LE(at + 36)
  const idStart = typeStart + bytes.readUInt16LE(at + 38)
  const metadataStart = idStart + bytes[at + 40]!
  const dataStart = metadataStart + bytes.readUInt32LE(at + 32)
  return {
    id: text(bytes, flags, idStart, metadataStart),
    type: text(bytes, flags, typeStart, idStart),
    data: bytes.subarray(dataStart, dataStart + bytes.readUInt32LE(at + 28)),
    metadata: bytes.subarray(metadataStart, dataStart),
    contentType: (flags & OCTETS) === 0 ? 'application/json' : 'application/octet-stream',
    stream: text(bytes, flags, at + RECORD_HEAD, typeStart),
    revision: bytes.readUInt32LE(at + 24),
    position: BigInt(position),
    recordedAt: bytes.readDoubleLE(at + 16),
  }
}

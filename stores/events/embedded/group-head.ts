import { crc32 } from 'node:zlib'
import { GROUP_HEAD, GROUP_MARK } from './layout.ts'

/*
 * Head of the events committed together, little-endian:
 *   0 mark u32 | 4 crc32 of bytes 8 to 44 u32 | 8 position f64 | 16 end of what was synced before f64 | 24 bytes of events u32
 *   28 number of events u32 | 32 zero | 44 mark u32
 * A group is written only when the one before it was synced, so a good head proves everything before it.
 */
export interface GroupHead {
  readonly syncedBefore: number
  readonly bodyLength: number
  readonly count: number
}

export function encodeGroupHead(into: Buffer, at: number, position: number, head: GroupHead): void {
  into.fill(0, at, at + GROUP_HEAD)
  into.writeUInt32LE(GROUP_MARK, at)
  into.writeDoubleLE(position, at + 8)
  into.writeDoubleLE(head.syncedBefore, at + 16)
  into.writeUInt32LE(head.bodyLength, at + 24)
  into.writeUInt32LE(head.count, at + 28)
  into.writeUInt32LE(GROUP_MARK, at + GROUP_HEAD - 4)
  into.writeUInt32LE(crc32(into.subarray(at + 8, at + GROUP_HEAD - 4)), at + 4)
}

/** Undefined when no good head stands here. */
export function decodeGroupHead(bytes: Buffer, at: number, position: number): GroupHead | undefined {
  if (at + GROUP_HEAD > bytes.length || bytes.readUInt32LE(at) !== GROUP_MARK) return undefined
  const end = at + GROUP_HEAD - 4
  const good =
    bytes.readUInt32LE(end) === GROUP_MARK &&
    bytes.readDoubleLE(at + 8) === position &&
    bytes.readUInt32LE(at + 4) === crc32(bytes.subarray(at + 8, end))
  if (!good) return undefined
  return { syncedBefore: bytes.readDoubleLE(at + 16), bodyLength: bytes.readUInt32LE(at + 24), count: bytes.readUInt32LE(at + 28) }
}

const MARK_BYTES = Buffer.alloc(4)
MARK_BYTES.writeUInt32LE(GROUP_MARK)

/** Where the next good group head stands at or after `at`; `base` is the position of the first of these bytes. */
export function findGroupHead(bytes: Buffer, at: number, base: number): number | undefined {
  for (let found = bytes.indexOf(MARK_BYTES, at); found >= 0; found = bytes.indexOf(MARK_BYTES, found + 1)) {
    if (decodeGroupHead(bytes, found, base + found) !== undefined) return found
  }
  return undefined
}

import { GROUP_HEAD } from './layout.ts'

/** The one buffer groups are encoded into, one after another; it grows as far as a group may, or as one append needs. */
export interface GroupBuffer {
  bytes(): Buffer
  /** Makes room for more behind `used` bytes; false when the group would become too large and is not empty. */
  reserve(used: number, more: number): boolean
}

const FIRST_SIZE = 1_048_576

export function createGroupBuffer(maxGroupBytes: number): GroupBuffer {
  let buffer = Buffer.allocUnsafeSlow(Math.min(maxGroupBytes, FIRST_SIZE))
  return {
    bytes: () => buffer,
    reserve: (used, more) => {
      const needed = Math.max(used, GROUP_HEAD) + more
      if (needed > maxGroupBytes && used > 0) return false
      if (needed > buffer.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(maxGroupBytes, buffer.length * 2)))
        buffer.copy(larger, 0, 0, used)
        buffer = larger
      }
      return true
    },
  }
}

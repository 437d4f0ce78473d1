import { crc32 } from 'node:zlib'
import type { FileLayer } from './file-layer.ts'
import { headPath } from './layout.ts'

/** How far the log is synced, and its last event (0 for none). */
export interface Head {
  readonly syncedEnd: number
  readonly lastPosition: number
}

export interface HeadFile {
  /** The newer of the good slots; undefined when neither is good. */
  read(): Head | undefined
  /** Overwrites the older slot: a reader beside us, or a crash half-way, still finds the other one. */
  write(head: Head): void
  sync(): void
  close(): void
}

const SLOT = 512
const USED = 40
const MARK = 0x44414548

/** Two checksummed slots: 0 mark u32 | 4 crc32 of bytes 8 to 40 u32 | 8 sequence f64 | 16 synced end f64 | 24 last position f64 | 32 zero. */
export function openHeadFile(files: FileLayer, folder: string, mode: 'read' | 'write'): HeadFile {
  if (mode === 'write' && !files.list(folder).includes('head')) createHead(files, folder)
  const file = files.open(headPath(folder), mode)
  const both = Buffer.alloc(2 * SLOT)
  const slot = Buffer.alloc(SLOT)
  let sequence = 0

  const read = (): Head | undefined => {
    const size = file.read(both, 0)
    const slots = [0, SLOT].filter((at) => size >= at + USED && isGood(both, at))
    const newest = slots.sort((a, b) => both.readDoubleLE(b + 8) - both.readDoubleLE(a + 8))[0]
    if (newest === undefined) return undefined
    sequence = both.readDoubleLE(newest + 8)
    return { syncedEnd: both.readDoubleLE(newest + 16), lastPosition: both.readDoubleLE(newest + 24) }
  }
  read()

  return {
    read,
    write: ({ syncedEnd, lastPosition }) => {
      sequence += 1
      slot.writeUInt32LE(MARK, 0)
      slot.writeDoubleLE(sequence, 8)
      slot.writeDoubleLE(syncedEnd, 16)
      slot.writeDoubleLE(lastPosition, 24)
      slot.writeUInt32LE(crc32(slot.subarray(8, USED)), 4)
      file.write(slot, (sequence % 2) * SLOT)
    },
    sync: () => file.syncNow(),
    close: () => file.close(),
  }
}

const isGood = (both: Buffer, at: number): boolean =>
  both.readUInt32LE(at) === MARK && both.readUInt32LE(at + 4) === crc32(both.subarray(at + 8, at + USED))

function createHead(files: FileLayer, folder: string): void {
  const file = files.open(headPath(folder), 'create')
  // Taken up now, so that a full disk never stands in the way later.
  file.write(Buffer.alloc(2 * SLOT), 0)
  file.syncNow()
  file.close()
  files.syncFolder(folder)
}

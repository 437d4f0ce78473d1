import { dirname, relative, resolve } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { FileLayer, LogFile } from './file-layer.ts'

/** Files in memory that can lose power, fill up and fail to sync. */
export interface SimulatedFiles {
  readonly layer: FileLayer
  /**
   * Everything after the last sync is lost, except what `keeps` says of each 512 bytes that were written and not synced. The folder goes on
   * under another name, since whoever held the old one is still there.
   */
  losePower(folder: string, newFolder: string, keeps: (path: string) => boolean): void
  /** The process dies and the machine goes on: what was written is still there, synced or not. */
  loseProcess(folder: string, newFolder: string): void
  /** How many bytes may still be written; `Infinity` at first. */
  setRoom(bytes: number): void
  /** The next syncs of files fail. */
  failSyncs(): void
  /** Changes one byte where it is kept. */
  flip(path: string, at: number): void
  paths(): string[]
  sizeOf(path: string): number
}

interface Stored {
  bytes: Buffer
  synced: Buffer
}

const SECTOR = 512

export function createSimulatedFiles(): SimulatedFiles {
  let names = new Map<string, Stored>()
  let durableNames = new Map<string, Stored>()
  const folders = new Set<string>()
  let room = Number.POSITIVE_INFINITY
  let failing = false

  const open = (path: string, mode: 'create' | 'write' | 'read'): LogFile => {
    const known = names.get(path)
    if (mode === 'create' ? known !== undefined : known === undefined) throw systemError(mode === 'create' ? 'EEXIST' : 'ENOENT', path)
    const file = known ?? { bytes: Buffer.alloc(0), synced: Buffer.alloc(0) }
    names.set(path, file)
    const read = (into: Uint8Array, at: number) => file.bytes.copy(into, 0, at)
    const syncNow = () => {
      if (failing) throw systemError('EIO', path)
      file.synced = Buffer.from(file.bytes)
    }
    return {
      size: () => file.bytes.length,
      read,
      readLater: async (into, at) => read(into, at),
      write: (bytes, at) => {
        // What is overwritten takes no room.
        const free = Math.max(0, file.bytes.length - at) + room
        const fitting = bytes.subarray(0, Math.min(bytes.length, free))
        room -= Math.max(0, at + fitting.length - file.bytes.length)
        const grown = Buffer.alloc(Math.max(file.bytes.length, at + fitting.length))
        file.bytes.copy(grown)
        grown.set(fitting, at)
        file.bytes = grown
        if (fitting.length < bytes.length) throw systemError('ENOSPC', path)
      },
      truncate: (size) => {
        room += Math.max(0, file.bytes.length - size)
        file.bytes = Buffer.from(file.bytes.subarray(0, size))
      },
      sync: async () => {
        const asked = Buffer.from(file.bytes)
        // Long enough for power to be lost in between.
        await turn()
        await turn()
        if (failing) throw systemError('EIO', path)
        file.synced = asked
      },
      syncNow,
      close: () => undefined,
    }
  }

  return {
    layer: {
      open,
      list: (folder) => childrenOf(folder, [...names.keys(), ...folders]),
      makeFolder: (folder) => folders.add(resolve(folder)),
      syncFolder: (folder) => {
        for (const path of durableNames.keys()) if (dirname(path) === folder && !names.has(path)) durableNames.delete(path)
        for (const [path, file] of names) if (dirname(path) === folder) durableNames.set(path, file)
      },
      rename: (from, to) => {
        names.set(to, names.get(from)!)
        names.delete(from)
      },
      remove: (path) => names.delete(path),
      lock: () => () => undefined,
    },
    losePower: (folder, newFolder, keeps) => {
      names = new Map()
      for (const [path, file] of durableNames) {
        const left = whatIsLeft(file, () => keeps(path))
        names.set(resolve(newFolder, relative(folder, path)), { bytes: left, synced: Buffer.from(left) })
      }
      durableNames = new Map(names)
      for (const known of [...folders]) folders.add(resolve(newFolder, relative(folder, known)))
      failing = false
    },
    loseProcess: (folder, newFolder) => {
      const moved = (known: Map<string, Stored>) =>
        new Map([...known].map(([path, { bytes, synced }]) => [resolve(newFolder, relative(folder, path)), { bytes, synced }] as const))
      const before = names
      names = moved(before)
      durableNames = new Map([...names].filter(([path]) => durableNames.has(resolve(folder, relative(newFolder, path)))))
    },
    setRoom: (bytes) => {
      room = bytes
    },
    failSyncs: () => {
      failing = true
    },
    flip: (path, at) => {
      const file = names.get(path)!
      file.bytes[at]! ^= 0x40
    },
    paths: () => [...names.keys()],
    sizeOf: (path) => names.get(path)!.bytes.length,
  }
}

function whatIsLeft({ bytes, synced }: Stored, keeps: () => boolean): Buffer {
  const left: Buffer = Buffer.alloc(Math.max(synced.length, bytes.length))
  synced.copy(left)
  let end = synced.length
  for (let at = 0; at < bytes.length; at += SECTOR) {
    const written = bytes.subarray(at, at + SECTOR)
    if (written.equals(synced.subarray(at, at + SECTOR)) || !keeps()) continue
    left.set(written, at)
    end = Math.max(end, at + written.length)
  }
  return Buffer.from(left.subarray(0, end))
}

function childrenOf(folder: string, paths: readonly string[]): string[] {
  const prefix = `${resolve(folder)}/`
  const names = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length).split('/')[0]!)
  return [...new Set(names)].sort()
}

const systemError = (code: string, path: string): Error => Object.assign(new Error(`${code}: simulated, ${path}`), { code })

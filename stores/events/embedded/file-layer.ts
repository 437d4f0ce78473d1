import fs from 'node:fs'
import { makeFolder } from '../../make-folder.ts'
import { syncFolder } from '../../sync-folder.ts'
import { lockFolder } from './lock.ts'

/** One open file, addressed by byte. Reads and writes are whole: a read returns fewer bytes only at the end of the file. */
export interface LogFile {
  size(): number
  read(into: Uint8Array, at: number): number
  readLater(into: Uint8Array, at: number): Promise<number>
  /** Throws the system's error, `ENOSPC` among them; bytes may then have been written in part. */
  write(bytes: Uint8Array, at: number): void
  truncate(size: number): void
  sync(): Promise<void>
  syncNow(): void
  close(): void
}

/** Everything the log asks of a file system; what simulates power loss and full disks stands in here. */
export interface FileLayer {
  /** `create` fails when the file exists, `write` and `read` when it does not. */
  open(path: string, mode: 'create' | 'write' | 'read'): LogFile
  /** Names in a folder, none when the folder is missing. */
  list(folder: string): string[]
  /** Those missing above it too, each durable. */
  makeFolder(folder: string): void
  /** Makes created, renamed and removed names durable. */
  syncFolder(folder: string): void
  rename(from: string, to: string): void
  remove(path: string): void
  /** Takes the writer's lock of a folder and returns what releases it; throws `LOCKED`. */
  lock(folder: string): () => void
}

const FLAGS = { create: 'wx+', write: 'r+', read: 'r' } as const

export const realFileLayer: FileLayer = {
  open: (path, mode) => openFile(path, FLAGS[mode]),
  list: (folder) => (fs.existsSync(folder) ? fs.readdirSync(folder).sort() : []),
  makeFolder,
  syncFolder,
  rename: fs.renameSync,
  remove: fs.rmSync,
  lock: lockFolder,
}

function openFile(path: string, flags: string): LogFile {
  const descriptor = fs.openSync(path, flags)
  return {
    size: () => fs.fstatSync(descriptor).size,
    read: (into, at) => readFully(descriptor, into, at),
    readLater: (into, at) => readFullyLater(descriptor, into, at),
    write: (bytes, at) => {
      for (let done = 0; done < bytes.length; ) done += fs.writeSync(descriptor, bytes, done, bytes.length - done, at + done)
    },
    truncate: (size) => fs.ftruncateSync(descriptor, size),
    sync: () => settle((callback) => fs.fdatasync(descriptor, callback)),
    syncNow: () => fs.fdatasyncSync(descriptor),
    close: () => fs.closeSync(descriptor),
  }
}

function readFully(descriptor: number, into: Uint8Array, at: number): number {
  let done = 0
  while (done < into.length) {
    const read = fs.readSync(descriptor, into, done, into.length - done, at + done)
    if (read === 0) break
    done += read
  }
  return done
}

async function readFullyLater(descriptor: number, into: Uint8Array, at: number): Promise<number> {
  let done = 0
  while (done < into.length) {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    fs.read(descriptor, into, done, into.length - done, at + done, (error, read) => (error ? reject(error) : resolve(read)))
    const read = await promise
    if (read === 0) break
    done += read
  }
  return done
}

function settle(start: (callback: (error: Error | null) => void) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  start((error) => (error ? reject(error) : resolve()))
  return promise
}

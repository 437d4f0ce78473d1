import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { EventStoreError } from '../../stores/events/port.ts'
import { makeFolder } from '../../stores/make-folder.ts'
import { syncFolder } from '../../stores/sync-folder.ts'

/** How far a mirror has come. Its file tells the folder of a mirror from that of a ledger. */
export interface MirrorNote {
  /** Where it was copied from, without credentials and options. */
  readonly source: string
  readonly events: number
  /** Null before the first. */
  readonly last: LastCopied | null
}

/** The last event known to be durable in the mirror. */
export interface LastCopied {
  readonly stream: string
  readonly revision: number
  readonly id: string
  /** Of the event in the log of the source, and in that of the mirror; decimal. */
  readonly sourcePosition: string
  readonly position: string
}

const notePath = (folder: string): string => join(folder, 'mirror.json')

/** Whether the events of this folder are a copy; never where a server keeps the events (null). */
export const isMirror = (folder: string | null): boolean => folder !== null && existsSync(notePath(folder))

/** Throws `READ_ONLY` for the folder of a mirror: an event of its own would make it another log than its source. */
export function refuseMirror(folder: string | null): void {
  if (!isMirror(folder)) return
  const message = `${folder} is a mirror of another log, to be read alone: write through the ledger it was copied from`
  throw new EventStoreError('READ_ONLY', message, { folder })
}

/** Null for a folder that is no mirror. Throws `FORMAT` when the note cannot be read. */
export function readNote(folder: string): MirrorNote | null {
  if (!isMirror(folder)) return null
  try {
    return JSON.parse(readFileSync(notePath(folder), 'utf8')) as MirrorNote
  } catch (failure) {
    throw new EventStoreError('FORMAT', `${notePath(folder)} cannot be read: mirror into a new folder`, { folder }, failure)
  }
}

/** Durable when it returns, and whole at every moment: written aside, synced, renamed. */
export function writeNote(folder: string, note: MirrorNote): void {
  makeFolder(folder)
  const aside = `${notePath(folder)}.new`
  const handle = openSync(aside, 'w')
  try {
    writeSync(handle, `${JSON.stringify(note)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(aside, notePath(folder))
  syncFolder(folder)
}

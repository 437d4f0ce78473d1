import { KeyStoreError } from '../port.ts'

const primaryCode = (error: unknown): number | null => {
  const code = (error as { errcode?: unknown }).errcode
  return typeof code === 'number' ? code & 0xff : null
}

const busy = 5
const full = 13
const notADatabase = 26

/** What a failed statement means to the caller. Messages of the engine name files and codes, never values. */
export function failure(error: unknown): KeyStoreError {
  if (error instanceof KeyStoreError) return error
  switch (primaryCode(error)) {
    case busy:
      return new KeyStoreError('BUSY', 'another process holds the key store; nothing was written, try again', error)
    case full:
      return new KeyStoreError('DISK_FULL', 'the disk of the key store is full; nothing was written, make room and try again', error)
    case notADatabase:
      return new KeyStoreError('FORMAT', 'the file of the key store is something else: restore it from a backup', error)
    default:
      return new KeyStoreError('STOPPED', 'the key store failed and takes nothing more: look after its disk, then start again', error)
  }
}

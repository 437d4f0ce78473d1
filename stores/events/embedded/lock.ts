import { DatabaseSync } from 'node:sqlite'
import { EventStoreError } from '../port.ts'
import { lockPath } from './layout.ts'

/**
 * Takes the writer's lock of a folder and returns what releases it. SQLite's exclusive lock serves, because the system drops it with its
 * holder, however that ends, on Linux, macOS and Windows alike. Closing any other handle of this file in the same process would drop it
 * too: nothing else may open it.
 */
export function lockFolder(folder: string): () => void {
  const database = new DatabaseSync(lockPath(folder), { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    const message = `${folder} is being written by another process: stop that one first, or open the folder for reading`
    throw new EventStoreError('LOCKED', message, { folder }, error)
  }
  return () => database.close()
}

const SQLITE_BUSY = 5
const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY

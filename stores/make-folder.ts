import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolder } from './sync-folder.ts'

/**
 * Makes a folder and all that are missing above it, each synced into the one it lies in: what is durable in a folder is lost with the
 * folder's own name. Node's own recursion is not used, since it never ends where a file system refuses folders (`/proc`).
 * @param mode Of the folder itself.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  if (existsSync(folder)) return
  const above = dirname(folder)
  if (above !== folder) makeFolder(above)
  try {
    mkdirSync(folder, { mode })
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'EEXIST') throw failure
  }
  syncFolder(above)
}

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Folders for tests that simulate the disk anyway: in memory where the system offers that, so that real syncs cost nothing. */
export interface ScratchFolders {
  create(): string
  removeAll(): void
}

const IN_MEMORY = '/dev/shm'

export function scratchFolders(where = existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir()): ScratchFolders {
  const folders: string[] = []
  return {
    create: () => {
      const folder = mkdtempSync(join(where, 'ledger-events-'))
      folders.push(folder)
      return folder
    },
    removeAll: () => {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
    },
  }
}

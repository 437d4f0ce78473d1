import { closeSync, fsyncSync, openSync } from 'node:fs'

/** A new file is only there for certain once its folder is synced. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

import { open } from 'node:fs/promises'
import type { Database } from './database.ts'
import { rolledBack } from './database.ts'

/**
 * Makes every commit so far survive a power cut. With synchronous = NORMAL SQLite syncs the write-ahead log only before it copies it
 * into the database; with FULL every commit syncs it, and a sync covers the whole file: so one small commit under FULL makes
 * all before it durable. The log is synced off the event loop first, which leaves that commit little to wait for.
 */
export async function flushDatabase(database: Database): Promise<void> {
  if (!database.dirty) return
  await syncAhead(`${database.file}-wal`)
  try {
    database.connection.exec('PRAGMA synchronous = FULL; UPDATE flushes SET count = count + 1')
    database.dirty = false
  } catch (failure) {
    throw rolledBack(database, failure)
  } finally {
    database.connection.exec('PRAGMA synchronous = NORMAL')
  }
}

async function syncAhead(file: string): Promise<void> {
  const log = await open(file, 'r+')
  try {
    await log.datasync()
  } finally {
    await log.close()
  }
}

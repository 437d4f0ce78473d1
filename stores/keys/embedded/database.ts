import { chmodSync, existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { makeFolder } from '../../make-folder.ts'
import { KeyStoreError } from '../port.ts'
import { failure } from './failure.ts'
import { keyStoreFile } from './files.ts'
import { schema } from './schema.ts'
import { transaction } from './transaction.ts'

const formatNumber = 1
/** "olks", in SQLite's own field for what a file is. */
const applicationId = 0x6f6c6b73
export const busyTimeoutMs = 5_000
/** About 32 MiB: fewer checkpoints, since scattered hashes touch a page each. */
const pagesBetweenCheckpoints = 8_000
const cacheKib = 64 * 1_024

/** Opens the file and proves it is ours: format first, then the master key. Throws `KeyStoreError`. */
export function openDatabase(folder: string, check: Uint8Array, readOnly: boolean): DatabaseSync {
  const file = keyStoreFile(folder)
  if (readOnly && !existsSync(file)) throw new KeyStoreError('MISSING', `there is no key store in ${folder}: start the ledger once`)
  if (!readOnly) makeFolder(folder, 0o700)
  const database = new DatabaseSync(file, { readOnly, timeout: busyTimeoutMs })
  try {
    if (!readOnly) prepareToWrite(database, file, check)
    refuseStrangers(database, folder, check)
    return database
  } catch (error) {
    database.close()
    throw failure(error)
  }
}

function prepareToWrite(database: DatabaseSync, file: string, check: Uint8Array): void {
  chmodSync(file, 0o600)
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -${cacheKib};
    PRAGMA wal_autocheckpoint = ${pagesBetweenCheckpoints}`)
  transaction(database, () => {
    if (database.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined) return
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatNumber}; ${schema}`)
    database.prepare('INSERT INTO about VALUES (?, 0)').run(check)
  })
}

function refuseStrangers(database: DatabaseSync, folder: string, check: Uint8Array): void {
  const { application_id } = database.prepare('PRAGMA application_id').get() as { application_id: number }
  const { user_version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (application_id !== applicationId) throw new KeyStoreError('FORMAT', `${keyStoreFile(folder)} is not a key store of the ledger`)
  if (user_version !== formatNumber) {
    throw new KeyStoreError('FORMAT', `the key store in ${folder} has format ${user_version}, this version reads format ${formatNumber}`)
  }
  const about = database.prepare('SELECT "check" FROM about').get() as { check: Uint8Array }
  if (!Buffer.from(check).equals(about.check)) {
    throw new KeyStoreError(
      'WRONG_MASTER_KEY',
      `the key store in ${folder} was made with another master key: set LEDGER_MASTER_KEY to that one`,
    )
  }
}

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeFolder } from '../../make-folder.ts'
import { syncFolder } from '../../sync-folder.ts'
import { DocumentStoreError } from '../port.ts'
import { CATALOGUE } from './catalogue.ts'
import { damaged, sqliteCode, translated } from './failures.ts'

/** Raised with every change of how documents lie in the file. */
const FORMAT = 1
/** "ledg", so that another program's database is not taken for ours. */
const APPLICATION = 0x6c656467
const CACHE_KIBIBYTES = 65_536
const SNAPSHOT_CACHE_KIBIBYTES = 8_192
const BUSY_MS = 5_000
/** What a long write-ahead log shrinks to once it was copied. */
const LOG_BYTES = 67_108_864

/** Held by SQLite's own file lock, which the system lets go of however the process ends. */
export function lockForWriting(folder: string): DatabaseSync {
  makeFolder(folder)
  const file = join(folder, 'writer.lock')
  const lock = new DatabaseSync(file, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (failure) {
    lock.close()
    if (sqliteCode(failure) !== 5) throw translated(failure, file)
    const advice = 'Stop it, or open the folder for reading'
    throw new DocumentStoreError('LOCKED', `Another process writes the read models in ${folder}. ${advice}`, { folder }, failure)
  }
}

export function openForWriting(file: string): DatabaseSync {
  const fresh = !existsSync(file)
  return opened(file, false, (connection) => {
    const [application, format] = marksOf(connection)
    if (application === 0 && format === 0 && isEmpty(connection)) layOut(connection)
    else checkMarks(file, application, format)
    setForWriting(connection)
    if (fresh) syncFolder(dirname(file))
  })
}

function setForWriting(connection: DatabaseSync): void {
  connection.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${CACHE_KIBIBYTES};
     PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = ${LOG_BYTES}`,
  )
}

/** One more connection of the process that holds the lock. */
export const openBeside = (file: string): DatabaseSync => opened(file, false, setForWriting)

export function openForReading(file: string, cacheKibibytes: number = SNAPSHOT_CACHE_KIBIBYTES): DatabaseSync {
  if (!existsSync(file))
    throw new DocumentStoreError('MISSING', `There are no read models at ${file} yet. Start the ledger, or run the rebuild`, { file })
  return opened(file, true, (connection) => {
    checkMarks(file, ...marksOf(connection))
    connection.exec(`PRAGMA cache_size = -${cacheKibibytes}`)
  })
}

function opened(file: string, readOnly: boolean, prepare: (connection: DatabaseSync) => void): DatabaseSync {
  let connection: DatabaseSync | undefined
  try {
    connection = new DatabaseSync(file, { readOnly, timeout: BUSY_MS, enableForeignKeyConstraints: false })
    prepare(connection)
    return connection
  } catch (failure) {
    connection?.close()
    throw translated(failure, file)
  }
}

function layOut(connection: DatabaseSync): void {
  connection.exec(
    `BEGIN IMMEDIATE; ${CATALOGUE}; CREATE TABLE flushes (count INTEGER NOT NULL); INSERT INTO flushes VALUES (0);
     PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${FORMAT}; COMMIT`,
  )
}

function marksOf(connection: DatabaseSync): [application: number, format: number] {
  const of = (pragma: string): number => Number(Object.values(connection.prepare(`PRAGMA ${pragma}`).get()!)[0])
  return [of('application_id'), of('user_version')]
}

const isEmpty = (connection: DatabaseSync): boolean => connection.prepare('SELECT 1 FROM sqlite_schema').get() === undefined

function checkMarks(file: string, application: number, format: number): void {
  if (application !== APPLICATION) throw damaged(file, new Error('It does not say that it is a document store'))
  if (format === FORMAT) return
  const advice = 'Use the version of the program that wrote it, or remove the folder and rebuild the read models'
  throw new DocumentStoreError('FORMAT', `${file} has format ${format}, this program knows ${FORMAT}. ${advice}`, { file, format })
}

import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Worker } from 'node:worker_threads'
import { DocumentStoreError } from '../port.ts'
import { translated } from './failures.ts'
import type { Limits } from './limits.ts'
import { DEFAULT_LIMITS } from './limits.ts'

/** The open file and what is remembered about it while it is open. */
export interface Database {
  readonly file: string
  readonly readOnly: boolean
  readonly limits: Limits
  readonly connection: DatabaseSync
  readonly statements: Map<string, StatementSync>
  /** Keeps other threads that write the same file away while it works. */
  readonly alone: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** Opens one more connection, for a long read that must not see what is written meanwhile. */
  readonly openSnapshot: () => DatabaseSync
  readonly idleSnapshots: DatabaseSync[]
  /** Temporary tables that hold all entries of an index about to be built. */
  readonly gathered: Set<string>
  /** Ends when every change asked for so far has been made. */
  turn: Promise<unknown>
  /** Whether anything was committed since the last flush. */
  dirty: boolean
  /** Ends when the maintenance thread has done what it was asked for, with the thread once there is one. */
  maintenance: Promise<Worker | undefined>
  checkpoint: Promise<void> | undefined
  state: 'open' | 'stopped' | 'closed'
}

export function databaseOn(file: string, connection: DatabaseSync, more: Partial<Database> = {}): Database {
  return {
    file,
    readOnly: false,
    limits: DEFAULT_LIMITS,
    connection,
    statements: new Map(),
    alone: (work) => work(),
    openSnapshot: () => connection,
    idleSnapshots: [],
    gathered: new Set(),
    turn: Promise.resolve(),
    dirty: false,
    maintenance: Promise.resolve(undefined),
    checkpoint: undefined,
    state: 'open',
    ...more,
  }
}

const REMEMBERED_STATEMENTS = 300
const IDLE_SNAPSHOTS = 2

export function statement(database: Database, sql: string): StatementSync {
  const known = database.statements.get(sql)
  if (known) return known
  const oldest = database.statements.size >= REMEMBERED_STATEMENTS ? database.statements.keys().next().value : undefined
  if (oldest !== undefined) database.statements.delete(oldest)
  const prepared = prepare(database.connection, sql)
  database.statements.set(sql, prepared)
  return prepared
}

export function prepare(connection: DatabaseSync, sql: string): StatementSync {
  const prepared = connection.prepare(sql)
  prepared.setReadBigInts(true)
  prepared.setReturnArrays(true)
  return prepared
}

export function mustBeOpen(database: Database): void {
  if (database.state === 'closed') throw new DocumentStoreError('CLOSED', 'The document store was closed', { file: database.file })
}

/** Reads in one go on the main connection, which also shows what a batch under way has written so far. */
export function read<Result>(database: Database, work: () => Result): Result {
  mustBeOpen(database)
  try {
    return work()
  } catch (failure) {
    throw translated(failure, database.file)
  }
}

/** Changes wait for each other, because a batch keeps its transaction open while it lets others have the event loop. */
export async function change<Result>(database: Database, work: () => Result | Promise<Result>): Promise<Result> {
  const mine = database.turn.then(() =>
    database.alone(async () => {
      mustBeWritable(database)
      return await work()
    }),
  )
  database.turn = mine.catch(() => {})
  return mine
}

export function mustBeWritable(database: Database): void {
  mustBeOpen(database)
  if (database.readOnly) throw readOnly(database)
  if (database.state === 'stopped')
    throw new DocumentStoreError('STOPPED', 'The disk failed earlier; open the document store again', { file: database.file })
}

export const readOnly = ({ file }: Database): DocumentStoreError =>
  new DocumentStoreError('READ_ONLY', 'The document store was opened for reading beside its writer', { file })

/** All or nothing. Work that waits keeps the transaction open: only inside `change`. */
export function transaction<Result>(database: Database, work: () => Result): Result {
  begin(database)
  try {
    const result = work()
    commit(database)
    return result
  } catch (failure) {
    throw rolledBack(database, failure)
  }
}

export function begin(database: Database): void {
  try {
    database.connection.exec('BEGIN IMMEDIATE')
  } catch (failure) {
    throw rolledBack(database, failure)
  }
}

export function commit(database: Database): void {
  database.connection.exec('COMMIT')
  database.dirty = true
}

/** Undoes the open transaction and says why. After a failed disk nothing written is certain, so the writer stops. */
export function rolledBack(database: Database, failure: unknown): unknown {
  if (database.connection.isTransaction) database.connection.exec('ROLLBACK')
  const reason = translated(failure, database.file)
  if (reason instanceof DocumentStoreError && reason.code === 'STOPPED') database.state = 'stopped'
  return reason
}

/** A connection of its own whose statements see one committed moment until they end. */
export async function withSnapshot<Result>(database: Database, work: (connection: DatabaseSync) => Promise<Result>): Promise<Result> {
  mustBeOpen(database)
  const connection = database.idleSnapshots.pop() ?? read(database, database.openSnapshot)
  try {
    return await work(connection)
  } catch (failure) {
    throw translated(failure, database.file)
  } finally {
    if (database.state !== 'closed' && database.idleSnapshots.length < IDLE_SNAPSHOTS) database.idleSnapshots.push(connection)
    else connection.close()
  }
}

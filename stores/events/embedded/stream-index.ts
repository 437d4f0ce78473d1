import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { POSITION_BYTES } from './run-batch.ts'

/** How far the index covers the log, and of which log. */
export interface Covered {
  readonly log: string
  readonly end: number
  readonly lastPosition: number
  readonly recordedAt: number
}

/** Positions of events of one stream that follow each other. */
export interface Run {
  readonly first: number
  readonly positions: readonly number[]
}

/** Positions by stream and revision on disk: always behind the log, always rebuildable from it. */
export interface StreamIndex {
  covered(): Covered | undefined
  lastRevision(stream: string): number
  /** The run that holds a revision, if any. */
  runAt(stream: string, revision: number): Run | undefined
  /** Names of streams in their order, each at least once; fewer than asked for at the end. */
  streamsAfter(stream: string, count: number): string[]
  begin(): void
  rollback(): void
  /** Positions as `run-batch` packs them. */
  add(stream: string, first: number, positions: Uint8Array): void
  commit(covered: Covered): void
  /** Every run, by stream and revision. */
  runs(): Iterable<Run & { readonly stream: string }>
  close(): void
}

const RUN_BYTES = 128 * POSITION_BYTES

/**
 * SQLite holds the index. `synchronous=NORMAL` makes it consistent after power loss too, at some earlier flush; that is all it has to be.
 * Throws when the file is no good database: then it is to be removed and rebuilt.
 */
export function openStreamIndex(path: string, mode: 'write' | 'read'): StreamIndex {
  const database = new DatabaseSync(path, { readOnly: mode === 'read', timeout: 5_000 })
  try {
    return overDatabase(database, mode)
  } catch (error) {
    database.close()
    throw error
  }
}

function overDatabase(database: DatabaseSync, mode: 'write' | 'read'): StreamIndex {
  database.exec('PRAGMA cache_size = -8192')
  if (mode === 'write') {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000')
    database.exec('CREATE TABLE IF NOT EXISTS runs (stream TEXT, first INTEGER, positions BLOB, PRIMARY KEY (stream, first)) WITHOUT ROWID')
    database.exec('CREATE TABLE IF NOT EXISTS covered (only INTEGER PRIMARY KEY, log TEXT, finish REAL, last REAL, recorded REAL)')
  }
  const before = database.prepare('SELECT first, positions FROM runs WHERE stream = ? AND first <= ? ORDER BY first DESC LIMIT 1')
  before.setReturnArrays(true)
  const insert = mode === 'write' ? database.prepare('INSERT OR REPLACE INTO runs VALUES (?, ?, ?)') : undefined
  const every = database.prepare('SELECT stream, first, positions FROM runs ORDER BY stream, first')
  const names = database.prepare('SELECT stream FROM runs WHERE stream > ? ORDER BY stream LIMIT ?')
  const covered = database.prepare('SELECT log, finish, last, recorded FROM covered')

  const runAt = (stream: string, revision: number): [number, Uint8Array] | undefined => {
    const found = before.get(stream, revision) as unknown as [number, Uint8Array] | undefined
    return found
  }

  return {
    covered: () => {
      const row = covered.get()
      if (row === undefined) return undefined
      return { log: String(row.log), end: Number(row.finish), lastPosition: Number(row.last), recordedAt: Number(row.recorded) }
    },
    lastRevision: (stream) => {
      const found = runAt(stream, Number.MAX_SAFE_INTEGER)
      return found === undefined ? -1 : found[0] + found[1].length / POSITION_BYTES - 1
    },
    runAt: (stream, revision) => {
      const found = runAt(stream, revision)
      return found === undefined || revision >= found[0] + found[1].length / POSITION_BYTES
        ? undefined
        : { first: found[0], positions: unpack(found[1]) }
    },
    streamsAfter: (stream, count) => names.all(stream, count).map(({ stream }) => String(stream)),
    begin: () => database.exec('BEGIN'),
    rollback: () => {
      // A failed commit may have ended the transaction already.
      if (database.isTransaction) database.exec('ROLLBACK')
    },
    add: (stream, first, positions) => {
      for (let at = 0; at < positions.length; at += RUN_BYTES) {
        insert!.run(stream, first + at / POSITION_BYTES, positions.subarray(at, at + RUN_BYTES))
      }
    },
    commit: ({ log, end, lastPosition, recordedAt }) => {
      database.prepare('INSERT OR REPLACE INTO covered VALUES (1, ?, ?, ?, ?)').run(log, end, lastPosition, recordedAt)
      database.exec('COMMIT')
    },
    *runs() {
      for (const { stream, first, positions } of every.iterate()) {
        yield { stream: String(stream), first: Number(first), positions: unpack(positions as Uint8Array) }
      }
    },
    close: () => database.close(),
  }
}

export function removeStreamIndex(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
}

function unpack(packed: Uint8Array): number[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
  return Array.from({ length: bytes.length / POSITION_BYTES }, (_, n) => bytes.readUIntLE(n * POSITION_BYTES, POSITION_BYTES))
}

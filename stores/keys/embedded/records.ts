import type { DatabaseSync } from 'node:sqlite'
import { wrappedBytes } from '../wrap.ts'
import { firstPerson } from './schema.ts'

export interface PersonRow {
  /** The store's own number of the person. */
  readonly person: number
  readonly id: string
  readonly wrapped: Uint8Array
}

const destroyed = Buffer.alloc(wrappedBytes)
export const isDestroyed = ({ wrapped }: PersonRow): boolean => destroyed.equals(wrapped)

/** Identity and search hashes share a tree and never each other's meaning. */
export const identityEntry = (hash: string): string => `i${hash}`
export const searchEntry = (hash: string): string => `s${hash}`

export type Records = ReturnType<typeof createRecords>

/** What is asked of the tables, one prepared statement each. Hashes are entries: see `identityEntry` and `searchEntry`. */
export function createRecords(database: DatabaseSync) {
  const prepare = (sql: string) => database.prepare(sql)
  const byEntry = prepare('SELECT person, id, wrapped FROM hashes JOIN people USING (person) WHERE hash = ? LIMIT 1')
  const byId = prepare('SELECT person, id, wrapped FROM people WHERE id = ?')
  const last = prepare('SELECT max(person) AS person FROM people')
  const insert = prepare('INSERT INTO people VALUES (?, ?, ?)')
  const link = prepare('INSERT INTO hashes VALUES (?, ?) ON CONFLICT DO NOTHING')
  const linkBack = prepare('INSERT INTO hashes_of VALUES (?, ?)')
  const entries = prepare('SELECT hash FROM hashes_of WHERE person = ?')
  const search = prepare('SELECT id FROM hashes JOIN people USING (person) WHERE hash = ? AND person > ? ORDER BY person LIMIT ?')
  const overwrite = prepare('UPDATE people SET wrapped = ? WHERE person = ?')
  const unlink = prepare('DELETE FROM hashes WHERE hash = ? AND person = ?')
  const unlinkBack = prepare('DELETE FROM hashes_of WHERE person = ?')
  const remember = prepare('INSERT INTO forgotten (id) VALUES (?)')
  const forgottenAfter = prepare('SELECT sequence, id FROM forgotten WHERE sequence > ? ORDER BY sequence LIMIT ?')
  const lastForgotten = prepare('SELECT coalesce(max(sequence), 0) AS sequence FROM forgotten')
  const traces = prepare('SELECT traces FROM about')
  const setTraces = prepare('UPDATE about SET traces = ?')
  const version = prepare('PRAGMA data_version')
  return {
    byEntry: (entry: string) => byEntry.get(entry) as unknown as PersonRow | undefined,
    byId: (id: string) => byId.get(id) as unknown as PersonRow | undefined,
    nextPerson: () => ((last.get() as { person: number | null }).person ?? firstPerson - 1) + 1,
    insert: ({ person, id, wrapped }: PersonRow) => insert.run(person, id, wrapped),
    link(entry: string, person: number): void {
      if (link.run(entry, person).changes === 1) linkBack.run(person, entry)
    },
    entriesOf: (person: number) => (entries.all(person) as { hash: string }[]).map(({ hash }) => hash),
    search: (entry: string, after: number, limit: number) => (search.all(entry, after, limit) as { id: string }[]).map(({ id }) => id),
    /** Overwrites the key where it stands and takes away every hash. */
    destroy({ person, id }: PersonRow, entriesOfPerson: readonly string[]): void {
      overwrite.run(destroyed, person)
      for (const entry of entriesOfPerson) unlink.run(entry, person)
      unlinkBack.run(person)
      remember.run(id)
    },
    forgottenAfter: (cursor: number, limit: number) => forgottenAfter.all(cursor, limit) as { sequence: number; id: string }[],
    lastForgotten: () => (lastForgotten.get() as { sequence: number }).sequence,
    /** Whether a forget was begun and its traces not yet removed. */
    hasTraces: () => (traces.get() as { traces: number }).traces === 1,
    setTraces: (left: boolean) => setTraces.run(left ? 1 : 0),
    /** Changes when another connection, here or in another process, has written. */
    dataVersion: () => (version.get() as { data_version: number }).data_version,
  }
}

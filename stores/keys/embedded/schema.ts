/** Persons are numbered from here, so that a number always takes the same six bytes in a stored row. */
export const firstPerson = 2 ** 32

/**
 * A person's row is written once and overwritten in place when they are forgotten: rows of `people` never move between pages, so the
 * bytes of a key stand in one place. Hashes do move as their trees grow; `traces.ts` looks for what that leaves behind.
 */
export const schema = `
  CREATE TABLE about ("check" BLOB NOT NULL, traces INTEGER NOT NULL) STRICT;
  CREATE TABLE people (person INTEGER PRIMARY KEY, id TEXT NOT NULL, wrapped BLOB NOT NULL) STRICT;
  CREATE UNIQUE INDEX people_by_id ON people (id);
  CREATE TABLE forgotten (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL) STRICT;
  ${hashTables('')}`

/** Each hash with its person, in the order of either. */
export function hashTables(suffix: string): string {
  return `
  CREATE TABLE hashes${suffix} (hash TEXT NOT NULL, person INTEGER NOT NULL, PRIMARY KEY (hash, person)) STRICT, WITHOUT ROWID;
  CREATE TABLE hashes_of${suffix} (person INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (person, hash)) STRICT, WITHOUT ROWID;`
}

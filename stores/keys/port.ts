/** A person as the ledger knows one: a random id, and the key that opens what is sealed for them. */
export interface PersonKey {
  readonly personId: string
  /** 32 bytes, for AES-256-GCM. Never leaves the process, never logged. Callers do not change it. */
  readonly key: Uint8Array
}

export interface PersonSought {
  /** Keyed hash of what identifies the person. The same hash is the same person until that person is forgotten. */
  readonly identityHash: string
  /** Keyed hashes by which people look for the person, added to those known; several persons may share one. At most 16 at once. */
  readonly searchHashes: readonly string[]
}

export interface SearchPage {
  /** The last person of the previous page. */
  readonly after?: string
  /** At most 1,000, the default. */
  readonly limit?: number
}

export interface Forgotten {
  readonly personIds: readonly string[]
  /** What to ask with next time. */
  readonly cursor: number
}

/**
 * Keys of personal data, one per person. The store never sees an identity, only keyed hashes of it, and keeps keys wrapped.
 * What `ensure` resolves to is durable: a key exists before the first event sealed with it.
 * All methods reject with `KeyStoreError` for what callers do not expect.
 */
export interface KeyStore {
  /** One person for each, found or created, in the same order. Concurrent calls agree. At most 10,000 at once. */
  ensure(people: readonly PersonSought[]): Promise<readonly PersonKey[]>
  /** The person each identity hash leads to; null for one never known or forgotten. */
  find(identityHashes: readonly string[]): Promise<readonly (string | null)[]>
  /** Persons that share a search hash, by pages, in the order in which they became known. */
  search(searchHash: string, page?: SearchPage): Promise<readonly string[]>
  /** Null for a person never known or forgotten. */
  open(personIds: readonly string[]): Promise<readonly (PersonKey | null)[]>
  /** Destroys the key and every hash that leads to the person. False when there was none. */
  forget(personId: string): Promise<boolean>
  /** Persons forgotten after a cursor (0 for the first call), so that caches elsewhere drop what they hold of them. At most 1,000 at once. */
  forgottenSince(cursor: number): Promise<Forgotten>
  close(): Promise<void>
}

/**
 * - `WRONG_MASTER_KEY`: the store was made with another master key.
 * - `FORMAT`: the store was written by another format version.
 * - `MISSING`: opened for reading, and there is no store.
 * - `READ_ONLY`: opened for reading beside a writer.
 * - `CLOSED`: the store was closed.
 * - `STOPPED`: an earlier write failed in a way that leaves its outcome unknown; nothing is written until it is opened again.
 * - `DISK_FULL`: nothing was kept; it may succeed once there is room.
 * - `BUSY`: another process held the store too long; nothing was written.
 * - `TRACES_LEFT`: the person is forgotten, but bytes of them are still in the files; they are removed when the store is next opened.
 * - `DAMAGED`: a stored key does not open.
 * - `TOO_MANY`: more than a call may carry.
 * - `UNAVAILABLE`: the server of the store cannot be reached, or did not do what it was asked; whether it was kept is not known, and
 *   asking again is safe.
 */
export type KeyStoreErrorCode =
  | 'WRONG_MASTER_KEY'
  | 'FORMAT'
  | 'MISSING'
  | 'READ_ONLY'
  | 'CLOSED'
  | 'STOPPED'
  | 'DISK_FULL'
  | 'BUSY'
  | 'TRACES_LEFT'
  | 'DAMAGED'
  | 'TOO_MANY'
  | 'UNAVAILABLE'

export class KeyStoreError extends Error {
  readonly code: KeyStoreErrorCode
  constructor(code: KeyStoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'KeyStoreError'
    this.code = code
  }
}

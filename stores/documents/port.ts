/** What a document may hold: JSON without undefined. Money and counts are integers, instants epoch milliseconds. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type Fields = { readonly [field: string]: Json }

/** A stored document. `position` is the log position it has reached, exact up to 63 bits. */
export interface StoredDocument<Body = Fields> {
  readonly id: string
  readonly position: bigint
  /** Null for a tombstone: removed, but the position is remembered. Finds never return tombstones, `get` does. */
  readonly body: Body | null
}

/**
 * Ordered fields. Dots reach into objects, and through arrays of objects (`lines.sku`).
 * At most one field of an index may hold arrays, each element is then indexed; a unique index holds none.
 * In a unique index a missing field counts as null, and null as a value like any other; tombstones are exempt.
 */
export interface IndexDefinition {
  readonly fields: readonly string[]
  readonly unique?: boolean
}

export interface CollectionDefinition {
  readonly name: string
  readonly indexes: readonly IndexDefinition[]
  /**
   * Many documents are about to be loaded: indexes the collection does not have yet are built in one go when it is next asked for
   * without this. Until then finds may be slow, and a new unique index does not hold.
   */
  readonly loading?: boolean
}

export type Scalar = string | number | boolean | null
/**
 * Equality (an array field matches when it contains the value; null also matches a missing field), one of several (at most 1,000),
 * or a range, which only holds values of its own type. On an array each bound may be met by another element.
 */
export type Condition =
  | Scalar
  | { readonly in: readonly Scalar[] }
  | { readonly gt?: Scalar; readonly gte?: Scalar; readonly lt?: Scalar; readonly lte?: Scalar }

/** In `where` and `sort` the field `id` is the id of the document. Sort fields hold scalars: the place of an array or object is not defined. */
export interface Query {
  readonly where?: { readonly [field: string]: Condition }
  /**
   * Ends with `id` as the last word when the caller does not, in the direction of the word before it, so that pages are stable.
   * Ascending order is null or missing, numbers, strings by code point, false, true.
   */
  readonly sort?: readonly { readonly field: string; readonly direction: 'ascending' | 'descending' }[]
  /** Keyset paging: the sort values (and id) of the last document of the previous page; null for a missing one. */
  readonly after?: readonly Scalar[]
  /** At most 1,000; default 100. */
  readonly limit?: number
}

export interface WriteResult {
  readonly written: number
  /** Refused by the guard: the stored document had reached the same or a later position. */
  readonly skipped: number
}

export interface Collection<Body = Fields> {
  /** In the order of the ids; missing ones are left out, tombstones are not. */
  get(ids: readonly string[]): Promise<readonly StoredDocument<Body>[]>
  find(query: Query): Promise<readonly StoredDocument<Body>[]>
  /** Counts no further than `upTo` where that is given: what an index leads to is then found in a time that does not grow with the collection. */
  count(where?: Query['where'], upTo?: number): Promise<number>
  /** Every document, tombstones too, in pages by ascending id: for comparison, not for screens. */
  scan(): AsyncIterable<readonly StoredDocument<Body>[]>
  /**
   * Guarded upserts in one unordered batch: each replaces the stored document only when that one's position is lower.
   * Durable when resolved as far as the adapter promises durability of read models (they can be rebuilt).
   * Documents that break a unique index, or cannot be stored, are left out; after all others were written, it throws `DocumentStoreError`.
   */
  write(documents: readonly StoredDocument<Body>[]): Promise<WriteResult>
  /** False when the id (be it by a tombstone), or a value of a unique index, is already taken. */
  insert(document: StoredDocument<Body>): Promise<boolean>
  /** Replaces the body, keeping the position, only when all named fields equal the expected values; false when they do not or it is missing. */
  compareAndSet(id: string, expected: { readonly [field: string]: Scalar }, body: Body): Promise<boolean>
  /** Leaves nothing, not even a tombstone. */
  remove(id: string): Promise<void>
}

/**
 * Where read models, checkpoints, snapshots and parked lists are kept.
 * Collections are created with their indexes on first use; the definition of an existing collection may only gain indexes.
 */
export interface DocumentStore {
  collection<Body = Fields>(definition: CollectionDefinition): Promise<Collection<Body>>
  names(): Promise<readonly string[]>
  /** Collections of this name that were handed out before must not be used again. */
  drop(name: string): Promise<void>
  /** Makes everything written so far durable; a checkpoint is written only after this resolves. */
  flush(): Promise<void>
  close(): Promise<void>
}

/**
 * - `CLOSED`: the store was closed.
 * - `READ_ONLY`: opened beside a writer.
 * - `LOCKED`: another process writes this folder.
 * - `MISSING`: there is nothing to read yet.
 * - `FORMAT`: the folder was written by another format version.
 * - `CORRUPT`: stored bytes are damaged; read models can be rebuilt.
 * - `STOPPED`: a write failed and took earlier ones with it; open the store again, nothing after the last `flush` counts.
 * - `DISK_FULL`: as `STOPPED`, for want of room.
 * - `DUPLICATE_KEY`: a unique index already holds the value.
 * - `INVALID`: a definition, query or document breaks a rule of this port; the message says which.
 * - `UNAVAILABLE`: the server cannot be reached.
 */
export type DocumentStoreErrorCode =
  | 'CLOSED'
  | 'READ_ONLY'
  | 'LOCKED'
  | 'MISSING'
  | 'FORMAT'
  | 'CORRUPT'
  | 'STOPPED'
  | 'DISK_FULL'
  | 'DUPLICATE_KEY'
  | 'INVALID'
  | 'UNAVAILABLE'

export class DocumentStoreError extends Error {
  readonly code: DocumentStoreErrorCode
  readonly details: Readonly<Record<string, unknown>>
  constructor(code: DocumentStoreErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'DocumentStoreError'
    this.code = code
    this.details = details
  }
}

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

/** Ordered fields (dots reach into objects). At most one field of an index may hold arrays; each element is then indexed. */
export interface IndexDefinition {
  readonly fields: readonly string[]
  readonly unique?: boolean
}

export interface CollectionDefinition {
  readonly name: string
  readonly indexes: readonly IndexDefinition[]
}

export type Scalar = string | number | boolean | null
/** Equality (an array field matches when it contains the value), one of several, or a range. */
export type Condition =
  | Scalar
  | { readonly in: readonly Scalar[] }
  | { readonly gt?: Scalar; readonly gte?: Scalar; readonly lt?: Scalar; readonly lte?: Scalar }

export interface Query {
  readonly where?: { readonly [field: string]: Condition }
  /** Ends with `id` as the last word when the caller does not, so that pages are stable. */
  readonly sort?: readonly { readonly field: string; readonly direction: 'ascending' | 'descending' }[]
  /** Keyset paging: the sort values (and id) of the last document of the previous page. */
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
  count(where?: Query['where']): Promise<number>
  /** Every document, tombstones too, in pages by ascending id: for comparison, not for screens. */
  scan(): AsyncIterable<readonly StoredDocument<Body>[]>
  /**
   * Guarded upserts in one unordered batch: each replaces the stored document only when that one's position is lower.
   * Durable when resolved as far as the adapter promises durability of read models (they can be rebuilt).
   */
  write(documents: readonly StoredDocument<Body>[]): Promise<WriteResult>
  /** False when the id, or a unique index, is already taken. */
  insert(document: StoredDocument<Body>): Promise<boolean>
  /** Replaces the document only when all named fields equal the expected values; false when they do not or it is missing. */
  compareAndSet(id: string, expected: { readonly [field: string]: Scalar }, body: Body): Promise<boolean>
  remove(id: string): Promise<void>
}

/**
 * Where read models, checkpoints, snapshots and parked lists are kept.
 * Collections are created with their indexes on first use; the definition of an existing collection may only gain indexes.
 */
export interface DocumentStore {
  collection<Body = Fields>(definition: CollectionDefinition): Promise<Collection<Body>>
  names(): Promise<readonly string[]>
  drop(name: string): Promise<void>
  /** Makes everything written so far durable; a checkpoint is written only after this resolves. */
  flush(): Promise<void>
  close(): Promise<void>
}

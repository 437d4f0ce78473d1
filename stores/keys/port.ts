/** A person as the ledger knows one: a random id, and the key that opens what is sealed for them. */
export interface PersonKey {
  readonly personId: string
  /** 32 bytes, for AES-256-GCM. Never leaves the process, never logged. */
  readonly key: Uint8Array
}

/**
 * Keys of personal data, one per person. The store never sees an identity, only keyed hashes of it, and keeps keys wrapped.
 * What `ensure` resolves to is durable: a key exists before the first event sealed with it.
 */
export interface KeyStore {
  /** One person for each identity hash, found or created, in the same order. Concurrent calls agree. */
  ensure(identityHashes: readonly string[]): Promise<readonly PersonKey[]>
  /** Null for a person never known or forgotten. */
  open(personIds: readonly string[]): Promise<readonly (PersonKey | null)[]>
  /** Destroys the key and every identity hash that leads to it. False when there was none. */
  forget(personId: string): Promise<boolean>
  close(): Promise<void>
}

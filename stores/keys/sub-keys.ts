import { hkdfSync } from 'node:crypto'

export const keyBytes = 32

/** Every key that follows from the master key, each for one use: HKDF-SHA256 with a label of its own. A label is never changed. */
export interface SubKeys {
  /** Wraps the keys of persons in a key store. */
  readonly wrapping: Uint8Array
  /** Not a key: kept in clear beside the store, to tell a wrong master key at once. */
  readonly check: Uint8Array
  /** Hashes what identifies a person. */
  readonly identity: Uint8Array
  /** Hashes what people look for persons by. */
  readonly search: Uint8Array
  /** Hashes the bytes of a channel's message to its id. */
  readonly message: Uint8Array
}

export function deriveSubKeys(masterKey: Uint8Array): SubKeys {
  if (masterKey.length !== keyBytes) throw new Error(`a master key has ${keyBytes} bytes, not ${masterKey.length}`)
  const derive = (label: string): Uint8Array => new Uint8Array(hkdfSync('sha256', masterKey, 'order-ledger', label, keyBytes))
  return {
    wrapping: derive('keys/wrapping/1'),
    check: derive('keys/check/1'),
    identity: derive('hash/identity/1'),
    search: derive('hash/search/1'),
    message: derive('hash/message/1'),
  }
}

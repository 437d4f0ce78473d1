import { createHmac } from 'node:crypto'

/** The keys hashes are made with; all three follow from the master key, see `stores/keys/sub-keys.ts`. */
export interface HashKeys {
  readonly identity: Uint8Array
  readonly search: Uint8Array
  readonly message: Uint8Array
}

/** 128 bits of HMAC-SHA256. */
export const keyedHash = (key: Uint8Array, text: string): string => createHmac('sha256', key).update(text).digest('base64url').slice(0, 22)

/** Id of a channel's message: the same bytes give the same id, and the id tells nobody without the key what the bytes were. */
export const messageIdOf = (keys: HashKeys, bytes: Uint8Array): string =>
  createHmac('sha256', keys.message).update(bytes).digest('hex').slice(0, 32)

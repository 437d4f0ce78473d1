import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'

/** The keys hashes are made with; all three follow from the master key, see `stores/keys/sub-keys.ts`. */
export interface HashKeys {
  readonly identity: Uint8Array
  readonly search: Uint8Array
  readonly message: Uint8Array
}

/** Handles of keys already taken in: hashing with the bare bytes would take them in each time. */
const handles = new WeakMap<Uint8Array, KeyObject>()

function handleOf(key: Uint8Array): KeyObject {
  const known = handles.get(key)
  if (known !== undefined) return known
  const handle = createSecretKey(key)
  handles.set(key, handle)
  return handle
}

/** 128 bits of HMAC-SHA256. */
export const keyedHash = (key: Uint8Array, text: string): string =>
  createHmac('sha256', handleOf(key)).update(text).digest('base64url').slice(0, 22)

/** Id of a channel's message: the same bytes give the same id, and the id tells nobody without the key what the bytes were. */
export const messageIdOf = (keys: HashKeys, bytes: Uint8Array): string =>
  createHmac('sha256', handleOf(keys.message)).update(bytes).digest('hex').slice(0, 32)

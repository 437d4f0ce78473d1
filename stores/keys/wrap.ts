import { createCipheriv, createDecipheriv } from 'node:crypto'
import { KeyStoreError } from './port.ts'
import { keyBytes } from './sub-keys.ts'

const algorithm = 'aes-256-gcm'
export const nonceBytes = 12
const tagBytes = 16
export const wrappedBytes = nonceBytes + keyBytes + tagBytes

const bound = (personId: string): Buffer => Buffer.from(`order-ledger person key 1 ${personId}`)

/** A person's key as it is stored: nonce, ciphertext and tag. Bound to the person, so that stored keys cannot be exchanged. */
export function wrapKey(wrapping: Uint8Array, personId: string, key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const cipher = createCipheriv(algorithm, wrapping, nonce).setAAD(bound(personId))
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()], wrappedBytes)
}

/** Throws `KeyStoreError` `DAMAGED` when the bytes are not what was wrapped for this person. */
export function unwrapKey(wrapping: Uint8Array, personId: string, wrapped: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv(algorithm, wrapping, wrapped.subarray(0, nonceBytes), { authTagLength: tagBytes })
    decipher.setAAD(bound(personId)).setAuthTag(wrapped.subarray(nonceBytes + keyBytes))
    return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, nonceBytes + keyBytes)), decipher.final()], keyBytes)
  } catch (cause) {
    throw new KeyStoreError('DAMAGED', `the stored key of person ${personId} does not open: restore the key store from a backup`, cause)
  }
}

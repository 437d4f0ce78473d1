import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { sealedPattern } from '../../domain/shared/personal.ts'

const algorithm = 'aes-256-gcm'
export const nonceBytes = 12
const tagBytes = 16
const prefix = 'sealed:'

/** What was sealed: text as it is, or the compressed bytes of a message. One is never opened as the other. */
export type SealedKind = 'text' | 'payload'

export interface Sealed {
  readonly personId: string
  /** Nonce, ciphertext and tag. */
  readonly bytes: Uint8Array
}

/** The ciphertext belongs to its person and kind: under another person's name it does not open. */
const bound = (personId: string, kind: SealedKind): Buffer => Buffer.from(`order-ledger ${kind} 1 ${personId}`)

/** `sealed:<person id>:<base64url>`. A nonce must never be used again under the same key for other bytes. */
export function seal(key: Uint8Array | KeyObject, personId: string, kind: SealedKind, plain: Uint8Array, nonce: Uint8Array): string {
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(bound(personId, kind))
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return `${prefix}${personId}:${sealed.toString('base64url')}`
}

/** Null when it was sealed with another key, for another person, as another kind, or was altered since. */
export function open(key: Uint8Array, { personId, bytes }: Sealed, kind: SealedKind): Uint8Array | null {
  if (bytes.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(bound(personId, kind)).setAuthTag(bytes.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch {
    return null
  }
}

/** Null when the text is not sealed. */
export function parseSealed(text: string): Sealed | null {
  if (!text.startsWith(prefix) || !sealedPattern.test(text)) return null
  const end = text.indexOf(':', prefix.length)
  return { personId: text.slice(prefix.length, end), bytes: Buffer.from(text.slice(end + 1), 'base64url') }
}

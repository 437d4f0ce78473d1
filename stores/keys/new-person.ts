import type { Randomness } from '../../commands/ports/randomness.ts'
import type { PersonKey } from './port.ts'
import { keyBytes } from './sub-keys.ts'
import { nonceBytes } from './wrap.ts'

const idBytes = 12

export interface NewPerson extends PersonKey {
  /** For wrapping the key, once. */
  readonly wrapNonce: Uint8Array
}

/** A person who was not known: an id that was never used, and a key. `isTaken` knows forgotten persons too. */
export function newPerson(random: Randomness, identityHash: string, isTaken: (personId: string) => boolean): NewPerson {
  for (let life = 1; ; life++) {
    const person = personOfLife(random, identityHash, life)
    if (!isTaken(person.personId)) return person
  }
}

/**
 * Whom an identity is when it comes for the first time, or for the second after it was forgotten, and so on. Ids say nothing about who it
 * is; all bytes belong to the identity, so that a seeded source gives the same person whenever they come.
 */
export function personOfLife(random: Randomness, identityHash: string, life: number): NewPerson {
  const bytes = random.bytes(`person:${identityHash}:${life}`, idBytes + keyBytes + nonceBytes)
  const personId = Buffer.from(bytes.subarray(0, idBytes)).toString('hex')
  const key = Buffer.from(bytes.subarray(idBytes, idBytes + keyBytes))
  return { personId, key, wrapNonce: bytes.subarray(idBytes + keyBytes) }
}

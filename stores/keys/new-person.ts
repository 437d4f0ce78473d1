import type { Randomness } from '../../commands/ports/randomness.ts'
import type { PersonKey } from './port.ts'
import { keyBytes } from './sub-keys.ts'

const idBytes = 12

/**
 * A person who was not known: an id that was never used, and a key. Ids say nothing about who it is; all bytes belong to the identity,
 * so that a seeded source gives the same person whenever they come. `isTaken` knows forgotten persons too.
 */
export function newPerson(random: Randomness, identityHash: string, isTaken: (personId: string) => boolean): PersonKey {
  for (let life = 1; ; life++) {
    const purpose = `person:${identityHash}:${life}`
    const personId = Buffer.from(random.bytes(purpose, idBytes)).toString('hex')
    if (!isTaken(personId)) return { personId, key: random.bytes(`key:${purpose}`, keyBytes) }
  }
}

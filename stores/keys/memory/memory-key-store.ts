import type { Randomness } from '../../../commands/ports/randomness.ts'
import { maxPage, refuseTooMany } from '../limits.ts'
import { newPerson } from '../new-person.ts'
import { type KeyStore, KeyStoreError, type PersonKey, type PersonSought } from '../port.ts'

interface Person extends PersonKey {
  readonly identityHash: string
  readonly searchHashes: Set<string>
}

/** For tests and trials: nothing outlives the process. */
export function createMemoryKeyStore(random: Randomness): KeyStore {
  const people = new Map<string, Person>()
  const idOf = new Map<string, string>()
  const forgotten: string[] = []
  let closed = false

  const use = (): void => {
    if (closed) throw new KeyStoreError('CLOSED', 'the key store is closed')
  }
  const createOne = (identityHash: string): Person => {
    const { personId, key } = newPerson(random, identityHash, (id) => people.has(id) || forgotten.includes(id))
    return { personId, key, identityHash, searchHashes: new Set() }
  }
  const ensureOne = ({ identityHash, searchHashes }: PersonSought): PersonKey => {
    const known = people.get(idOf.get(identityHash) ?? '')
    const person = known ?? createOne(identityHash)
    for (const hash of searchHashes) person.searchHashes.add(hash)
    people.set(person.personId, person)
    idOf.set(identityHash, person.personId)
    return person
  }

  return {
    async ensure(sought) {
      use()
      refuseTooMany(sought)
      return sought.map(ensureOne)
    },
    async find(identityHashes) {
      use()
      return identityHashes.map((hash) => idOf.get(hash) ?? null)
    },
    async search(searchHash, { after, limit = maxPage } = {}) {
      use()
      const found = [...people.values()].filter(({ searchHashes }) => searchHashes.has(searchHash)).map(({ personId }) => personId)
      const from = after === undefined ? 0 : found.indexOf(after) + 1
      return found.slice(from, from + Math.min(limit, maxPage))
    },
    async open(personIds) {
      use()
      return personIds.map((personId) => people.get(personId) ?? null)
    },
    async forget(personId) {
      use()
      const person = people.get(personId)
      if (person === undefined) return false
      people.delete(personId)
      idOf.delete(person.identityHash)
      forgotten.push(personId)
      return true
    },
    async forgottenSince(cursor) {
      use()
      const personIds = forgotten.slice(cursor, cursor + maxPage)
      return { personIds, cursor: cursor + personIds.length }
    },
    async close() {
      closed = true
    },
  }
}

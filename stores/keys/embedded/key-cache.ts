import { LRUCache } from 'lru-cache'
import type { PersonKey, PersonSought } from '../port.ts'

interface Known {
  readonly personKey: PersonKey
  /** Null when the person was only ever asked for by id. */
  readonly identityHash: string | null
  readonly searchHashes: ReadonlySet<string>
}

export type KeyCache = ReturnType<typeof createKeyCache>

/** Opened keys of the persons last used, by id and by identity; search hashes too, so that a repeat needs no write. Bounded. */
export function createKeyCache(maxPersons: number) {
  const idOf = new Map<string, string>()
  const known = new LRUCache<string, Known>({
    max: maxPersons,
    dispose({ identityHash, personKey }, _id, reason) {
      if (identityHash !== null && reason !== 'set' && idOf.get(identityHash) === personKey.personId) idOf.delete(identityHash)
    },
  })
  return {
    /** Only when every search hash is known to be kept. */
    sought({ identityHash, searchHashes }: PersonSought): PersonKey | null {
      const id = idOf.get(identityHash)
      const found = id === undefined ? undefined : known.get(id)
      return found !== undefined && searchHashes.every((hash) => found.searchHashes.has(hash)) ? found.personKey : null
    },
    byId: (personId: string): PersonKey | null => known.get(personId)?.personKey ?? null,
    add(personKey: PersonKey, sought: PersonSought | null): void {
      const { personId } = personKey
      const before = known.peek(personId)
      const identityHash = sought?.identityHash ?? before?.identityHash ?? null
      known.set(personId, {
        personKey: before?.personKey ?? personKey,
        identityHash,
        searchHashes: new Set(sought?.searchHashes ?? before?.searchHashes),
      })
      if (identityHash !== null) idOf.set(identityHash, personId)
    },
    drop: (personId: string): boolean => known.delete(personId),
  }
}

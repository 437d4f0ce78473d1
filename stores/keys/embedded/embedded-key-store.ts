import type { Randomness } from '../../../commands/ports/randomness.ts'
import { maxPage, refuseTooMany } from '../limits.ts'
import type { KeyStore, PersonKey, PersonSought } from '../port.ts'
import { deriveSubKeys } from '../sub-keys.ts'
import { commitPeople, type Keeping, openRow } from './committing.ts'
import { openDatabase } from './database.ts'
import { createDropForgotten } from './drop-forgotten.ts'
import { keyStoreFile } from './files.ts'
import { createForgetting, finishForgetting } from './forgetting.ts'
import { createGroupCommit } from './group-commit.ts'
import { createGuard } from './guard.ts'
import { createKeyCache } from './key-cache.ts'
import { createRecords, identityEntry, searchEntry } from './records.ts'

export interface EmbeddedKeyStoreOptions {
  readonly folder: string
  /** 32 bytes: see `master-key.ts`. */
  readonly masterKey: Uint8Array
  readonly random: Randomness
  /** Opens beside a writer, which may run or not. */
  readonly readOnly?: boolean
  /** Persons whose opened keys are kept in memory, about 2 KiB each. */
  readonly cachedPersons?: number
}

const groupSize = 1_024

/** Keys in one SQLite file of the folder, every commit synced. Several processes may have it open. Throws `KeyStoreError`. */
export async function openEmbeddedKeyStore(options: EmbeddedKeyStoreOptions): Promise<KeyStore> {
  const { folder, masterKey, random, readOnly = false, cachedPersons = 20_000 } = options
  const { wrapping, check } = deriveSubKeys(masterKey)
  const database = openDatabase(folder, check, readOnly)
  const records = createRecords(database)
  if (!readOnly) finishForgetting(database, records)
  const keeping: Keeping = { database, records, wrapping, random }
  const cache = createKeyCache(cachedPersons)
  const forgetting = createForgetting(database, records, keyStoreFile(folder))
  const guard = createGuard(readOnly)
  const dropForgotten = createDropForgotten(records, cache.drop)
  let forgets: Promise<unknown> = Promise.resolve()

  const groups = createGroupCommit<PersonSought, PersonKey>(groupSize, (people) =>
    guard.writing(() => {
      const found = commitPeople(keeping, people)
      for (const [index, personKey] of found.entries()) cache.add(personKey, people[index]!)
      return found
    }),
  )

  const openOne = (personId: string): PersonKey | null => {
    const cached = cache.byId(personId)
    if (cached !== null) return cached
    const row = records.byId(personId)
    const personKey = row === undefined ? null : openRow(keeping, row)
    if (personKey !== null) cache.add(personKey, null)
    return personKey
  }

  const forgetOne = async (personId: string): Promise<boolean> => {
    try {
      return await guard.writingLater(() => forgetting.forget(personId))
    } finally {
      cache.drop(personId)
    }
  }

  return {
    async ensure(people) {
      guard.mayWrite()
      refuseTooMany(people)
      const cached = guard.reading(() => {
        dropForgotten()
        return people.map(cache.sought)
      })
      return cached.every((personKey) => personKey !== null) ? cached : groups.add(people)
    },
    async find(identityHashes) {
      return guard.reading(() => identityHashes.map((hash) => records.byEntry(identityEntry(hash))?.id ?? null))
    },
    async search(searchHash, { after, limit = maxPage } = {}) {
      return guard.reading(() => {
        const from = after === undefined ? 0 : (records.byId(after)?.person ?? 0)
        return records.search(searchEntry(searchHash), from, Math.min(limit, maxPage))
      })
    },
    async open(personIds) {
      return guard.reading(() => {
        dropForgotten()
        return personIds.map(openOne)
      })
    },
    async forget(personId) {
      guard.mayWrite()
      const forgotten = forgets.then(() => forgetOne(personId))
      forgets = forgotten.catch(() => undefined)
      return forgotten
    },
    async forgottenSince(cursor) {
      return guard.reading(() => {
        const page = records.forgottenAfter(cursor, maxPage)
        return { personIds: page.map(({ id }) => id), cursor: page.at(-1)?.sequence ?? cursor }
      })
    },
    async close() {
      if (!guard.close()) return
      await Promise.all([groups.idle(), forgets])
      database.close()
      await forgetting.close()
    },
  }
}

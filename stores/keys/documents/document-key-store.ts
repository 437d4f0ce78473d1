import type { Randomness } from '../../../commands/ports/randomness.ts'
import type { DocumentStore } from '../../documents/port.ts'
import { maxPage, refuseTooMany } from '../limits.ts'
import { type KeyStore, KeyStoreError, type PersonKey, type PersonSought } from '../port.ts'
import { deriveSubKeys } from '../sub-keys.ts'
import { checkAbout } from './about.ts'
import { type KeyCollections, openKeyCollections } from './collections.ts'
import { failure } from './failure.ts'
import { finishForgetting, forgetPerson } from './forgetting.ts'
import { gatherCalls } from './gather.ts'
import { ensurePeople, type Keeping, keyOf, peopleOf } from './people.ts'

export interface DocumentKeyStoreOptions {
  /** Closed with the key store. */
  readonly documents: DocumentStore
  /** 32 bytes: see `master-key.ts`. */
  readonly masterKey: Uint8Array
  readonly random: Randomness
  readonly readOnly?: boolean
}

const groupSize = 1_024

/**
 * Keys in three collections of a document store, for deployments whose processes share a server. Nothing of them is remembered here, so
 * that whom one process forgets no other still opens. As durable as the document store after its `flush`.
 * @throws KeyStoreError `WRONG_MASTER_KEY`, `FORMAT`, `MISSING`, or what the document store cannot do
 */
export async function openDocumentKeyStore({ documents, masterKey, random, readOnly = false }: DocumentKeyStoreOptions): Promise<KeyStore> {
  const { wrapping, check } = deriveSubKeys(masterKey)
  const keeping = await translating(async (): Promise<Keeping> => {
    const collections = await openKeyCollections(documents)
    await checkAbout(collections.about, check, readOnly)
    const kept = { ...collections, wrapping, random, flush: () => documents.flush() }
    if (!readOnly) {
      await kept.flush()
      await finishForgetting(kept)
    }
    return kept
  })
  const underWay = new Set<Promise<unknown>>()
  let closed = false
  let forgets: Promise<unknown> = Promise.resolve()

  const ensure = gatherCalls(groupSize, (people: readonly PersonSought[]) => ensurePeople(keeping, people))

  /** Refused once closed; closing waits for what began before. */
  const asked = <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (closed) return Promise.reject(new KeyStoreError('CLOSED', 'the key store is closed'))
    const answer = translating(work)
    const settled = answer.then(
      () => undefined,
      () => undefined,
    )
    underWay.add(settled)
    return answer.finally(() => underWay.delete(settled))
  }
  const writing = <Result>(work: () => Promise<Result>): Promise<Result> =>
    asked(() => {
      if (readOnly) throw new KeyStoreError('READ_ONLY', 'the key store is open for reading: ask a process that writes it')
      return work()
    })

  return {
    ensure: (people) =>
      writing(async () => {
        refuseTooMany(people)
        return people.length === 0 ? [] : ensure(people)
      }),
    find: (identityHashes) =>
      asked(async () => {
        const found = await peopleOf(keeping, identityHashes)
        return identityHashes.map((hash) => found.get(hash)?.id ?? null)
      }),
    search: (searchHash, page) => asked(() => searchPeople(keeping, searchHash, page)),
    open: (personIds) =>
      asked(async () => {
        const found = new Map<string, PersonKey>()
        for (const { id, position, body } of await keeping.people.get(personIds))
          if (body) found.set(id, keyOf(keeping, { id, position, body }))
        return personIds.map((personId) => found.get(personId) ?? null)
      }),
    forget: (personId) =>
      writing(() => {
        const forgotten = forgets.then(() => forgetPerson(keeping, personId))
        forgets = forgotten.catch(() => undefined)
        return forgotten
      }),
    forgottenSince: (cursor) =>
      asked(async () => {
        const sort = [{ field: 'sequence', direction: 'ascending' as const }]
        const page = await keeping.forgotten.find({ where: { sequence: { gt: cursor } }, sort, limit: maxPage })
        return { personIds: page.map(({ id }) => id), cursor: page.at(-1)?.body?.sequence ?? cursor }
      }),
    close: async () => {
      if (closed) return
      closed = true
      await Promise.all(underWay)
      await documents.close()
    },
  }
}

async function searchPeople(
  { people, forgotten }: KeyCollections,
  searchHash: string,
  { after, limit = maxPage }: Parameters<KeyStore['search']>[1] = {},
): Promise<readonly string[]> {
  const [last] = after === undefined ? [] : [...(await people.get([after])), ...(await forgotten.get([after]))]
  const found = await people.find({
    where: { searchHashes: searchHash, ...(last?.body && { known: { gt: last.body.known } }) },
    sort: [{ field: 'known', direction: 'ascending' }],
    limit: Math.min(limit, maxPage),
  })
  return found.map(({ id }) => id)
}

async function translating<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw failure(error)
  }
}

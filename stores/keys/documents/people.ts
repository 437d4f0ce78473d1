import type { Randomness } from '../../../commands/ports/randomness.ts'
import { DocumentStoreError, type StoredDocument } from '../../documents/port.ts'
import { type NewPerson, personOfLife } from '../new-person.ts'
import type { PersonKey, PersonSought } from '../port.ts'
import { unwrapKey, wrapKey } from '../wrap.ts'
import { takeNumbers } from './about.ts'
import { chunksOf, type KeyCollections, type PersonBody } from './collections.ts'

export interface Keeping extends KeyCollections {
  readonly wrapping: Uint8Array
  readonly random: Randomness
  /** Makes what was written durable. */
  flush(): Promise<void>
}

type Person = StoredDocument<PersonBody> & { readonly body: PersonBody }

export const keyOf = ({ wrapping }: Keeping, { id, body }: Person): PersonKey => ({
  personId: id,
  key: unwrapKey(wrapping, id, Buffer.from(body.wrapped, 'base64')),
})

/** Those there are, by identity hash. */
export async function peopleOf({ people }: Keeping, identityHashes: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  const found = new Map<string, Person>()
  for (const some of chunksOf([...new Set(identityHashes)]))
    for (const person of await people.find({ where: { identityHash: { in: some } }, limit: some.length }))
      found.set(person.body!.identityHash, person as Person)
  return found
}

/**
 * One person for each, found or created, durable. What others do at the same time is met by looking again: who is there then is who they
 * created, and who is not there any more was forgotten.
 */
export async function ensurePeople(keeping: Keeping, sought: readonly PersonSought[]): Promise<readonly PersonKey[]> {
  const wanted = new Map<string, Set<string>>()
  for (const { identityHash, searchHashes } of sought) {
    const hashes = wanted.get(identityHash) ?? new Set()
    for (const hash of searchHashes) hashes.add(hash)
    wanted.set(identityHash, hashes)
  }
  for (;;) {
    const found = await peopleOf(keeping, [...wanted.keys()])
    const missing = [...wanted].filter(([identityHash]) => !found.has(identityHash))
    const lacking = [...found.values()].filter(({ body }) => newHashes(body, wanted).length > 0)
    if (missing.length === 0 && lacking.length === 0) {
      await keeping.flush()
      const keys = new Map([...found].map(([identityHash, person]) => [identityHash, keyOf(keeping, person)]))
      return sought.map(({ identityHash }) => keys.get(identityHash)!)
    }
    if (missing.length > 0) await create(keeping, missing)
    for (const person of lacking) await addHashes(keeping, person, newHashes(person.body, wanted))
  }
}

const newHashes = ({ identityHash, searchHashes }: PersonBody, wanted: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] =>
  [...wanted.get(identityHash)!].filter((hash) => !searchHashes.includes(hash))

const addHashes = ({ people }: Keeping, { id, body }: Person, hashes: readonly string[]): Promise<boolean> =>
  people.compareAndSet(id, { change: body.change }, { ...body, searchHashes: [...body.searchHashes, ...hashes], change: body.change + 1 })

async function create(keeping: Keeping, missing: readonly (readonly [string, ReadonlySet<string>])[]): Promise<void> {
  const { people, about, wrapping } = keeping
  const persons = await newPersons(
    keeping,
    missing.map(([identityHash]) => identityHash),
  )
  const first = await takeNumbers(about, missing.length)
  const documents = missing.map(([identityHash, hashes], at) => {
    const { personId, key, wrapNonce } = persons[at]!
    const wrapped = Buffer.from(wrapKey(wrapping, personId, key, wrapNonce)).toString('base64')
    return { id: personId, position: 0n, body: { identityHash, searchHashes: [...hashes], wrapped, known: first + at, change: 0 } }
  })
  // An identity that somebody else created meanwhile is theirs.
  await people.write(documents).catch((failure: unknown) => {
    if (!(failure instanceof DocumentStoreError) || failure.code !== 'DUPLICATE_KEY') throw failure
  })
}

/** Persons whose ids nobody has or had. */
async function newPersons({ people, forgotten, random }: Keeping, identityHashes: readonly string[]): Promise<readonly NewPerson[]> {
  const persons = identityHashes.map((identityHash) => personOfLife(random, identityHash, 1))
  for (let life = 2; ; life += 1) {
    const ids = persons.map(({ personId }) => personId)
    const taken = new Set([...(await people.get(ids)), ...(await forgotten.get(ids))].map(({ id }) => id))
    if (taken.size === 0) return persons
    for (const [at, { personId }] of persons.entries())
      if (taken.has(personId)) persons[at] = personOfLife(random, identityHashes[at]!, life)
  }
}

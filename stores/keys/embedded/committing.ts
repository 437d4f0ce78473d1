import type { DatabaseSync } from 'node:sqlite'
import type { Randomness } from '../../../commands/ports/randomness.ts'
import { newPerson } from '../new-person.ts'
import { KeyStoreError, type PersonKey, type PersonSought } from '../port.ts'
import { unwrapKey, wrapKey } from '../wrap.ts'
import { identityEntry, isDestroyed, type PersonRow, type Records, searchEntry } from './records.ts'
import { transaction } from './transaction.ts'

export interface Keeping {
  readonly database: DatabaseSync
  readonly records: Records
  readonly wrapping: Uint8Array
  readonly random: Randomness
}

/** Null for a person who was forgotten. */
export function openRow({ wrapping }: Keeping, row: PersonRow): PersonKey | null {
  return isDestroyed(row) ? null : { personId: row.id, key: unwrapKey(wrapping, row.id, row.wrapped) }
}

/** Finds or creates them all in one transaction: durable, all of them, when it returns. */
export function commitPeople(keeping: Keeping, people: readonly PersonSought[]): PersonKey[] {
  return transaction(keeping.database, () => {
    const numbers = { next: keeping.records.nextPerson() }
    return people.map((sought) => findOrCreate(keeping, sought, numbers))
  })
}

function findOrCreate(keeping: Keeping, { identityHash, searchHashes }: PersonSought, numbers: { next: number }): PersonKey {
  const { records } = keeping
  const row = records.byEntry(identityEntry(identityHash))
  const found = row === undefined ? null : { person: row.person, personKey: opened(keeping, row) }
  const { person, personKey } = found ?? { person: numbers.next++, personKey: create(keeping, identityHash, numbers.next - 1) }
  for (const hash of searchHashes) records.link(searchEntry(hash), person)
  return personKey
}

function opened(keeping: Keeping, row: PersonRow): PersonKey {
  const personKey = openRow(keeping, row)
  if (personKey === null)
    throw new KeyStoreError('DAMAGED', `a hash leads to the forgotten person ${row.id}: restore the key store from a backup`)
  return personKey
}

function create({ records, random, wrapping }: Keeping, identityHash: string, person: number): PersonKey {
  const { personId, key, wrapNonce } = newPerson(random, identityHash, (id) => records.byId(id) !== undefined)
  records.insert({ person, id: personId, wrapped: wrapKey(wrapping, personId, key, wrapNonce) })
  records.link(identityEntry(identityHash), person)
  return { personId, key }
}

import { KeyStoreError, type PersonSought } from './port.ts'

export const maxPeople = 10_000
export const maxSearchHashes = 16
export const maxPage = 1_000

/** Throws `TOO_MANY`: what every adapter refuses alike. */
export function refuseTooMany(people: readonly PersonSought[]): void {
  if (people.length > maxPeople) throw new KeyStoreError('TOO_MANY', `${people.length} persons asked for at once, at most ${maxPeople}`)
  if (people.some(({ searchHashes }) => searchHashes.length > maxSearchHashes)) {
    throw new KeyStoreError('TOO_MANY', `a person comes with at most ${maxSearchHashes} search hashes at once`)
  }
}

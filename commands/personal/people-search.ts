import type { KeyStore, SearchPage } from '../../stores/keys/port.ts'
import type { HashKeys } from './keyed-hash.ts'
import { hashOfTyped } from './search-hashes.ts'

export interface PeopleSearchOptions {
  readonly keyStore: KeyStore
  readonly hashKeys: HashKeys
}

/** Persons by what someone typed: a whole phone number, its last four digits, or a whole name. A page of ids, oldest acquaintance first. */
export type PeopleSearch = (typed: string, page?: SearchPage) => Promise<readonly string[]>

export const createPeopleSearch =
  ({ keyStore, hashKeys }: PeopleSearchOptions): PeopleSearch =>
  async (typed, page = {}) => {
    const hash = hashOfTyped(hashKeys, typed)
    return hash === null ? [] : keyStore.search(hash, page)
  }

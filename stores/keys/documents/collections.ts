import type { Collection, DocumentStore } from '../../documents/port.ts'

/** A person, under their id: removing this one document destroys the key and every hash that leads to them. */
export type PersonBody = {
  /** Unique: two who ask at once for one identity cannot both create it. */
  readonly identityHash: string
  readonly searchHashes: readonly string[]
  /** The key as `wrapKey` made it, in base64. */
  readonly wrapped: string
  /** Ascending in the order in which persons became known. */
  readonly known: number
  /** Counts changes, so that of two at once one is refused. */
  readonly change: number
}

/** A person who was forgotten, under their id, for good: nobody has this id again. */
export type ForgottenBody = {
  /** Unique, and given as one more than the last there is: a lower one never appears after a higher one was seen. */
  readonly sequence: number
  /** Where pages of a search that ended at this person go on. */
  readonly known: number
  /** Whether the person was removed; what was cut off before is ended when the store is next opened. */
  readonly removed: boolean
}

/** About the store itself, under the names `store` and `numbers`. */
export type AboutBody = { readonly format: number; readonly check: string } | { readonly next: number }

export interface KeyCollections {
  readonly people: Collection<PersonBody>
  readonly forgotten: Collection<ForgottenBody>
  readonly about: Collection<AboutBody>
}

/** Of their own beside read models, which a rebuild never touches. */
export async function openKeyCollections(documents: DocumentStore): Promise<KeyCollections> {
  const peopleIndexes = [{ fields: ['identityHash'], unique: true }, { fields: ['searchHashes', 'known'] }]
  const forgottenIndexes = [{ fields: ['sequence'], unique: true }, { fields: ['removed'] }]
  return {
    people: await documents.collection<PersonBody>({ name: 'keys.people', indexes: peopleIndexes }),
    forgotten: await documents.collection<ForgottenBody>({ name: 'keys.forgotten', indexes: forgottenIndexes }),
    about: await documents.collection<AboutBody>({ name: 'keys.about', indexes: [] }),
  }
}

/** How many values one condition, or one answer, may have. */
const AT_ONCE = 1_000

export function chunksOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, at) => items.slice(at * AT_ONCE, (at + 1) * AT_ONCE))
}

import type { Fields, StoredDocument } from '../port.ts'
import { DocumentStoreError } from '../port.ts'
import type { Searchable } from './fields.ts'
import { searchableOf } from './fields.ts'
import { original, stored } from './text.ts'

/** A document as it lies in a collection. */
export interface StoredRecord extends Searchable {
  readonly _id: string
  readonly position: bigint
  /** Empty, or the id where the document is a tombstone: so a unique index that begins with it never takes two tombstones for the same. */
  readonly tombstone: string
  /** JSON: what servers think of field names, nested arrays and numbers is no matter to it. */
  readonly body: string | null
}

const NOTHING_TO_SEARCH: Searchable = { fields: {}, hollow: [] }

export function recordOf({ id, position, body }: StoredDocument): StoredRecord {
  const _id = stored(id)
  if (body === null) return { _id, position, tombstone: _id, body: null, ...NOTHING_TO_SEARCH }
  return { _id, position, tombstone: '', ...contentOf(body) }
}

export const contentOf = (body: Fields): Pick<StoredRecord, 'body' | keyof Searchable> => ({
  body: JSON.stringify(body),
  ...searchableOf(body),
})

/** What finds are answered with; the searchable half is not needed. */
export const READ = ['position', 'body'] as const satisfies readonly (keyof StoredRecord)[]

export function documentOf({ _id, position, body }: Pick<StoredRecord, '_id' | (typeof READ)[number]>): StoredDocument {
  const id = original(_id)
  // A server may answer a small integer of 64 bits with one of 32.
  return { id, position: BigInt(position), body: body === null ? null : parsed(id, body) }
}

function parsed(id: string, text: string): Fields {
  try {
    return JSON.parse(text) as Fields
  } catch (cause) {
    const advice = 'Read models can be rebuilt from the events'
    throw new DocumentStoreError('CORRUPT', `The body of the document ${id} is not JSON. ${advice}`, { id }, cause)
  }
}

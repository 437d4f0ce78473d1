import type { Collection, DocumentStore } from '../documents/port.ts'
import type { Owner, Ownership } from './port.ts'

/** As it lies in the store, under the name of its resource; that of a worker itself under `member/<owner>`. */
export type LeaseRecord = Owner & { readonly [field: string]: string | number | null }

export interface NamedRecord {
  readonly resource: string
  readonly record: LeaseRecord
}

const LEASES = 'leases'
const MEMBER = 'member/'
const MOST = 1_000

export const memberResource = (owner: string): string => `${MEMBER}${owner}`
export const memberIn = (resource: string): string | null => (resource.startsWith(MEMBER) ? resource.slice(MEMBER.length) : null)

export const openLeases = (documents: DocumentStore): Promise<Collection<LeaseRecord>> =>
  documents.collection<LeaseRecord>({ name: LEASES, indexes: [] })

/** All there are: a few dozen. */
export async function readLeases(leases: Collection<LeaseRecord>): Promise<readonly NamedRecord[]> {
  const found = await leases.find({ limit: MOST })
  return found.flatMap(({ id, body }) => (body === null ? [] : [{ resource: id, record: body }]))
}

/** Owners by resource, without the workers themselves. Begins no collection: the store may be open for reading alone. */
export async function ownersIn(documents: DocumentStore): Promise<ReadonlyMap<string, Owner>> {
  if (!(await documents.names()).includes(LEASES)) return new Map()
  const records = await readLeases(await openLeases(documents))
  return new Map(records.filter(({ resource }) => memberIn(resource) === null).map(({ resource, record }) => [resource, record]))
}

/** For a process that only asks and reads: others own everything. */
export const othersOwn = (documents: DocumentStore): Ownership => ({
  shared: true,
  contend: async () => ({ withdraw: async () => undefined }),
  owners: () => ownersIn(documents),
})

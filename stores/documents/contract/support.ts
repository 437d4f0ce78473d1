import type { Collection, DocumentStore, Fields, IndexDefinition, Query, StoredDocument } from '../port.ts'

export interface Subject {
  readonly store: () => DocumentStore
  readonly reopen: () => Promise<DocumentStore>
}

export const document = (id: string, body: Fields | null, position: bigint = 1n): StoredDocument => ({ id, position, body })

export const index = (...fields: readonly string[]): IndexDefinition => ({ fields })

export const down = (...fields: readonly string[]): NonNullable<Query['sort']> =>
  fields.map((field) => ({ field, direction: 'descending' as const }))

export const up = (...fields: readonly string[]): NonNullable<Query['sort']> =>
  fields.map((field) => ({ field, direction: 'ascending' as const }))

/** A collection that holds these bodies under the ids a, b, c ... */
export async function holding(subject: Subject, indexes: readonly IndexDefinition[], bodies: readonly Fields[]): Promise<Collection> {
  const collection = await subject.store().collection({ name: 'things', indexes })
  await collection.write(bodies.map((body, at) => document(String.fromCharCode(97 + at), body)))
  return collection
}

export const idsOf = (documents: readonly StoredDocument[]): readonly string[] => documents.map(({ id }) => id)

export async function foundIds(collection: Collection, query: Query): Promise<string> {
  return idsOf(await collection.find(query)).join('')
}

export async function scanned(collection: Collection): Promise<readonly StoredDocument[]> {
  const all: StoredDocument[] = []
  for await (const page of collection.scan()) all.push(...page)
  return all
}

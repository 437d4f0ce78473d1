import type { DocumentStore } from './port.ts'

/**
 * Every document of a store into an empty one, by scanning: collection by collection, without indexes. Whoever writes meanwhile is in it
 * or not, document by document; each document carries its position, so that folding on from a position copied before it repeats nothing.
 * Collections to be copied before all others are named by `first`.
 */
export async function copyInto(source: DocumentStore, target: DocumentStore, first: readonly string[] = []): Promise<void> {
  const names = await source.names()
  const inOrder = [...first.filter((name) => names.includes(name)), ...names.filter((name) => !first.includes(name))]
  for (const name of inOrder) {
    const from = await source.collection({ name, indexes: [] })
    const to = await target.collection({ name, indexes: [] })
    for await (const page of from.scan()) await to.write(page)
  }
}

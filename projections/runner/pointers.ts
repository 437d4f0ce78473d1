import type { Collection, DocumentStore } from '../../stores/documents/port.ts'
import type { Projection } from '../projection.ts'

/** Which collection answers for a read model, which one is being built to follow it, and which ones nobody needs any more. */
export interface Pointer {
  readonly projection: string
  readonly live: string | null
  readonly version: number
  /** Counts the collections ever begun for this read model, so that no name is used twice. */
  readonly generation: number
  readonly building: string | null
  readonly retired: readonly string[]
}

type PointerBody = Pointer & { readonly change: number; readonly [field: string]: string | number | null | readonly string[] }

export const POINTERS = 'projection-pointers'

const pointers = (documents: DocumentStore): Promise<Collection<PointerBody>> =>
  documents.collection<PointerBody>({ name: POINTERS, indexes: [] })

export async function readPointer(documents: DocumentStore, projection: string): Promise<Pointer | null> {
  return (await readStored(documents, projection)) ?? null
}

async function readStored(documents: DocumentStore, projection: string): Promise<PointerBody | null> {
  const [stored] = await (await pointers(documents)).get([projection])
  return stored?.body ?? null
}

/** Durable with the next flush of the store. Throws when somebody else changed the pointer meanwhile: two owners of one read model. */
export async function changePointer(
  documents: DocumentStore,
  projection: string,
  change: (pointer: Pointer | null) => Pointer,
): Promise<Pointer> {
  const stored = await readStored(documents, projection)
  const next: PointerBody = { ...change(stored), change: (stored?.change ?? 0) + 1 }
  const collection = await pointers(documents)
  const done =
    stored === null
      ? await collection.insert({ id: projection, position: 0n, body: next })
      : await collection.compareAndSet(projection, { change: stored.change }, next)
  if (!done) throw new Error(`The pointer of read model ${projection} was changed by another process: only one may run projections`)
  return next
}

/** Notes a new collection to build into, before its first document is written. */
export function beginBuilding(documents: DocumentStore, { name, version }: Projection): Promise<Pointer> {
  return changePointer(documents, name, (pointer) => {
    const generation = (pointer?.generation ?? 0) + 1
    const building = `${name}.v${version}.${generation}`
    const abandoned = pointer?.building ?? null
    const retired = [...(pointer?.retired ?? []), ...(abandoned === null ? [] : [abandoned])]
    return { projection: name, live: pointer?.live ?? null, version: pointer?.version ?? version, generation, building, retired }
  })
}

/** What was built becomes what is read; the one before is kept until `dropRetired`. */
export function switchToBuilt(documents: DocumentStore, { name, version }: Projection, built: string): Promise<Pointer> {
  return changePointer(documents, name, (pointer) => {
    if (pointer?.building !== built) throw new Error(`${built} is not what is being built for ${name}`)
    const retired = pointer.live === null ? pointer.retired : [...pointer.retired, pointer.live]
    return { ...pointer, version, live: built, building: null, retired }
  })
}

export async function dropRetired(documents: DocumentStore, projection: string): Promise<readonly string[]> {
  const pointer = await readPointer(documents, projection)
  if (pointer === null || pointer.retired.length === 0) return []
  for (const collection of pointer.retired) await documents.drop(collection)
  await changePointer(documents, projection, (now) => ({
    ...now!,
    retired: now!.retired.filter((name) => !pointer.retired.includes(name)),
  }))
  return pointer.retired
}

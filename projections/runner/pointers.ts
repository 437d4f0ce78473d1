import type { Collection, DocumentStore } from '../../stores/documents/port.ts'
import type { Projection } from '../projection.ts'
import { Deposed } from './failures.ts'

/** Which collection answers for a read model, which one is being built to follow it, and which ones nobody needs any more. */
export interface Pointer {
  readonly projection: string
  readonly live: string | null
  readonly version: number
  /** Counts the collections ever begun for this read model, so that no name is used twice. */
  readonly generation: number
  readonly building: string | null
  readonly retired: readonly string[]
  /** Of the last owner, where read models are shared out among workers: one of an earlier epoch changes nothing any more. */
  readonly epoch?: number
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

/**
 * Durable with the next flush of the store. Throws `Deposed` when a later owner changed it.
 * @param epoch Of the lease of whoever changes it. Null where nobody else can own it: it then throws when somebody changed it meanwhile.
 */
export async function changePointer(
  documents: DocumentStore,
  projection: string,
  epoch: number | null,
  change: (pointer: Pointer | null) => Pointer,
): Promise<Pointer> {
  for (;;) {
    const stored = await readStored(documents, projection)
    if (epoch !== null && (stored?.epoch ?? 0) > epoch) throw new Deposed(projection)
    const next: PointerBody = { ...change(stored), change: (stored?.change ?? 0) + 1, ...(epoch === null ? {} : { epoch }) }
    const collection = await pointers(documents)
    const done =
      stored === null
        ? await collection.insert({ id: projection, position: 0n, body: next })
        : await collection.compareAndSet(projection, { change: stored.change }, next)
    if (done) return next
    if (epoch === null)
      throw new Error(`The pointer of read model ${projection} was changed by another process: only one may run projections`)
  }
}

/** From now on only this epoch, or a later one, changes the pointer. Throws `Deposed` when a later one has it already. */
export function claimPointer(documents: DocumentStore, { name, version }: Projection, epoch: number): Promise<Pointer> {
  const none = { projection: name, live: null, version, generation: 0, building: null, retired: [] }
  return changePointer(documents, name, epoch, (pointer) => pointer ?? none)
}

/** Notes a new collection to build into, before its first document is written. */
export function beginBuilding(documents: DocumentStore, { name, version }: Projection, epoch: number | null): Promise<Pointer> {
  return changePointer(documents, name, epoch, (pointer) => {
    const generation = (pointer?.generation ?? 0) + 1
    const building = `${name}.v${version}.${generation}`
    const abandoned = pointer?.building ?? null
    const retired = [...(pointer?.retired ?? []), ...(abandoned === null ? [] : [abandoned])]
    return { projection: name, live: pointer?.live ?? null, version: pointer?.version ?? version, generation, building, retired }
  })
}

/** What was built becomes what is read; the one before is kept until `dropRetired`. */
export function switchToBuilt(
  documents: DocumentStore,
  { name, version }: Projection,
  built: string,
  epoch: number | null,
): Promise<Pointer> {
  return changePointer(documents, name, epoch, (pointer) => {
    if (pointer?.building !== built) throw new Error(`${built} is not what is being built for ${name}`)
    const retired = pointer.live === null ? pointer.retired : [...pointer.retired, pointer.live]
    return { ...pointer, version, live: built, building: null, retired }
  })
}

export async function dropRetired(documents: DocumentStore, projection: string, epoch: number | null): Promise<readonly string[]> {
  const pointer = await readPointer(documents, projection)
  if (pointer === null || pointer.retired.length === 0) return []
  for (const collection of pointer.retired) await documents.drop(collection)
  await changePointer(documents, projection, epoch, (now) => ({
    ...now!,
    retired: now!.retired.filter((name) => !pointer.retired.includes(name)),
  }))
  return pointer.retired
}

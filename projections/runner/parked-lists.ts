import type { DocumentStore } from '../../stores/documents/port.ts'
import type { Projection } from '../projection.ts'
import { PARKED, type ParkedBody, type ParkedList } from './parking.ts'
import { readPointer } from './pointers.ts'

const PAGE = 1_000

/** What is parked as the store has it: for whoever reads beside the one who runs the projections. */
export async function readParked(documents: DocumentStore, projections: readonly Projection[]): Promise<readonly ParkedList[]> {
  const collection = await documents.collection<ParkedBody>({ name: PARKED, indexes: [] })
  const found: ParkedList[] = []
  for (const { name } of projections) {
    const live = (await readPointer(documents, name))?.live ?? null
    if (live === null) continue
    for (let after: readonly [string] | undefined; ; ) {
      const page = await collection.find({ where: { collection: live }, limit: PAGE, ...(after === undefined ? {} : { after }) })
      for (const { body } of page) if (body !== null && body.resolved !== true) found.push(body)
      const last = page.at(-1)
      if (last === undefined || page.length < PAGE) break
      after = [last.id]
    }
  }
  return found
}

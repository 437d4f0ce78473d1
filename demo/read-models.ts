import type { Stores } from '../compose/stores.ts'
import type { Projection } from '../projections/projection.ts'
import { openReadModel } from '../projections/runner/read-models.ts'

/** Every document of a read model, by ascending id. */
export async function* bodies<Document>({ documents }: Pick<Stores, 'documents'>, projection: Projection): AsyncGenerator<Document> {
  const model = await openReadModel<Document>(documents, projection)
  for await (const page of model?.collection.scan() ?? []) for (const { body } of page) if (body !== null) yield body
}

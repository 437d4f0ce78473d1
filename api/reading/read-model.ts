import type { Projection } from '../../projections/projection.ts'
import { openReadModel, type ReadModel } from '../../projections/runner/read-models.ts'
import { Problem } from '../problem.ts'
import type { LedgerServices } from '../services.ts'

/** Opens the read model that answers now, at or after a position. Throws a `Problem` when there is none in time. */
export type OpenModel = <Body>(projection: Projection, minPosition?: string) => Promise<ReadModel<Body>>

export const createOpenModel =
  ({ documents, readModels }: Pick<LedgerServices, 'documents' | 'readModels'>, waitMs: number): OpenModel =>
  async <Body>(projection: Projection, minPosition?: string) => {
    const { name } = projection
    if (minPosition !== undefined && !(await readModels.waitFor(name, BigInt(minPosition), waitMs))) {
      const status = (await readModels.status()).find((each) => each.projection === name)
      throw new Problem('BEHIND', undefined, { readModel: name, position: status?.position ?? 0n, lagMs: status?.lagMs ?? null })
    }
    const model = await openReadModel<Body>(documents, projection)
    if (model === null) throw new Problem('BEHIND', 'the read model is being built for the first time; retry later', { readModel: name })
    return model
  }

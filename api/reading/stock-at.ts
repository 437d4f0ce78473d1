import type { Projection } from '../../projections/projection.ts'
import type { ReadModel } from '../../projections/runner/read-models.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { positionAsOf } from './moments.ts'
import type { PastStock } from './past-stock.ts'
import type { OpenModel } from './read-model.ts'

export interface When {
  readonly asOf?: string | undefined
  readonly minPosition?: string | undefined
}

/** Opens a read model of stock as it is, or as it stood. Throws a `Problem` when there is none in time. */
export type OpenStock = <Body>(projection: Projection, when: When) => Promise<ReadModel<Body>>

export const createOpenStock =
  (events: EventStore, openModel: OpenModel, pastStock: PastStock): OpenStock =>
  async <Body>(projection: Projection, { asOf, minPosition }: When) => {
    if (asOf === undefined) return openModel<Body>(projection, minPosition)
    const position = await positionAsOf(events, asOf)
    return { collection: await pastStock.collection<Body>(projection, position), position }
  }

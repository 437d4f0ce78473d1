import type { Aggregate } from '../shared/aggregate.ts'
import { accept } from '../shared/decision.ts'
import { latest } from '../shared/latest.ts'
import { same } from '../shared/same.ts'
import { streamKey } from '../shared/stream-name.ts'
import type { LocationCommand } from './commands.ts'
import type { CatalogueEvent } from './events.ts'

type LocationEvent = Extract<CatalogueEvent, { type: 'LocationDefined' }>
export type LocationDefinition = LocationEvent['data']

export interface Location {
  definition: LocationDefinition | null
}

export interface LocationTypes {
  state: Location
  command: LocationCommand
  event: LocationEvent
}

/** A place that holds stock: stream `location-<location>`. */
export const locationAggregate: Aggregate<LocationTypes> = {
  category: 'location',
  stateVersion: 1,
  commandTypes: ['DefineLocation'],
  key: ({ data }) => streamKey([data.location]),
  initial: () => ({ definition: null }),
  evolve: (_, { data }) => ({ definition: data }),
  decide: ({ definition }, { data }) =>
    latest(
      definition?.definedAt ?? null,
      data.definedAt,
      () => same(definition, data),
      () => accept({ type: 'LocationDefined', data }),
    ),
  freeze: (location) => ({ ...location }),
  thaw: (frozen) => ({ ...(frozen as Location) }),
  weigh: () => 1_000,
}
